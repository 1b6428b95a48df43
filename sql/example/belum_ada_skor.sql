-- Governments without any score found, the most populous first. Not found is not zero.
select
    mart_region.region_code,
    mart_region.region_name,
    mart_region.level,
    mart_region.province_name,
    mart_region.population
from mart_region
left join mart_spi
    on
        mart_region.region_code = mart_spi.region_code
        and mart_region.own_scope = mart_spi.scope
where
    mart_region.has_own_government
    and mart_region.level <> 'nasional'
    and mart_spi.region_code is null
order by mart_region.population desc, mart_region.region_code asc
