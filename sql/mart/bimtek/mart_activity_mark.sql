-- Grain: one row per activity in a region or OTT of a region (mark_id, lane): what a timeline of
-- both shows. event_id is the same for all rows of a national event, as in mart_activity.
-- What only activities have is null for an OTT. province_label is the label of province_code; a
-- case without a province stands under Indonesia.
with

marks as (
    select
        activity_id as mark_id,
        event_id,
        'activity' as lane,
        kpk_involved,
        region_code,
        region_label,
        province_code,
        year,
        start_date as event_date,
        date_precision,
        activity_type as event_type,
        topic,
        title_id,
        title_en,
        participants,
        [source_id] as source_ids
    from mart_activity
    union all
    select
        event_id as mark_id,
        event_id,
        'ott' as lane,
        cast(null as varchar) as kpk_involved,
        region_code,
        region_label,
        coalesce(province_code, region_code) as province_code,
        cast(extract(year from event_date) as integer) as year,
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
)

select
    marks.*,
    provinces.region_label as province_label
from marks
inner join mart_region as provinces on marks.province_code = provinces.region_code
order by
    marks.event_date desc,
    marks.event_id asc,
    marks.region_code asc,
    marks.mark_id asc
