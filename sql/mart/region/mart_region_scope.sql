-- Grain: one row per region (Indonesia aside) and scope that is asked for of provinces: whose score
-- then stands for the region. A kabupaten or kota has its own, whatever is asked.
with

province_scopes as (
    select unnest(['pemprov', 'agregat_wilayah']) as asked_scope
)

select
    mart_region.region_code,
    mart_region.region_name,
    mart_region.region_label,
    mart_region.level,
    mart_region.province_code,
    mart_region.province_name,
    mart_region.island_group,
    mart_region.comparison_group,
    mart_region.has_own_government,
    mart_region.first_year,
    mart_region.split_year,
    province_scopes.asked_scope,
    case
        when mart_region.level = 'provinsi' then province_scopes.asked_scope
        else mart_region.own_scope
    end as scope
from mart_region
cross join province_scopes
where mart_region.level <> 'nasional'
