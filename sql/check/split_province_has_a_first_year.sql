-- A province that was split from another says in which year, and the other is a province too.
select
    regions.region_code,
    regions.first_year,
    regions.split_from
from stg_regions as regions
left join stg_regions as parents
    on regions.split_from = parents.region_code and parents.level = 'provinsi'
where
    (regions.first_year is null) <> (regions.split_from is null)
    or (regions.split_from is not null and parents.region_code is null)
    or (regions.first_year is not null and regions.level <> 'provinsi')
