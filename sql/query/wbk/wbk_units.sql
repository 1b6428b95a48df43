-- One row per stage of a unit or a group in the chosen regions (a province comes with its parts; no
-- region stands for all), newest first. unit_count is empty for a group of unknown size.
-- Parameters: $region (codes), $from_year, $year, $owner, $award.
select
    year,
    region_code,
    region_label,
    unit_name,
    unit_count,
    is_group,
    owner_type,
    stage,
    awarded_by,
    note_id,
    is_year_inferred,
    [source_id] as source_ids
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
