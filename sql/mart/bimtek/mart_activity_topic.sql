-- Grain: one row per year, topic and type of activity that was found, of all regions.
-- A national event counts once, as its first row says.
with

-- Most events have one row, and need not be looked through for others.
alone as (
    select
        year,
        topic,
        activity_type,
        source_id,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown
    from mart_activity
    where n_event_rows = 1
    group by year, topic, activity_type, source_id
),

numbered as (
    select
        *,
        row_number() over (partition by event_id order by region_code, activity_id) as place
    from mart_activity
    where n_event_rows > 1
),

shared as (
    select * from numbered
    where place = 1
),

counted as (
    select
        year,
        topic,
        activity_type,
        activity_count,
        with_kpk,
        without_kpk,
        kpk_unknown
    from alone
    union all
    select
        year,
        topic,
        activity_type,
        1 as activity_count,
        case when kpk_involved = 'yes' then 1 else 0 end as with_kpk,
        case when kpk_involved = 'no' then 1 else 0 end as without_kpk,
        case when kpk_involved = 'unknown' then 1 else 0 end as kpk_unknown
    from shared
),

counts as (
    select
        year,
        topic,
        activity_type,
        cast(sum(activity_count) as bigint) as activity_count,
        cast(sum(with_kpk) as bigint) as with_kpk,
        cast(sum(without_kpk) as bigint) as without_kpk,
        cast(sum(kpk_unknown) as bigint) as kpk_unknown
    from counted
    group by year, topic, activity_type
),

named as (
    select
        year,
        topic,
        activity_type,
        source_id
    from alone
    union all
    select
        year,
        topic,
        activity_type,
        unnest(source_ids) as source_id
    from shared
),

sources as (
    select
        year,
        topic,
        activity_type,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from named
    group by year, topic, activity_type
)

select
    counts.*,
    sources.source_ids
from counts
inner join sources
    on
        counts.year = sources.year
        and counts.topic = sources.topic
        and counts.activity_type = sources.activity_type
