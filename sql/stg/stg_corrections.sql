-- One row per cell that was mended between two versions of the facts.
select
    facts_version,
    table_name,
    row_key,
    column_name,
    old_value,
    new_value,
    source_id,
    reason
from raw_corrections
