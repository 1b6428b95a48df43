-- One row per activity of a region up to a year, newest first; a province comes with its parts.
-- days_since_ott counts from the last OTT found before in the same region, where both dates are
-- known by day: a sequence in time.
-- Parameters: $region_code, $year.
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

events as (
    select mart_event.*
    from mart_event
    inner join mart_region as chosen
        on
            mart_event.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_event.province_code = chosen.region_code)
    where
        chosen.region_code = $region_code
        and $year >= extract(year from mart_event.event_date)
),

-- By days, which are few: the pairs of all activities and operations would be too many.
operations as (
    select
        event_date as ott_date,
        min(date_precision) as ott_date_precision
    from events
    where event_kind = 'ott'
    group by event_date
),

activity_days as (
    select distinct event_date
    from events
    where event_kind = 'activity'
),

previous_days as (
    select
        activity_days.event_date,
        max(operations.ott_date) as ott_date
    from activity_days
    inner join operations on activity_days.event_date > operations.ott_date
    group by activity_days.event_date
),

previous_ott as (
    select
        previous_days.event_date,
        operations.ott_date,
        operations.ott_date_precision
    from previous_days
    inner join operations on previous_days.ott_date = operations.ott_date
),

activities as (
    select
        events.event_id,
        events.event_date,
        events.date_precision,
        events.region_code,
        events.region_label,
        events.event_type,
        events.title_id,
        events.title_en,
        events.detail_id as organizer,
        case
            when events.date_precision = 'day' and previous_ott.ott_date_precision = 'day'
                then date_diff('day', previous_ott.ott_date, events.event_date)
        end as days_since_ott,
        [events.source_id] as source_ids
    from events
    left join previous_ott on events.event_date = previous_ott.event_date
    where events.event_kind = 'activity'
),

newest as (
    select
        *,
        count(*) over () as n_found
    from activities
    order by event_date desc, event_id asc
    limit $most_rows
)

select * from newest
order by event_date desc, event_id asc
