-- One row per activity found, newest first; a national event once, with all its regions.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
-- $most_rows: only so many are here, the newest ones.
with

chosen as not materialized (
    select *
    from mart_activity
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
),

-- Most events have one row, and need not be looked through for others. The table lies in this
-- order: only its first rows are read.
alone as (
    select *
    from chosen
    where n_event_rows = 1
    order by start_date desc, event_id asc
    limit $most_rows
),

first_rows as (
    select
        activity_id,
        event_id,
        start_date
    from chosen
    where n_event_rows > 1
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
),

newest_shared as (
    select *
    from first_rows
    order by start_date desc, event_id asc
    limit $most_rows
),

shared as (
    select mart_activity.*
    from mart_activity
    inner join newest_shared
        on
            mart_activity.start_date = newest_shared.start_date
            and mart_activity.activity_id = newest_shared.activity_id
),

events as (
    select * from alone
    union all
    select * from shared
)

select
    event_id,
    start_date as event_date,
    end_date,
    date_precision,
    event_region_codes,
    event_region_labels,
    activity_type,
    topic,
    title_id,
    title_en,
    organizer,
    kpk_involved,
    venue_city,
    participants,
    audience_id,
    source_ids
from events
order by start_date desc, event_id asc
limit $most_rows
