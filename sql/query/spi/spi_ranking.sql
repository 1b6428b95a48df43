-- Grain: one row per province that was established by the year, best score first, provinces without
-- a score at the end.
-- Parameters: $year, $to_year (up to which a newer score is told), $scope, $region (highlighted
-- codes).
select
    shown.region_code,
    shown.region_name,
    shown.region_label,
    shown.island_group,
    shown.year,
    shown.scope,
    shown.score,
    shown.spi_class,
    shown.reported_class,
    shown.reported_reliability,
    shown.low,
    shown.high,
    shown.is_disputed,
    shown.previous_year,
    shown.change,
    shown.has_method_change,
    shown.crossed_split_year,
    shown.score_rank,
    shown.n_ranked,
    shown.is_rank_shared,
    shown.n_sources,
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
where shown.year = $year and shown.scope = $scope and shown.is_established
order by shown.score desc nulls last, shown.region_name asc
