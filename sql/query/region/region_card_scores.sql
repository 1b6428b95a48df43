-- One row per chosen region and year with a score up to a year, of the score that its card shows.
-- Parameters: $region (codes), $scope (of provinces), $newest_year.
select
    mart_region.region_code,
    mart_spi.year,
    cast(mart_spi.score as double) as score
from mart_region
inner join mart_spi
    on
        mart_region.region_code = mart_spi.region_code
        and mart_spi.scope = case
            when mart_region.level = 'provinsi' then cast($scope as varchar)
            else mart_region.own_scope
        end
where list_contains($region, mart_region.region_code) and mart_spi.year <= $newest_year
order by mart_region.region_code asc, mart_spi.year asc
