-- The span of years in which activities have been found.
select
    min(year) as first_year,
    max(year) as last_year
from mart_activity
