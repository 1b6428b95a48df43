-- An activity cannot end before it starts.
select
    activity_id,
    start_date,
    end_date
from stg_bimtek_activity
where end_date < start_date
