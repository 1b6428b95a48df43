-- Grain: one row per activity in a region or OTT of a region, on the track of the chosen region
-- that it belongs to; without a choice on that of its province. A national event stands on the
-- track of each region in which it was seen, under one event_id.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes of activities; none stands for all).
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

marks as not materialized (
    select
        case when list_contains($region, region_code) then region_code else province_code end
            as track_code,
        case when list_contains($region, region_code) then region_label else province_label end
            as track_label,
        lane,
        kpk_involved,
        event_id,
        event_date,
        date_precision,
        region_code,
        region_label,
        event_type,
        topic,
        title_id,
        title_en,
        participants,
        source_ids
    from mart_activity_mark
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (
            lane = 'ott'
            or (
                (array_length($activity_type) = 0 or list_contains($activity_type, event_type))
                and (array_length($topic) = 0 or list_contains($topic, topic))
                and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
            )
        )
),

found as (
    select count(*) as n_found
    from marks
),

-- The table lies in this order: only its first rows are read.
newest as (
    select *
    from marks
    order by event_date desc, event_id asc, region_code asc
    limit $most_rows
)

select
    newest.*,
    found.n_found
from newest
cross join found
order by track_code, event_date, lane, event_id, region_code
