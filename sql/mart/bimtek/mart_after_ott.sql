-- Grain: one row per OTT and activity in a region of the same province that surely came within 365
-- days after it: a sequence in time, never a cause.
-- days_after is known where both dates are known by day. Of a date known by month only, the whole
-- month has to lie after the OTT and within the 365 days.
with

operations as (
    select
        stg_ott_incidents.incident_id,
        mart_region.province_code,
        stg_ott_incidents.date_precision,
        stg_ott_incidents.ott_date as first_day,
        case
            when stg_ott_incidents.date_precision = 'day' then stg_ott_incidents.ott_date
            else last_day(stg_ott_incidents.ott_date)
        end as final_day
    from stg_ott_incidents
    inner join mart_region on stg_ott_incidents.region_code = mart_region.region_code
),

activities as (
    select
        activity_id,
        event_id,
        province_code,
        date_precision,
        start_date as first_day,
        case when date_precision = 'day' then start_date else last_day(start_date) end as final_day
    from mart_activity
),

pairs as (
    select
        operations.incident_id,
        activities.activity_id,
        activities.event_id,
        case
            when operations.date_precision = 'day' and activities.date_precision = 'day'
                then date_diff('day', operations.first_day, activities.first_day)
        end as days_after
    from operations
    inner join activities
        on
            operations.province_code = activities.province_code
            and operations.final_day < activities.first_day
            and date_diff('day', operations.first_day, activities.final_day) <= 365
)

select * from pairs
