-- Grain: one row per chosen region with its score in the year, provinces first, then kabupaten,
-- then kota, the best of each kind first, unknown last; each with its rank among all of its kind,
-- its distance to the national index and to the best of the chosen ones of its kind. reported_class
-- is a class that a source reports where that year's score is not known.
-- Parameters: $region (codes), $scope (of provinces), $year, $to_year (up to which a newer score is
-- told).
with

chosen_regions as (
    select * from mart_region_scope
    where list_contains($region, region_code) and asked_scope = $scope
),

national as (
    select score
    from mart_spi
    where region_code = '00' and scope = 'nasional' and year = $year
),

compared as (
    select
        chosen_regions.region_code,
        chosen_regions.region_name,
        chosen_regions.region_label,
        chosen_regions.level,
        chosen_regions.scope,
        chosen_regions.has_own_government,
        chosen_regions.province_name,
        cast($year as integer) as year,
        cast(mart_spi.score as double) as score,
        mart_spi.spi_class,
        reported.reported_class,
        reported.reliability as reported_reliability,
        coalesce(mart_spi.is_disputed, false) as is_disputed,
        cast(mart_spi.low as double) as low,
        cast(mart_spi.high as double) as high,
        mart_spi.score_rank,
        mart_spi.n_ranked,
        mart_spi.is_rank_shared,
        mart_spi.n_sources,
        mart_spi.reliability,
        cast(mart_spi.score - (select score from national) as double) as distance_to_national,
        cast(
            mart_spi.score
            - max(mart_spi.score) over (partition by chosen_regions.level) as double
        ) as distance_to_best,
        newest.year as newest_year,
        cast(newest.score as double) as newest_score,
        newest.spi_class as newest_class,
        newest.is_disputed as newest_is_disputed,
        list_sort(
            list_distinct(
                list_concat(
                    coalesce(mart_spi.source_ids, reported.source_ids, cast([] as varchar[])),
                    coalesce(newest.source_ids, cast([] as varchar[]))
                )
            )
        ) as source_ids
    from chosen_regions
    left join mart_spi
        on
            chosen_regions.region_code = mart_spi.region_code
            and chosen_regions.scope = mart_spi.scope
            and mart_spi.year = $year
    left join mart_spi_reported_class as reported
        on
            chosen_regions.region_code = reported.region_code
            and chosen_regions.scope = reported.scope
            and reported.year = $year
    left join mart_spi as newest
        on
            chosen_regions.region_code = newest.region_code
            and chosen_regions.scope = newest.scope
            and newest.year <> $year
            and newest.year <= $to_year
            and (newest.next_year is null or newest.next_year > $to_year)
)

select * from compared
order by
    array_position(['provinsi', 'kabupaten', 'kota'], level) asc,
    score desc nulls last,
    region_name asc
