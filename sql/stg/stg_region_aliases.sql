-- One row per region and other name that people use for it.
select
    region_code,
    alias,
    alias_kind,
    valid_to,
    regulation
from raw_region_aliases
