-- Grain: one row per activity in a region or OTT of a region, on the track of the chosen region
-- that it belongs to; without a choice on that of its province. A national event stands on the
-- track of each region in which it was seen, under one event_id.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes of activities; none stands for all).
with

activities as (
    select
        event_id,
        'activity' as lane,
        kpk_involved,
        region_code,
        region_label,
        province_code,
        start_date as event_date,
        date_precision,
        activity_type as event_type,
        topic,
        title_id,
        title_en,
        participants,
        [source_id] as source_ids
    from mart_activity
    where
        (
            array_length(cast($activity_type as varchar[])) = 0
            or list_contains($activity_type, activity_type)
        )
        and (array_length(cast($topic as varchar[])) = 0 or list_contains($topic, topic))
        and (array_length(cast($kpk as varchar[])) = 0 or list_contains($kpk, kpk_involved))
),

operations as (
    select
        event_id,
        'ott' as lane,
        cast(null as varchar) as kpk_involved,
        region_code,
        region_label,
        coalesce(province_code, region_code) as province_code,
        event_date,
        date_precision,
        event_type,
        cast(null as varchar) as topic,
        title_id,
        title_en,
        cast(null as integer) as participants,
        [source_id] as source_ids
    from mart_event
    where event_kind = 'ott'
),

all_marks as (
    select * from activities
    union all
    select * from operations
),

chosen as (
    select
        *,
        case
            when list_contains($region, region_code) then region_code
            else province_code
        end as track_code
    from all_marks
    where
        extract(year from event_date) between $from_year and $year
        and (
            array_length(cast($region as varchar[])) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
),

placed as (
    select
        chosen.track_code,
        tracks.region_label as track_label,
        chosen.lane,
        chosen.kpk_involved,
        chosen.event_id,
        chosen.event_date,
        chosen.date_precision,
        chosen.region_code,
        chosen.region_label,
        chosen.event_type,
        chosen.topic,
        chosen.title_id,
        chosen.title_en,
        chosen.participants,
        chosen.source_ids
    from chosen
    inner join mart_region as tracks on chosen.track_code = tracks.region_code
)

select * from placed
order by track_code, event_date, lane, event_id, region_code
