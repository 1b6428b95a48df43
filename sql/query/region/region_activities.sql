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

previous_ott as (
    select
        activities.event_id,
        max(operations.event_date) as ott_date,
        arg_max(operations.date_precision, operations.event_date) as ott_date_precision
    from events as activities
    inner join events as operations
        on
            activities.event_date > operations.event_date
            and operations.event_kind = 'ott'
    where activities.event_kind = 'activity'
    group by activities.event_id
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
    left join previous_ott on events.event_id = previous_ott.event_id
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
