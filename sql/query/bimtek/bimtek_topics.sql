-- Grain: one row per topic and type of activity that the list knows: how many were found.
-- A national event counts once. A pair of which none was found has no number: it is not zero.
-- topic_total repeats the number of the topic on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

-- Without a choice the years are counted already.
chosen as not materialized (
    select *
    from mart_activity
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
        and array_length($region) + array_length($activity_type) + array_length($topic)
        + array_length($kpk) > 0
),

-- Most events have one row and one source: they are counted by source at once. The few others are
-- looked through for the first row of each.
activities as (
    select
        activity_type,
        topic,
        [source_id] as source_ids,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown
    from chosen
    where n_event_rows = 1
    group by activity_type, topic, source_id
    union all
    select
        activity_type,
        topic,
        source_ids,
        cast(1 as bigint) as activity_count,
        cast(case when kpk_involved = 'yes' then 1 else 0 end as bigint) as with_kpk,
        cast(case when kpk_involved = 'no' then 1 else 0 end as bigint) as without_kpk,
        cast(case when kpk_involved = 'unknown' then 1 else 0 end as bigint) as kpk_unknown
    from chosen
    where n_event_rows > 1
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
    union all
    select
        activity_type,
        topic,
        source_ids,
        activity_count,
        with_kpk,
        without_kpk,
        kpk_unknown
    from mart_activity_topic
    where
        year between $from_year and $year
        and array_length($region) + array_length($activity_type) + array_length($topic)
        + array_length($kpk) = 0
),

named as (
    select distinct
        topic,
        activity_type,
        unnest(source_ids) as source_id
    from activities
),

sources as (
    select
        topic,
        activity_type,
        array_slice(list_sort(array_agg(source_id)), 1, 60) as source_ids
    from named
    group by topic, activity_type
),

counts as (
    select
        topic,
        activity_type,
        cast(sum(activity_count) as bigint) as activity_count,
        cast(sum(with_kpk) as bigint) as with_kpk,
        cast(sum(without_kpk) as bigint) as without_kpk,
        cast(sum(kpk_unknown) as bigint) as kpk_unknown
    from activities
    group by topic, activity_type
)

select
    kinds.topic,
    kinds.activity_type,
    counts.activity_count,
    counts.with_kpk,
    counts.without_kpk,
    counts.kpk_unknown,
    cast(sum(counts.activity_count) over (partition by kinds.topic) as bigint) as topic_total,
    sources.source_ids
from mart_activity_kind as kinds
left join counts on kinds.topic = counts.topic and kinds.activity_type = counts.activity_type
left join sources on kinds.topic = sources.topic and kinds.activity_type = sources.activity_type
where
    (array_length($activity_type) = 0 or list_contains($activity_type, kinds.activity_type))
    and (array_length($topic) = 0 or list_contains($topic, kinds.topic))
-- Of the asked topics only those that have an asked type in some year or region, and the reverse.
qualify
    sum(kinds.activity_count) over (partition by kinds.topic) > 0
    and sum(kinds.activity_count) over (partition by kinds.activity_type) > 0
order by kinds.topic, kinds.activity_type
