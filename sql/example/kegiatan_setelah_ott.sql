-- Activities within a year after an operation in the same province: a sequence, not a cause.
-- Activities are a sample: never rank regions by them.
select
    operations.province_code,
    operations.event_date as ott_date,
    operations.title_id as offices_id,
    activities.event_date as activity_date,
    activities.region_label,
    activities.title_id as activity_title_id,
    activities.source_id
from mart_event as operations
inner join mart_event as activities
    on
        operations.province_code = activities.province_code
        and operations.event_date < activities.event_date
        and operations.event_date + interval 1 year >= activities.event_date
where
    operations.event_kind = 'ott'
    and activities.event_kind = 'activity'
    and operations.date_precision = 'day'
    and activities.date_precision = 'day'
order by ott_date desc, activity_date asc, operations.event_id asc, activities.event_id asc
