-- The span of years that integrity zones are known of: stages of units and national counts.
with

known as (
    select year from stg_wbk_status
    union all
    select year from stg_wbk_yearly
)

select
    min(year) as first_year,
    max(year) as last_year
from known
