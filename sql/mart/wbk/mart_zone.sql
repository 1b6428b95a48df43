-- Grain: one row per stage of a unit (or a group of units) in a year, as one source says it.
-- stage_order runs upwards: a unit's furthest stage is the one with the highest order found.
-- awarded_by is filled for WBK and WBBM only; 'unknown' means that the source does not say.
with

stages as (
    select
        listed.stage,
        listed.stage_order
    from
        (
            values
            ('pencanangan', 1),
            ('pendampingan', 2),
            ('diusulkan', 3),
            ('evaluasi nasional', 4),
            ('belum lolos', 5),
            ('wbk', 6),
            ('wbbm', 7)
        ) as listed (stage, stage_order)
),

zones as (
    select
        concat_ws('-', 'wbk', status.region_code, status.year, status.stage, status.source_id)
        || '-' || status.unit_name as zone_id,
        status.region_code || ' ' || status.unit_name as unit_key,
        status.year,
        status.region_code,
        mart_region.region_name,
        mart_region.region_label,
        mart_region.province_code,
        status.unit_name,
        status.unit_count,
        coalesce(status.unit_count, 0) <> 1 as is_group,
        status.owner_type,
        status.stage,
        coalesce(stages.stage_order, 0) as stage_order,
        status.award_by,
        case when status.stage in ('wbk', 'wbbm') then status.award_by end as awarded_by,
        status.note_id,
        status.year_basis = 'inferred' as is_year_inferred,
        status.source_id,
        status.reliability
    from stg_wbk_status as status
    inner join mart_region on status.region_code = mart_region.region_code
    left join stages on status.stage = stages.stage
)

select * from zones
