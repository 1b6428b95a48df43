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

events as (
    select
        activities.event_id,
        array_agg(mart_region.region_code order by mart_region.region_code) as region_codes,
        array_agg(mart_region.region_label order by mart_region.region_code) as region_labels,
        array_agg(distinct activities.source_id order by activities.source_id) as source_ids
    from activities
    inner join mart_region on activities.region_code = mart_region.region_code
    group by activities.event_id
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
        events.region_codes as event_region_codes,
        events.region_labels as event_region_labels,
        events.source_ids
    from activities
    inner join mart_region on activities.region_code = mart_region.region_code
    inner join events on activities.event_id = events.event_id
)

select * from placed
