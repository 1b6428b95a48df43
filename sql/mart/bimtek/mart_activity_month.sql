-- Grain: one row per year and month in which an activity was found, of all regions and kinds.
-- A national event counts once, as its first row says; shared_count of them were seen in several
-- regions. participants_total sums only what is stated.
with

-- Most events have one row, and need not be looked through for others.
alone as (
    select
        year,
        month,
        source_id,
        cast(0 as bigint) as shared_count,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown,
        count(participants) as participants_known,
        cast(sum(participants) as bigint) as participants_total
    from mart_activity
    where n_event_rows = 1
    group by year, month, source_id
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
        month,
        shared_count,
        activity_count,
        with_kpk,
        without_kpk,
        kpk_unknown,
        participants_known,
        participants_total
    from alone
    union all
    select
        year,
        month,
        case when array_length(event_region_codes) > 1 then 1 else 0 end as shared_count,
        1 as activity_count,
        case when kpk_involved = 'yes' then 1 else 0 end as with_kpk,
        case when kpk_involved = 'no' then 1 else 0 end as without_kpk,
        case when kpk_involved = 'unknown' then 1 else 0 end as kpk_unknown,
        case when participants is not null then 1 else 0 end as participants_known,
        participants as participants_total
    from shared
),

counts as (
    select
        year,
        month,
        cast(sum(activity_count) as bigint) as activity_count,
        cast(sum(shared_count) as bigint) as shared_count,
        cast(sum(with_kpk) as bigint) as with_kpk,
        cast(sum(without_kpk) as bigint) as without_kpk,
        cast(sum(kpk_unknown) as bigint) as kpk_unknown,
        cast(sum(participants_known) as bigint) as participants_known,
        cast(sum(participants_total) as bigint) as participants_total
    from counted
    group by year, month
),

named as (
    select
        year,
        month,
        source_id
    from alone
    union all
    select
        year,
        month,
        unnest(source_ids) as source_id
    from shared
),

sources as (
    select
        year,
        month,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from named
    group by year, month
)

select
    counts.*,
    sources.source_ids
from counts
inner join sources on counts.year = sources.year and counts.month = sources.month
