-- Grain: one row per change or gap that a reader of trends must know, oldest first.
select
    year,
    note_kind,
    note_id,
    note_en,
    [source_id] as source_ids
from stg_spi_method_notes
order by year asc, note_kind desc, note_en asc
