-- Grain: one row per kind of office, level of the operation and completeness of the year's list
-- that holds an operation; the kind with most operations first, 'lainnya' (other) at the end.
-- Parameters: $from_year, $year, $region (codes; a province with its parts; empty: all, also
-- central cases without a province), $level, $sector (codes; empty: all).
-- Kinds overlap, so their counts never add up to ott_total, which counts each operation once, as
-- does partial_total for those of incomplete years. Totals stand on each row; never sum them.
with

chosen as (
    select *
    from mart_ott_office
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($level) = 0 or list_contains($level, level_group))
        and (array_length($sector) = 0 or list_contains($sector, sector))
),

operations as (
    select
        count(distinct incident_id) as ott_total,
        count(distinct case when not is_complete then incident_id end) as partial_total
    from chosen
),

counts as (
    select
        office_kind,
        level_group,
        is_complete,
        level_order,
        count(*) as ott_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from chosen
    group by office_kind, level_group, level_order, is_complete
),

totals as (
    select
        counts.office_kind,
        counts.level_group,
        counts.ott_count,
        cast(sum(counts.ott_count) over (partition by counts.office_kind) as bigint) as kind_total,
        operations.ott_total,
        operations.partial_total,
        counts.is_complete,
        counts.level_order,
        counts.source_ids
    from counts
    cross join operations
)

select * exclude (level_order)
from totals
order by
    office_kind = 'lainnya' asc,
    kind_total desc,
    office_kind asc,
    level_order asc,
    is_complete desc
