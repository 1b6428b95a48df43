-- Grain: one row per sector, level of the officials and completeness of the year's list that
-- holds an operation; the sector with most operations first, 'lainnya' (other) at the end.
-- Parameters: $from_year, $year, $region (codes; a province with its parts; empty: all, also
-- central cases without a province), $level (codes; empty: all).
-- sector_total stands on each row of the sector; never sum it.
with

-- Without a choice of regions the years are counted already.
chosen as (
    select
        sector,
        level_group,
        is_complete,
        level_order,
        count(*) as ott_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from mart_ott_case
    where
        year between $from_year and $year
        and array_length($region) > 0
        and (list_contains($region, region_code) or list_contains($region, province_code))
        and (array_length($level) = 0 or list_contains($level, level_group))
    group by sector, level_group, level_order, is_complete
    union all
    select
        sector,
        level_group,
        is_complete,
        level_order,
        ott_count,
        source_ids
    from mart_ott_sector
    where
        year between $from_year and $year
        and array_length($region) = 0
        and (array_length($level) = 0 or list_contains($level, level_group))
),

counts as (
    select
        sector,
        level_group,
        is_complete,
        level_order,
        cast(sum(ott_count) as bigint) as ott_count,
        array_slice(list_sort(list_distinct(flatten(array_agg(source_ids)))), 1, 60) as source_ids
    from chosen
    group by sector, level_group, level_order, is_complete
),

totals as (
    select
        sector,
        level_group,
        ott_count,
        cast(sum(ott_count) over (partition by sector) as bigint) as sector_total,
        is_complete,
        level_order,
        source_ids
    from counts
)

select * exclude (level_order)
from totals
order by sector = 'lainnya' asc, sector_total desc, sector asc, level_order asc, is_complete desc
