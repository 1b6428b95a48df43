-- Grain: one row per series and survey year; a year without a score has a row without a score.
-- Parameters: $from_year, $to_year, $scope (of provinces), $region (codes),
-- $reference (any of 'nasional', 'rerata_pemprov', 'pulau'; islands are those of the provinces).
-- The mean of provincial governments stands beside own scores of provinces only: neither beside
-- aggregates of territories, nor beside kabupaten and kota alone.
select
    series_key,
    series_kind,
    series_label,
    region_code,
    scope,
    year,
    score,
    low,
    high,
    is_disputed,
    spi_class,
    change,
    previous_year,
    has_method_change,
    has_class_change,
    crossed_split_year,
    n_known,
    n_provinces,
    source_ids
from mart_spi_series
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
