-- One row: how many activities have been found, a national event counted once; with whom, and how
-- many people took part where a report says so (participants_total sums only what is stated).
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

-- Most events have one row, and need not be looked through for others; a common table of both
-- would be written out first, which takes ten times as long.
activities as (
    select
        kpk_involved,
        participants,
        event_region_codes
    from mart_activity
    where
        n_event_rows = 1
        and year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
    union all
    select
        kpk_involved,
        participants,
        event_region_codes
    from mart_activity
    where
        n_event_rows > 1
        and year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
)

select
    count(*) as activity_count,
    count(*) filter (where array_length(event_region_codes) > 1) as shared_count,
    count(*) filter (where kpk_involved = 'yes') as with_kpk,
    count(*) filter (where kpk_involved = 'no') as without_kpk,
    count(*) filter (where kpk_involved = 'unknown') as kpk_unknown,
    count(participants) as participants_known,
    sum(participants) as participants_total
from activities
