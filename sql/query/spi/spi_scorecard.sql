-- Grain: one row per region: what is known of it, comparable columns and sample columns.
-- Parameters: $year, $scope (of provinces), $region (codes; empty: every province).
select
    region_code,
    region_name,
    region_label,
    level,
    scope,
    year,
    score,
    spi_class,
    knowledge,
    low,
    high,
    is_disputed,
    n_sources,
    change,
    previous_year,
    has_method_change,
    has_class_change,
    ott_from_year,
    ott_to_year,
    ott_count,
    regional_count,
    per_10_million_people,
    per_100_governments,
    wbk_seen,
    activities_seen,
    regulations_seen,
    source_ids
from mart_scorecard
where
    year = $year
    and asked_scope = $scope
    and (list_contains($region, region_code) or (array_length($region) = 0 and level = 'provinsi'))
order by score desc nulls last, region_name asc
