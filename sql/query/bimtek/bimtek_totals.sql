-- One row: how many activities have been found, a national event counted once; with whom, and how
-- many people took part where a report says so (participants_total sums only what is stated).
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

-- Without a choice the months are counted already.
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

-- Most events have one row, and need not be looked through for others.
activities as (
    select
        kpk_involved,
        participants,
        event_region_codes
    from chosen
    where n_event_rows = 1
    union all
    select
        kpk_involved,
        participants,
        event_region_codes
    from chosen
    where n_event_rows > 1
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
),

months as (
    select
        count(*) as activity_count,
        count(*) filter (where array_length(event_region_codes) > 1) as shared_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown,
        count(participants) as participants_known,
        cast(sum(participants) as bigint) as participants_total
    from activities
    union all
    select
        activity_count,
        shared_count,
        with_kpk,
        without_kpk,
        kpk_unknown,
        participants_known,
        participants_total
    from mart_activity_month
    where
        year between $from_year and $year
        and array_length($region) + array_length($activity_type) + array_length($topic)
        + array_length($kpk) = 0
)

select
    cast(sum(activity_count) as bigint) as activity_count,
    cast(sum(shared_count) as bigint) as shared_count,
    cast(sum(with_kpk) as bigint) as with_kpk,
    cast(sum(without_kpk) as bigint) as without_kpk,
    cast(sum(kpk_unknown) as bigint) as kpk_unknown,
    cast(sum(participants_known) as bigint) as participants_known,
    sum(participants_total) as participants_total
from months
