-- Two spans of one table must not overlap: a year would be complete and partial at once.
select
    earlier.table_name,
    earlier.from_year,
    earlier.to_year,
    later.from_year as later_from_year
from stg_coverage as earlier
inner join stg_coverage as later
    on
        earlier.table_name = later.table_name
        and earlier.from_year < later.from_year
        and earlier.to_year >= later.from_year
union all
select
    reversed.table_name,
    reversed.from_year,
    reversed.to_year,
    cast(null as integer) as later_from_year
from stg_coverage as reversed
where reversed.from_year > reversed.to_year
