-- Grain: one row per region and region that its facts count for (counted_code): itself and, for a
-- kabupaten or kota, its province.
select
    region_code,
    region_code as counted_code
from mart_region
union all
select
    region_code,
    province_code as counted_code
from mart_region
where level in ('kabupaten', 'kota')
