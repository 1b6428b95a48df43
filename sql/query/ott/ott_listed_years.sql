-- Grain: one row per year of a span that the list of operations covers.
-- Parameters: $from_year, $year.
select
    year,
    is_complete,
    cast([] as varchar[]) as source_ids
from mart_ott_year
where year between $from_year and $year
order by year
