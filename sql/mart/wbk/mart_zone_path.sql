-- Grain: one row per step of a path. A path belongs to a region and an owner of whom a unit or a
-- group fell short (stage 'belum lolos'); fallen_year is the first such year. Its steps: every
-- stage of those units and of groups of the same region and owner; for a regional government also
-- its coaching, bimtek and zone activities and its scores after fallen_year (known by year only,
-- that year itself cannot be ordered). A stage that the same source tells as a dated activity
-- appears once, as the activity. A sequence in time, not cause and effect.
with

fallen as (
    select * from mart_zone
    where stage = 'belum lolos'
),

paths as (
    select
        region_code,
        owner_type,
        min(year) as fallen_year
    from fallen
    group by region_code, owner_type
),

activities as (
    select
        activity.*,
        paths.owner_type,
        cast(extract(year from activity.start_date) as integer) as year
    from stg_bimtek_activity as activity
    inner join paths on activity.region_code = paths.region_code
    where
        paths.owner_type = 'pemda'
        and extract(year from activity.start_date) > paths.fallen_year
        and (
            activity.topic = 'zona integritas'
            or activity.activity_type in ('pendampingan', 'bimtek')
        )
),

dated_as_activity as (
    select zones.zone_id
    from mart_zone as zones
    inner join activities
        on
            zones.region_code = activities.region_code
            and zones.owner_type = activities.owner_type
            and zones.source_id = activities.source_id
            and zones.stage = activities.activity_type
            and zones.year = activities.year
),

steps as (
    select
        zones.region_code,
        zones.owner_type,
        concat_ws('-', 'stage', zones.year, zones.stage) as step_id,
        1 as step_order,
        'stage' as step_kind,
        make_date(zones.year, 1, 1) as event_date,
        'year' as date_precision,
        zones.stage as event_type,
        cast(null as varchar) as title_id,
        cast(null as varchar) as title_en,
        list_sort(array_agg(distinct zones.unit_name)) as unit_names,
        max(zones.note_id) as note_id,
        bool_or(zones.is_year_inferred) as is_year_inferred,
        cast(null as double) as score,
        cast(null as varchar) as spi_class,
        false as is_disputed,
        array_slice(list_sort(array_agg(distinct zones.source_id)), 1, 60) as source_ids
    from mart_zone as zones
    inner join paths
        on zones.region_code = paths.region_code and zones.owner_type = paths.owner_type
    where
        (zones.is_group or zones.unit_key in (select fallen.unit_key from fallen))
        and zones.zone_id not in (select dated_as_activity.zone_id from dated_as_activity)
    group by zones.region_code, zones.owner_type, zones.year, zones.stage
    union all
    select
        region_code,
        owner_type,
        activity_id as step_id,
        2 as step_order,
        'activity' as step_kind,
        start_date as event_date,
        date_precision,
        activity_type as event_type,
        title_id,
        title_en,
        cast([] as varchar[]) as unit_names,
        cast(null as varchar) as note_id,
        false as is_year_inferred,
        cast(null as double) as score,
        cast(null as varchar) as spi_class,
        false as is_disputed,
        [source_id] as source_ids
    from activities
    union all
    select
        paths.region_code,
        paths.owner_type,
        concat_ws('-', 'score', mart_spi.year) as step_id,
        3 as step_order,
        'score' as step_kind,
        make_date(mart_spi.year, 12, 31) as event_date,
        'year' as date_precision,
        mart_spi.scope as event_type,
        cast(null as varchar) as title_id,
        cast(null as varchar) as title_en,
        cast([] as varchar[]) as unit_names,
        cast(null as varchar) as note_id,
        false as is_year_inferred,
        cast(mart_spi.score as double) as score,
        mart_spi.spi_class,
        mart_spi.is_disputed,
        mart_spi.source_ids
    from paths
    inner join mart_region on paths.region_code = mart_region.region_code
    inner join mart_spi
        on
            mart_region.region_code = mart_spi.region_code
            and mart_region.own_scope = mart_spi.scope
    where
        paths.owner_type = 'pemda'
        and mart_spi.year > paths.fallen_year
),

placed as (
    select
        steps.*,
        mart_region.region_name,
        mart_region.province_code,
        cast(extract(year from steps.event_date) as integer) as year,
        paths.fallen_year
    from steps
    inner join paths
        on steps.region_code = paths.region_code and steps.owner_type = paths.owner_type
    inner join mart_region on steps.region_code = mart_region.region_code
)

select * from placed
