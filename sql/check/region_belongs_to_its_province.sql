-- A region's code starts with the code of its province, which must exist as a province.
select
    regions.region_code,
    regions.province_code
from stg_regions as regions
left join stg_regions as provinces
    on
        regions.province_code = provinces.region_code
        and provinces.level = 'provinsi'
where
    regions.level <> 'nasional'
    and (provinces.region_code is null or left(regions.region_code, 2) <> regions.province_code)
