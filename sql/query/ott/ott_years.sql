-- The span of years that the incident table covers, and the span in which it is complete.
select
    min(from_year) as first_year,
    max(to_year) as last_year,
    min(from_year) filter (where completeness = 'complete') as first_complete_year,
    max(to_year) filter (where completeness = 'complete') as last_complete_year
from stg_coverage
where table_name = 'ott_incidents'
