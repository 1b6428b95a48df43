-- One row per region: registered people at a date.
select
    region_code,
    cast(as_of as date) as population_date,
    cast(population as bigint) as population,
    source_id
from raw_population
