-- Grain: one row per reference with a score in the year: the national index, the mean of provincial
-- governments, and the means of the islands that the chosen provinces lie on.
-- Parameters: $region (codes), $scope (of provinces), $year.
select
    series_kind,
    series_label,
    year,
    score,
    is_disputed,
    n_known,
    n_provinces,
    source_ids
from mart_spi_series
where
    year = $year
    and score is not null
    and (
        series_kind in ('nasional', 'rerata_pemprov')
        or (
            series_kind = 'pulau'
            and asked_scope = $scope
            and series_label in (
                select chosen.island_group
                from mart_region as chosen
                where chosen.level = 'provinsi' and list_contains($region, chosen.region_code)
            )
        )
    )
order by series_kind, series_label
