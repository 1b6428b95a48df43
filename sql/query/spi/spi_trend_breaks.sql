-- Grain: one row per year in which the method or the classes changed.
-- Parameters: $from_year, $to_year.
select
    notes.year,
    bool_or(notes.note_kind = 'method_change') as has_method_change,
    bool_or(notes.note_kind = 'class_change') as has_class_change,
    list_transform(
        list_sort(
            array_agg(
                {
                    'note_kind': cast(notes.note_kind as varchar),
                    'note_id': cast(notes.note_id as varchar)
                }
            )
        ),
        lambda entry: entry.note_id
    ) as notes_id,
    list_transform(
        list_sort(
            array_agg(
                {
                    'note_kind': cast(notes.note_kind as varchar),
                    'note_id': cast(notes.note_id as varchar),
                    'note_en': cast(notes.note_en as varchar)
                }
            )
        ),
        lambda entry: entry.note_en
    ) as notes_en,
    array_slice(list_sort(array_agg(distinct notes.source_id)), 1, 60) as source_ids
from stg_spi_method_notes as notes
where
    notes.note_kind in ('method_change', 'class_change')
    and notes.year > $from_year
    and notes.year <= $to_year
group by notes.year
order by notes.year
