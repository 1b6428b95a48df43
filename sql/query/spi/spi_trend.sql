-- Grain: one row per series and survey year; a year without a score has a row without a score, with
-- the class that a source reports alone.
-- Parameters: $from_year, $to_year, $scope (of provinces), $region (codes),
-- $reference (any of 'nasional', 'rerata_pemprov', 'pulau'; islands are those of the provinces).
-- The mean of provincial governments stands beside own scores of provinces only: neither beside
-- aggregates of territories, nor beside kabupaten and kota alone.
-- The island group is that of the region, or whose mean a series is.
select
    series.series_key,
    series.series_kind,
    series.series_label,
    series.region_code,
    case series.series_kind
        when 'pulau' then series.series_label else home.island_group
    end as island_group,
    series.scope,
    series.year,
    series.score,
    series.low,
    series.high,
    series.is_disputed,
    series.spi_class,
    reported.reported_class,
    reported.reliability as reported_reliability,
    series.change,
    series.previous_year,
    series.has_method_change,
    series.has_class_change,
    series.crossed_split_year,
    series.n_known,
    series.n_provinces,
    coalesce(series.source_ids, reported.source_ids) as source_ids
from mart_spi_series as series
left join mart_spi_reported_class as reported
    on
        series.series_kind = 'region'
        and series.region_code = reported.region_code
        and series.scope = reported.scope
        and series.year = reported.year
left join mart_region as home on series.region_code = home.region_code
where
    series.year between $from_year and $to_year
    and coalesce(series.asked_scope, cast($scope as varchar)) = $scope
    and (
        (series.series_kind = 'region' and list_contains($region, series.series_key))
        or (series.series_kind <> 'region' and list_contains($reference, series.series_kind))
    )
    and (
        series.series_kind <> 'rerata_pemprov'
        or (
            $scope = 'pemprov'
            and (
                array_length($region) = 0
                or exists (
                    select 1
                    from mart_region as chosen
                    where chosen.level = 'provinsi' and list_contains($region, chosen.region_code)
                )
            )
        )
    )
    and (
        series.series_kind <> 'pulau'
        or series.series_label in (
            select chosen.island_group
            from mart_region as chosen
            where chosen.level = 'provinsi' and list_contains($region, chosen.region_code)
        )
    )
order by
    case series.series_kind when 'region' then 1 when 'pulau' then 3 else 2 end,
    coalesce(array_position($region, series.series_key), 0),
    series.series_key,
    series.year
