-- Grain: one row per table and span of years: how complete it is and what an absence means.
select
    table_name,
    from_year,
    to_year,
    completeness,
    absence_means,
    note_id,
    note_en
from stg_coverage
order by table_name, from_year
