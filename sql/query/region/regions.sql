-- Every region that can be chosen, provinces first, with its island group.
select
    region_code,
    region_name,
    region_label,
    level,
    province_code,
    island_group,
    has_own_government
from mart_region
where level <> 'nasional'
order by level <> 'provinsi', region_code
