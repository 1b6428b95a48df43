-- Grain: one row per topic and type of activity that the list knows, also where no activity has
-- both: activity_count is zero there, which says nothing of what was held.
-- A national event counts once.
with

topics as (
    select distinct topic
    from mart_activity
),

types as (
    select distinct activity_type
    from mart_activity
)

select
    topics.topic,
    types.activity_type,
    count(distinct mart_activity.event_id) as activity_count
from topics
cross join types
left join mart_activity
    on
        topics.topic = mart_activity.topic
        and types.activity_type = mart_activity.activity_type
group by topics.topic, types.activity_type
