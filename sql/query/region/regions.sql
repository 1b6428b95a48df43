-- Every region that can be chosen, provinces first, with its island group and the group in which it
-- is compared with others of its kind.
select
    region_code,
    region_name,
    region_label,
    level,
    province_code,
    island_group,
    comparison_group,
    has_own_government
from mart_region
where level <> 'nasional'
order by level <> 'provinsi', region_code
