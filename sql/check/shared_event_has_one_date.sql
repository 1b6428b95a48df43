-- Rows of one national event share its date.
select
    event_key,
    count(distinct start_date) as n_dates
from stg_bimtek_activity
where event_key is not null
group by event_key
having count(distinct start_date) > 1
