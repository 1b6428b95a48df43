-- Grain: one row per reference with a score in the year: the national index; where provinces are
-- chosen the means of the provinces of their islands, and for their own governments the mean of
-- those: a kabupaten or kota is not held against provinces, nor the mean of a territory against own
-- scores.
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
        series_kind = 'nasional'
        or (
            series_kind = 'rerata_pemprov'
            and $scope = 'pemprov'
            and exists (
                select 1
                from mart_region as chosen
                where chosen.level = 'provinsi' and list_contains($region, chosen.region_code)
            )
        )
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
