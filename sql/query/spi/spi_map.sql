-- Grain: one row per province, with or without a score in the year.
-- Parameters: $year, $to_year (up to which a newer score is told), $scope ('pemprov' or
-- 'agregat_wilayah'), $region (highlighted codes).
select
    shown.region_code,
    shown.region_name,
    shown.region_label,
    shown.island_group,
    shown.year,
    shown.scope,
    shown.first_year,
    shown.is_established,
    shown.score,
    shown.spi_class,
    shown.reported_class,
    shown.reported_reliability,
    shown.band_lower,
    shown.band_upper,
    shown.low,
    shown.high,
    shown.is_disputed,
    shown.previous_year,
    shown.previous_score,
    shown.change,
    shown.years_back,
    shown.has_method_change,
    shown.crossed_split_year,
    shown.has_class_change,
    shown.score_rank,
    shown.n_ranked,
    shown.is_rank_shared,
    shown.n_sources,
    shown.reliability,
    newest.year as newest_year,
    cast(newest.score as double) as newest_score,
    newest.spi_class as newest_class,
    newest.is_disputed as newest_is_disputed,
    list_contains($region, shown.region_code) as is_chosen,
    list_sort(
        list_distinct(
            list_concat(
                coalesce(shown.source_ids, shown.reported_source_ids, cast([] as varchar[])),
                coalesce(newest.source_ids, cast([] as varchar[]))
            )
        )
    ) as source_ids
from mart_spi_province as shown
left join mart_spi as newest
    on
        shown.region_code = newest.region_code
        and shown.scope = newest.scope
        and shown.year <> newest.year
        and newest.year <= $to_year
        and (newest.next_year is null or newest.next_year > $to_year)
where shown.year = $year and shown.scope = $scope
order by shown.region_code
