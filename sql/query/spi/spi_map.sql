-- Grain: one row per province, with or without a score in the year.
-- Parameters: $year, $scope ('pemprov' or 'agregat_wilayah'), $region (highlighted codes).
select
    region_code,
    region_name,
    region_label,
    island_group,
    year,
    scope,
    score,
    spi_class,
    band_lower,
    band_upper,
    low,
    high,
    is_disputed,
    previous_year,
    previous_score,
    change,
    years_back,
    has_method_change,
    has_class_change,
    score_rank,
    n_ranked,
    n_sources,
    reliability,
    list_contains($region, region_code) as is_chosen,
    source_ids
from mart_spi_province
where year = $year and scope = $scope
order by region_code
