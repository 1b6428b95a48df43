-- Grain: one row per kabupaten and kota of a place, best score first and those without one at the
-- end; Jakarta's administrative ones are listed without a score, as they have no own government.
-- score_rank is among all of its kind, shown_rank among the rows that are shown.
-- Parameters: $year, $to_year (up to which a newer score is told), $within ('nasional', a province
-- or an island group), $kind ('all', 'kabupaten' or 'kota'), $region (highlighted codes).
with

places as (
    select *
    from mart_spi_region
    where
        level in ('kabupaten', 'kota')
        and year = $year
        and $kind in ('all', level)
        and $within in ('nasional', province_code, island_group)
),

ranked as (
    select
        region_code,
        rank() over (order by score desc) as shown_rank
    from places
    where score is not null
)

select
    shown.region_code,
    shown.region_name,
    shown.region_label,
    shown.level,
    shown.province_name,
    shown.has_own_government,
    shown.year,
    shown.scope,
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
    shown.has_method_change,
    shown.crossed_split_year,
    shown.has_class_change,
    shown.score_rank,
    shown.n_ranked,
    shown.is_rank_shared,
    ranked.shown_rank,
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
from places as shown
left join ranked on shown.region_code = ranked.region_code
left join mart_spi as newest
    on
        shown.region_code = newest.region_code
        and shown.scope = newest.scope
        and shown.year <> newest.year
        and newest.year <= $to_year
        and (newest.next_year is null or newest.next_year > $to_year)
order by shown.score desc nulls last, shown.region_name asc, shown.region_code asc
