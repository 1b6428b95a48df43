-- Grain: one row per region, provinces first, then kabupaten, then kota: what is known of it,
-- comparable columns and sample columns. reported_class is a class that a source reports where that
-- year's score is not known.
-- seen_to_year is the year up to which the sample columns are counted.
-- Parameters: $year, $to_year (of operations, samples, and a newer score), $scope (of provinces),
-- $region (codes; empty: every province that was established by the year).
with

ott_end as (
    select max(ott_to_year) as year
    from mart_ott_window
    where ott_to_year <= $to_year
),

seen_end as (
    select max(year) as year
    from mart_scorecard
    where year <= greatest($year, $to_year)
)

select
    card.region_code,
    card.region_name,
    card.region_label,
    card.level,
    card.scope,
    card.year,
    card.score,
    card.spi_class,
    reported.reported_class,
    reported.reliability as reported_reliability,
    case when reported.reported_class is null then card.knowledge else 'class_only' end
        as knowledge,
    card.low,
    card.high,
    card.is_disputed,
    card.n_sources,
    card.change,
    card.previous_year,
    card.has_method_change,
    card.has_class_change,
    card.crossed_split_year,
    newest.year as newest_year,
    cast(newest.score as double) as newest_score,
    newest.spi_class as newest_class,
    newest.is_disputed as newest_is_disputed,
    counted.ott_from_year,
    counted.ott_to_year,
    counted.ott_count,
    counted.regional_count,
    counted.per_10_million_people,
    counted.per_100_governments,
    seen.wbk_seen,
    seen.activities_seen,
    seen.regulations_seen,
    seen.year as seen_to_year,
    list_sort(
        list_distinct(
            list_concat(
                list_concat(
                    list_concat(card.source_ids, seen.seen_source_ids),
                    coalesce(counted.source_ids, cast([] as varchar[]))
                ),
                list_concat(
                    coalesce(reported.source_ids, cast([] as varchar[])),
                    coalesce(newest.source_ids, cast([] as varchar[]))
                )
            )
        )
    ) as source_ids
from mart_scorecard as card
inner join mart_scorecard as seen
    on
        card.region_code = seen.region_code
        and card.asked_scope = seen.asked_scope
        and seen.year = (select seen_end.year from seen_end)
left join mart_ott_window as counted
    on
        card.region_code = counted.region_code
        and counted.ott_to_year = (select ott_end.year from ott_end)
left join mart_spi_reported_class as reported
    on
        card.region_code = reported.region_code
        and card.scope = reported.scope
        and card.year = reported.year
left join mart_spi as newest
    on
        card.region_code = newest.region_code
        and card.scope = newest.scope
        and card.year <> newest.year
        and newest.year <= $to_year
        and (newest.next_year is null or newest.next_year > $to_year)
where
    card.year = $year
    and card.asked_scope = $scope
    and (
        list_contains($region, card.region_code)
        or (
            array_length($region) = 0
            and card.level = 'provinsi'
            and card.year >= coalesce(card.first_year, 0)
        )
    )
order by
    array_position(['provinsi', 'kabupaten', 'kota'], card.level) asc,
    card.score desc nulls last,
    card.region_name asc
