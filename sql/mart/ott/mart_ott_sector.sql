-- Grain: one row per year, sector and level of the officials that an operation has, of all regions
-- and with central cases without a province.
select
    year,
    sector,
    level_group,
    level_order,
    is_complete,
    count(*) as ott_count,
    array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
from mart_ott_case
group by year, sector, level_group, level_order, is_complete
