-- A province has as many people as its kabupaten and kota together.
with

parts as (
    select
        regions.province_code,
        sum(population.population) as sum_of_parts
    from stg_population as population
    inner join stg_regions as regions on population.region_code = regions.region_code
    where regions.level in ('kabupaten', 'kota')
    group by regions.province_code
)

select
    population.region_code,
    population.population,
    parts.sum_of_parts
from stg_population as population
inner join parts on population.region_code = parts.province_code
where population.population <> parts.sum_of_parts
