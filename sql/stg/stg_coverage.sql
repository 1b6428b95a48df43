-- One row per table and span of years: what the facts cover and what an absence means.
select
    table_name,
    cast(from_year as integer) as from_year,
    cast(to_year as integer) as to_year,
    completeness,
    absence_means,
    note_id,
    note_en
from raw_coverage
