-- Grain: one row per topic and type of activity that the list knows: how many were found.
-- A national event counts once. A pair of which none was found has no number: it is not zero.
-- topic_total repeats the number of the topic on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

chosen as (
    select
        event_id,
        region_code,
        activity_id,
        n_event_rows,
        activity_type,
        topic,
        kpk_involved,
        source_ids
    from mart_activity
    where
        year between $from_year and $year
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
),

-- Most events have one row, and need not be looked through for others.
activities as (
    select * from chosen
    where n_event_rows = 1
    union all
    select * from chosen
    where n_event_rows > 1
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
),

counts as (
    select
        topic,
        activity_type,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown,
        array_slice(list_sort(list_distinct(flatten(array_agg(source_ids)))), 1, 60) as source_ids
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
    counts.source_ids
from mart_activity_kind as kinds
left join counts on kinds.topic = counts.topic and kinds.activity_type = counts.activity_type
where
    (array_length($activity_type) = 0 or list_contains($activity_type, kinds.activity_type))
    and (array_length($topic) = 0 or list_contains($topic, kinds.topic))
-- Of the asked topics only those that have an asked type in some year or region, and the reverse.
qualify
    sum(kinds.activity_count) over (partition by kinds.topic) > 0
    and sum(kinds.activity_count) over (partition by kinds.activity_type) > 0
order by kinds.topic, kinds.activity_type
