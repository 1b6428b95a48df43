-- Grain: one row per province, best score first, provinces without a score at the end.
-- Parameters: $year, $scope, $region (highlighted codes).
select
    region_code,
    region_name,
    region_label,
    island_group,
    year,
    scope,
    score,
    spi_class,
    low,
    high,
    is_disputed,
    previous_year,
    change,
    has_method_change,
    score_rank,
    n_ranked,
    n_sources,
    list_contains($region, region_code) as is_chosen,
    source_ids
from mart_spi_province
where year = $year and scope = $scope
order by score desc nulls last, region_name asc
