-- Grain: one row per topic and type of activity that the list knows: how many were found.
-- A national event counts once. A pair of which none was found has no number: it is not zero.
-- topic_total repeats the number of the topic on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

named as (
    select
        event_id,
        activity_id,
        year,
        region_code,
        province_code,
        activity_type,
        topic,
        kpk_involved,
        source_ids
    from mart_activity
    where
        (
            array_length(cast($activity_type as varchar[])) = 0
            or list_contains($activity_type, activity_type)
        )
        and (array_length(cast($topic as varchar[])) = 0 or list_contains($topic, topic))
),

activities as (
    select
        activity_type,
        topic,
        kpk_involved,
        source_ids
    from named
    where
        year between $from_year and $year
        and (
            array_length(cast($region as varchar[])) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length(cast($kpk as varchar[])) = 0 or list_contains($kpk, kpk_involved))
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
),

topics as (
    select distinct topic
    from named
),

types as (
    select distinct activity_type
    from named
),

counts as (
    select
        topic,
        activity_type,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown,
        list_sort(list_distinct(flatten(list(source_ids)))) as source_ids
    from activities
    group by topic, activity_type
),

grid as (
    select
        topics.topic,
        types.activity_type,
        counts.activity_count,
        counts.with_kpk,
        counts.without_kpk,
        counts.kpk_unknown,
        sum(counts.activity_count) over (partition by topics.topic) as topic_total,
        counts.source_ids
    from topics
    cross join types
    left join counts
        on topics.topic = counts.topic and types.activity_type = counts.activity_type
)

select * from grid
order by topic, activity_type
