-- One row per change or gap that a reader of trends must know.
select
    cast(year as integer) as year,
    note_kind,
    note_id,
    note_en,
    source_id
from raw_spi_method_notes
