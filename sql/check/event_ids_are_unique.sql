-- An event stands once.
select
    event_id,
    count(*) as n_rows
from mart_event
group by event_id
having count(*) > 1
