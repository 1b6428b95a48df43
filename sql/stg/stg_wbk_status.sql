-- One row per stage of a unit (or a group of units) in a year.
select
    cast(year as integer) as year,
    region_code,
    unit_name,
    cast(unit_count as integer) as unit_count,
    owner_type,
    stage,
    award_by,
    note_id,
    year_basis,
    source_id,
    reliability
from raw_wbk_status
