-- The digits at the end of a source's id are its short address: they may mean one source only.
select
    split_part(source_id, '-', -1) as digits,
    count(*) as n_sources,
    min(source_id) as first_source,
    max(source_id) as last_source
from stg_sources
group by digits
having count(*) > 1
