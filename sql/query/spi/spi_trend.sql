-- Grain: one row per series and survey year; a year without a score has a row without a score.
-- Parameters: $from_year, $to_year, $scope (of provinces), $region (codes),
-- $reference (any of 'nasional', 'rerata_pemprov', 'pulau'; islands are those of the provinces).
-- The mean of provincial governments stands beside own scores of provinces only: neither beside
-- aggregates of territories, nor beside kabupaten and kota alone.
-- The island group is that of the region, or whose mean a series is.
select
    mart_spi_series.series_key,
    mart_spi_series.series_kind,
    mart_spi_series.series_label,
    mart_spi_series.region_code,
    case mart_spi_series.series_kind
        when 'pulau' then mart_spi_series.series_label else home.island_group
    end as island_group,
    mart_spi_series.scope,
    mart_spi_series.year,
    mart_spi_series.score,
    mart_spi_series.low,
    mart_spi_series.high,
    mart_spi_series.is_disputed,
    mart_spi_series.spi_class,
    mart_spi_series.change,
    mart_spi_series.previous_year,
    mart_spi_series.has_method_change,
    mart_spi_series.has_class_change,
    mart_spi_series.crossed_split_year,
    mart_spi_series.n_known,
    mart_spi_series.n_provinces,
    mart_spi_series.source_ids
from mart_spi_series
left join mart_region as home on mart_spi_series.region_code = home.region_code
where
    year between $from_year and $to_year
    and coalesce(asked_scope, cast($scope as varchar)) = $scope
    and (
        (series_kind = 'region' and list_contains($region, series_key))
        or (series_kind <> 'region' and list_contains($reference, series_kind))
    )
    and (
        series_kind <> 'rerata_pemprov'
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
        series_kind <> 'pulau'
        or series_label in (
            select chosen.island_group
            from mart_region as chosen
            where chosen.level = 'provinsi' and list_contains($region, chosen.region_code)
        )
    )
order by
    case series_kind when 'region' then 1 when 'pulau' then 3 else 2 end,
    coalesce(array_position($region, series_key), 0),
    series_key,
    year
