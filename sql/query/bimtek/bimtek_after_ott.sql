-- One row per OTT and activity that came within 365 days after it in the same province, newest OTT
-- first; an OTT without such an activity has one row. A sequence in time, never a cause.
-- Told are the operations of the chosen regions with all that followed, and of other operations in
-- the same province what followed in a chosen region. The span is that of the operations.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes of activities; none stands for all),
-- $most_rows: operations, the newest ones, of n_found; $most_each: activities after one operation,
-- the first ones, of n_followed.
with

operations as (
    select
        event_id as incident_id,
        event_date as ott_date,
        date_precision as ott_date_precision,
        region_code as ott_region_code,
        region_label as ott_region_label,
        title_id as offices_id,
        title_en as offices_en,
        outcome_id,
        outcome_en,
        [source_id] as source_ids,
        array_length($region) = 0
        or list_contains($region, region_code)
        or list_contains($region, province_code) as is_chosen
    from mart_event
    where
        event_kind = 'ott'
        and province_code is not null
        and extract(year from event_date) between $from_year and $year
),

-- Operations of others that something followed in a chosen region.
followed_here as (
    select distinct mart_after_ott.incident_id
    from mart_activity
    inner join mart_after_ott on mart_activity.activity_id = mart_after_ott.activity_id
    where
        list_contains($region, mart_activity.region_code)
        and (
            array_length($activity_type) = 0
            or list_contains($activity_type, mart_activity.activity_type)
        )
        and (array_length($topic) = 0 or list_contains($topic, mart_activity.topic))
        and (array_length($kpk) = 0 or list_contains($kpk, mart_activity.kpk_involved))
),

newest as (
    select
        operations.*,
        count(*) over () as n_found
    from operations
    left join followed_here on operations.incident_id = followed_here.incident_id
    where operations.is_chosen or followed_here.incident_id is not null
    order by operations.ott_date desc, operations.incident_id asc
    limit $most_rows
),

followed as (
    select
        mart_after_ott.incident_id,
        mart_after_ott.activity_id,
        mart_after_ott.days_after,
        mart_activity.event_id,
        mart_activity.start_date as event_date,
        mart_activity.date_precision,
        mart_activity.region_code,
        mart_activity.region_label,
        mart_activity.activity_type,
        mart_activity.title_id,
        mart_activity.title_en,
        mart_activity.kpk_involved,
        mart_activity.participants,
        mart_activity.source_ids as activity_source_ids
    from newest
    inner join mart_after_ott on newest.incident_id = mart_after_ott.incident_id
    inner join mart_activity on mart_after_ott.activity_id = mart_activity.activity_id
    where
        (
            array_length($activity_type) = 0
            or list_contains($activity_type, mart_activity.activity_type)
        )
        and (array_length($topic) = 0 or list_contains($topic, mart_activity.topic))
        and (array_length($kpk) = 0 or list_contains($kpk, mart_activity.kpk_involved))
),

pairs as (
    select
        newest.*,
        followed.activity_id,
        followed.event_id,
        followed.days_after,
        followed.event_date,
        followed.date_precision,
        followed.region_code,
        followed.region_label,
        followed.activity_type,
        followed.title_id,
        followed.title_en,
        followed.kpk_involved,
        followed.participants,
        followed.activity_source_ids
    from newest
    left join followed on newest.incident_id = followed.incident_id
    where newest.is_chosen or list_contains($region, followed.region_code)
),

each_event_once as (
    select *
    from pairs
    qualify
        event_id is null
        or row_number() over (
            partition by incident_id, event_id
            order by region_code, activity_id
        ) = 1
),

counted as (
    select
        * exclude (activity_id),
        count(event_id) over (partition by incident_id) as n_followed
    from each_event_once
)

select * from counted
qualify
    row_number() over (
        partition by incident_id
        order by event_date asc, event_id asc
    ) <= $most_each
order by ott_date desc, incident_id asc, event_date asc, event_id asc
