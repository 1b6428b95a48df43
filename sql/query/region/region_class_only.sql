-- Grain: one row per chosen region and survey year up to a year of which a source reports the class
-- and no score is known.
-- Parameters: $region (codes), $scope (of provinces), $year.
select
    regions.region_code,
    reported.year,
    cast(null as double) as score,
    reported.reported_class,
    reported.reliability as reported_reliability,
    reported.source_ids
from mart_region_scope as regions
inner join mart_spi_reported_class as reported
    on regions.region_code = reported.region_code and regions.scope = reported.scope
where
    list_contains($region, regions.region_code)
    and regions.asked_scope = $scope
    and reported.year <= $year
order by regions.region_code asc, reported.year asc
