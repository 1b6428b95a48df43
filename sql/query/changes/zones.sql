-- One row per region, unit (or group of units) and stage of an integrity zone: its first year, of
-- equal ones the assessment that is worth more.
with

told as (
    select
        *,
        row_number() over (
            partition by region_code, unit_name, stage
            order by
                year asc,
                case award_by when 'kemenpanrb' then 1 when 'internal' then 2 else 3 end asc,
                source_id asc
        ) as place
    from mart_zone
)

select
    region_code,
    region_name,
    unit_name,
    stage,
    year,
    unit_count,
    is_group,
    owner_type,
    awarded_by,
    is_year_inferred,
    [source_id] as source_ids
from told
where place = 1
order by region_code asc, unit_name asc, stage asc
