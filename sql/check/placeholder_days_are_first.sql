-- Where only the month is known the day is a placeholder, always the first.
select
    event_id,
    event_date,
    date_precision
from mart_event
where date_precision = 'month' and extract(day from event_date) <> 1
