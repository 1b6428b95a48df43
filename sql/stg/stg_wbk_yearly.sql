-- One row per national count that a source printed; several sources a year, never summed.
select
    cast(year as integer) as year,
    scope,
    cast(wbk_count as integer) as wbk_count,
    cast(wbbm_count as integer) as wbbm_count,
    cast(proposed_count as integer) as proposed_count,
    source_id
from raw_wbk_yearly
