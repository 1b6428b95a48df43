-- One row per training or prevention activity in a region.
select
    activity_id,
    event_key,
    cast(start_date as date) as start_date,
    date_precision,
    cast(end_date as date) as end_date,
    region_code,
    activity_type,
    topic,
    title_id,
    title_en,
    organizer,
    kpk_involved,
    venue_city,
    cast(participants as integer) as participants,
    audience_id,
    source_id,
    reliability
from raw_bimtek_activity
