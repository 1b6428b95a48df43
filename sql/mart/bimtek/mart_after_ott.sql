-- Grain: one row per OTT and activity in a region of the same province that surely came within 365
-- days after it: a sequence in time, never a cause.
-- days_after is known where both dates are known by day. Of a date known by month only, the whole
-- month has to lie after the OTT and within the 365 days.
-- All activities of an OTT are listed while they are fewer than about a million rows in all;
-- beyond that the first ones of each OTT, at least twenty.
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
    where mart_region.province_code is not null
),

-- Numbered in time within a province, so that what follows an OTT is a span of numbers.
activities as (
    select
        activity_id,
        event_id,
        province_code,
        date_precision,
        start_date as first_day,
        case when date_precision = 'day' then start_date else last_day(start_date) end as final_day,
        row_number() over (
            partition by province_code
            order by start_date asc, activity_id asc
        ) as place
    from mart_activity
),

days as (
    select
        province_code,
        first_day as day,
        count(*) as n_activities
    from activities
    group by province_code, first_day
    union all
    select
        province_code,
        final_day as day,
        cast(0 as bigint) as n_activities
    from operations
    union all
    select
        province_code,
        cast(first_day + interval 365 day as date) as day,
        cast(0 as bigint) as n_activities
    from operations
),

each_day as (
    select
        province_code,
        day,
        sum(n_activities) as n_activities
    from days
    group by province_code, day
),

passed as (
    select
        province_code,
        day,
        cast(
            sum(n_activities) over (
                partition by province_code
                order by day
                rows between unbounded preceding and current row
            ) as bigint
        ) as n_activities
    from each_day
),

most as (
    select cast(round(greatest(20, cast(1000000 as double) / count(*))) as bigint) as n_activities
    from operations
),

spans as (
    select
        operations.*,
        begun.n_activities + 1 as from_place,
        least(ended.n_activities, begun.n_activities + most.n_activities) as to_place
    from operations
    cross join most
    inner join passed as begun
        on operations.province_code = begun.province_code and operations.final_day = begun.day
    inner join passed as ended
        on
            operations.province_code = ended.province_code
            and cast(operations.first_day + interval 365 day as date) = ended.day
    where ended.n_activities > begun.n_activities
),

places as (
    select
        incident_id,
        province_code,
        date_precision,
        first_day,
        unnest(generate_series(from_place, to_place)) as place
    from spans
),

pairs as (
    select
        places.incident_id,
        activities.activity_id,
        activities.event_id,
        case
            when places.date_precision = 'day' and activities.date_precision = 'day'
                then date_diff('day', places.first_day, activities.first_day)
        end as days_after
    from places
    inner join activities
        on places.province_code = activities.province_code and places.place = activities.place
    where date_diff('day', places.first_day, activities.final_day) <= 365
)

select * from pairs
