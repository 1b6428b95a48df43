-- Activities within a year after an operation in the same province: a sequence, not a cause.
-- Activities are a sample: never rank regions by them.
with

operations as (
    select *
    from mart_event
    where event_kind = 'ott' and date_precision = 'day'
    order by event_date desc, event_id asc
    limit 200
),

activities as (
    select *
    from mart_event
    where event_kind = 'activity' and date_precision = 'day'
)

select
    operations.province_code,
    operations.event_date as ott_date,
    operations.title_id as offices_id,
    activities.event_date as activity_date,
    activities.region_label,
    activities.title_id as activity_title_id,
    activities.source_id
from operations
inner join activities
    on
        operations.province_code = activities.province_code
        and operations.event_date < activities.event_date
        and operations.event_date + interval 1 year >= activities.event_date
order by ott_date desc, activity_date asc, operations.event_id asc, activities.event_id asc
