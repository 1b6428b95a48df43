-- One row per stage of a unit or a group in the chosen regions (a province comes with its parts; no
-- region stands for all), newest first. unit_count is empty for a group of unknown size.
-- Parameters: $region (codes), $from_year, $year, $owner, $award.
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        year,
        region_code,
        region_label,
        unit_name,
        unit_count,
        is_group,
        owner_type,
        stage,
        stage_order,
        source_id,
        awarded_by,
        note_id,
        is_year_inferred,
        [source_id] as source_ids,
        count(*) over () as n_found
    from mart_zone
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($owner) = 0 or list_contains($owner, owner_type))
        and (array_length($award) = 0 or list_contains($award, award_by))
    order by
        year desc,
        region_code asc,
        unit_name asc,
        stage_order desc,
        source_id asc
    limit $most_rows
)

select * exclude (stage_order, source_id)
from newest
order by
    year desc,
    region_code asc,
    unit_name asc,
    stage_order desc,
    source_id asc
