-- One row per chosen region and year with a score up to a year, of the score that its card shows.
-- Parameters: $region (codes), $scope (of provinces), $to_year.
select
    regions.region_code,
    mart_spi.year,
    cast(mart_spi.score as double) as score
from mart_region_scope as regions
inner join mart_spi
    on regions.region_code = mart_spi.region_code and regions.scope = mart_spi.scope
where
    list_contains($region, regions.region_code)
    and regions.asked_scope = $scope
    and mart_spi.year <= $to_year
order by regions.region_code asc, mart_spi.year asc
