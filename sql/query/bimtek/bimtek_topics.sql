-- Grain: one row per topic and type of activity that the list knows: how many were found.
-- A national event counts once. A pair of which none was found has no number: it is not zero.
-- topic_total repeats the number of the topic on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

-- Most events have one row and one source: they are counted by source at once. The few others are
-- looked through for the first row of each.
activities as (
    select
        activity_type,
        topic,
        kpk_involved,
        [source_id] as source_ids,
        count(*) as n_events
    from mart_activity
    where
        n_event_rows = 1
        and year between $from_year and $year
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
    group by activity_type, topic, kpk_involved, source_id
    union all
    select
        activity_type,
        topic,
        kpk_involved,
        source_ids,
        cast(1 as bigint) as n_events
    from mart_activity
    where
        n_event_rows > 1
        and year between $from_year and $year
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
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
        cast(sum(n_events) as bigint) as activity_count,
        cast(
            sum(case when kpk_involved = 'yes' then n_events else 0 end) as bigint
        ) as with_kpk,
        cast(
            sum(case when kpk_involved = 'no' then n_events else 0 end) as bigint
        ) as without_kpk,
        cast(
            sum(case when kpk_involved = 'unknown' then n_events else 0 end) as bigint
        ) as kpk_unknown
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
