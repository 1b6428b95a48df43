-- Grain: one row per dated event of a region: an OTT, an activity, a WBK stage or a regulation.
-- event_date is the first day of the known period when date_precision is not 'day'.
-- event_type holds the field's own code (sector, activity type, stage, instrument).
with

ott as (
    select
        incident_id as event_id,
        'ott' as event_kind,
        region_code,
        ott_date as event_date,
        cast(null as date) as end_date,
        date_precision,
        sector as event_type,
        offices_id as title_id,
        offices_en as title_en,
        summary_id as detail_id,
        summary_en as detail_en,
        outcome_id,
        outcome_en,
        source_id,
        reliability
    from stg_ott_incidents
),

activities as (
    select
        activity_id as event_id,
        'activity' as event_kind,
        region_code,
        start_date as event_date,
        end_date,
        date_precision,
        activity_type as event_type,
        title_id,
        title_en,
        organizer as detail_id,
        organizer as detail_en,
        cast(null as varchar) as outcome_id,
        cast(null as varchar) as outcome_en,
        source_id,
        reliability
    from stg_bimtek_activity
),

zones as (
    select
        concat_ws('-', 'wbk', region_code, year, stage, source_id, unit_name) as event_id,
        'wbk' as event_kind,
        region_code,
        make_date(year, 1, 1) as event_date,
        cast(null as date) as end_date,
        'year' as date_precision,
        stage as event_type,
        unit_name as title_id,
        unit_name as title_en,
        note_id as detail_id,
        note_id as detail_en,
        cast(null as varchar) as outcome_id,
        cast(null as varchar) as outcome_en,
        source_id,
        reliability
    from stg_wbk_status
),

regulations as (
    select
        concat_ws('-', 'reg', region_code, year, instrument, regulation_number, title_id)
            as event_id,
        'regulation' as event_kind,
        region_code,
        make_date(year, 1, 1) as event_date,
        cast(null as date) as end_date,
        'year' as date_precision,
        instrument as event_type,
        title_id,
        title_id as title_en,
        concat_ws(' ', instrument, regulation_number) as detail_id,
        concat_ws(' ', instrument, regulation_number) as detail_en,
        cast(null as varchar) as outcome_id,
        cast(null as varchar) as outcome_en,
        source_id,
        reliability
    from stg_regulations
),

all_events as (
    select * from ott
    union all
    select * from activities
    union all
    select * from zones
    union all
    select * from regulations
),

placed as (
    select
        all_events.event_id,
        all_events.event_kind,
        all_events.region_code,
        mart_region.region_label,
        mart_region.province_code,
        all_events.event_date,
        all_events.end_date,
        all_events.date_precision,
        all_events.event_type,
        all_events.title_id,
        all_events.title_en,
        all_events.detail_id,
        all_events.detail_en,
        all_events.outcome_id,
        all_events.outcome_en,
        all_events.source_id,
        all_events.reliability
    from all_events
    inner join mart_region on all_events.region_code = mart_region.region_code
)

select * from placed
order by province_code asc, region_code asc, event_date asc, event_id asc
