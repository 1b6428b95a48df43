-- The national index of a year, where it is known: what scores of any kind can be held against.
-- Parameters: $year.
select
    scope,
    year,
    cast(score as double) as score,
    is_disputed,
    source_ids
from mart_spi
where scope = 'nasional' and region_code = '00' and year = $year
