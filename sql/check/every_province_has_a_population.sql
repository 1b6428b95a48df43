-- Rates need a population for every province.
select
    region_code,
    region_name
from mart_region
where level = 'provinsi' and population is null
