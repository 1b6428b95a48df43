-- Grain: one row per year in which the method or the classes changed.
-- Parameters: $from_year, $year.
select
    year,
    bool_or(note_kind = 'method_change') as has_method_change,
    bool_or(note_kind = 'class_change') as has_class_change,
    array_agg(note_id order by note_kind, note_id) as notes_id,
    array_agg(note_en order by note_kind, note_id) as notes_en,
    array_agg(distinct source_id order by source_id) as source_ids
from stg_spi_method_notes
where
    note_kind in ('method_change', 'class_change')
    and year > $from_year
    and year <= $year
group by year
order by year
