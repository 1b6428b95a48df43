-- Grain: one row per activity in a region.
-- event_id is the same for all rows of a national event that was seen in several regions: to count
-- events, count it once. event_region_codes, event_region_labels and source_ids are of the event.
with

activities as (
    select
        *,
        coalesce(event_key, activity_id) as event_id
    from stg_bimtek_activity
),

-- Most activities are an event of their own: only the others need lists to be made.
counts as (
    select
        activities.event_id,
        count(*) as n_event_rows
    from activities
    inner join mart_region on activities.region_code = mart_region.region_code
    group by activities.event_id
),

seen_in as (
    select
        activities.event_id,
        counts.n_event_rows,
        list_sort(
            array_agg(
                {
                    'region_code': cast(mart_region.region_code as varchar),
                    'region_label': cast(mart_region.region_label as varchar)
                }
            )
        ) as regions,
        array_slice(list_sort(array_agg(distinct activities.source_id)), 1, 60) as source_ids
    from activities
    inner join counts on activities.event_id = counts.event_id and counts.n_event_rows > 1
    inner join mart_region on activities.region_code = mart_region.region_code
    group by activities.event_id, counts.n_event_rows
),

events as (
    select
        seen_in.event_id,
        seen_in.n_event_rows,
        list_transform(seen_in.regions, lambda entry: entry.region_code) as region_codes,
        list_transform(seen_in.regions, lambda entry: entry.region_label) as region_labels,
        seen_in.source_ids
    from seen_in
),

placed as (
    select
        activities.activity_id,
        activities.event_id,
        activities.start_date,
        activities.end_date,
        activities.date_precision,
        cast(extract(year from activities.start_date) as integer) as year,
        cast(extract(month from activities.start_date) as integer) as month,
        activities.region_code,
        mart_region.region_label,
        coalesce(mart_region.province_code, mart_region.region_code) as province_code,
        activities.activity_type,
        activities.topic,
        activities.title_id,
        activities.title_en,
        activities.organizer,
        activities.kpk_involved,
        activities.venue_city,
        activities.participants,
        activities.audience_id,
        activities.source_id,
        activities.reliability,
        coalesce(events.n_event_rows, 1) as n_event_rows,
        coalesce(events.region_codes, [activities.region_code]) as event_region_codes,
        coalesce(events.region_labels, [mart_region.region_label]) as event_region_labels,
        coalesce(events.source_ids, [activities.source_id]) as source_ids
    from activities
    inner join mart_region on activities.region_code = mart_region.region_code
    left join events on activities.event_id = events.event_id
)

select * from placed
order by start_date desc, event_id asc, region_code asc, activity_id asc
