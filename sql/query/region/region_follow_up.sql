-- Grain: one row per chosen region with what may be followed up: what has not been found, and units
-- of integrity zones that fell short and have not been found to pass since. Facts, not causes.
-- years_without_score: survey years up to $year, from the first of a young province on, without a
-- found score of its own.
-- open_units: with the year in which they fell short; source_ids are theirs, the rest is what was
-- not found and has none.
-- n_parts, n_parts_without_score: a province's governments of kabupaten and kota, in $year.
-- subjects_without_regulation: on which no regulation of its own was found up to $event_year.
-- years_without_activity: between $activity_from_year and $activity_to_year, in the whole region.
-- Parameters: $region (codes), $scope (of provinces), $year, $activity_from_year,
-- $activity_to_year, $event_year.
with

chosen_regions as (
    select * from mart_region_scope
    where list_contains($region, region_code) and asked_scope = $scope
),

missing_scores as (
    select
        chosen_regions.region_code,
        list_sort(array_agg(stg_spi_survey_years.year)) as years
    from chosen_regions
    cross join stg_spi_survey_years
    left join mart_spi
        on
            chosen_regions.region_code = mart_spi.region_code
            and chosen_regions.scope = mart_spi.scope
            and stg_spi_survey_years.year = mart_spi.year
    where
        stg_spi_survey_years.year <= $year
        and stg_spi_survey_years.year >= coalesce(chosen_regions.first_year, 0)
        and chosen_regions.has_own_government
        and mart_spi.score is null
    group by chosen_regions.region_code
),

parts as (
    select
        chosen_regions.region_code,
        count(*) as n_parts,
        count(*) filter (where mart_spi.score is null) as n_without_score
    from chosen_regions
    inner join mart_region
        on
            chosen_regions.region_code = mart_region.province_code
            and mart_region.level <> 'provinsi'
            and mart_region.has_own_government
    left join mart_spi
        on
            mart_region.region_code = mart_spi.region_code
            and mart_region.own_scope = mart_spi.scope
            and mart_spi.year = $year
    where chosen_regions.level = 'provinsi'
    group by chosen_regions.region_code
),

fallen_units as (
    select
        zones.region_code,
        zones.province_code,
        zones.unit_key,
        zones.unit_name,
        max(zones.year) as year,
        array_slice(list_sort(array_agg(distinct zones.source_id)), 1, 60) as source_ids
    from mart_zone as zones
    where zones.stage = 'belum lolos' and zones.year <= $event_year
    group by zones.region_code, zones.province_code, zones.unit_key, zones.unit_name
),

passed_units as (
    select
        unit_key,
        max(year) as year
    from mart_zone
    where stage in ('wbk', 'wbbm') and year <= $event_year
    group by unit_key
),

open_units as (
    select
        chosen_regions.region_code,
        list_sort(
            array_agg(distinct fallen_units.unit_name || ' (' || fallen_units.year || ')')
        ) as units,
        array_slice(
            list_sort(list_distinct(flatten(array_agg(fallen_units.source_ids)))), 1, 60
        ) as source_ids
    from chosen_regions
    inner join fallen_units
        on
            chosen_regions.region_code = fallen_units.region_code
            or (
                chosen_regions.level = 'provinsi'
                and chosen_regions.region_code = fallen_units.province_code
            )
    left join passed_units on fallen_units.unit_key = passed_units.unit_key
    where passed_units.year is null or passed_units.year < fallen_units.year
    group by chosen_regions.region_code
),

missing_regulations as (
    select
        region_code,
        list_sort(array_agg(subject)) as subjects
    from
        (
            select
                chosen_regions.region_code,
                subjects.subject
            from chosen_regions
            inner join mart_regulation_subject as subjects
                on chosen_regions.region_code = subjects.region_code
            where
                chosen_regions.has_own_government
                -- The rest is no subject that a government can be expected to have a regulation on.
                and subjects.subject <> 'lainnya'
            group by chosen_regions.region_code, subjects.subject
            having
                coalesce(
                    sum(subjects.regulation_count) filter (where subjects.year <= $event_year), 0
                ) = 0
        ) as without
    group by region_code
),

activity_years as (
    select distinct
        chosen_regions.region_code,
        cast(extract(year from mart_event.event_date) as integer) as year
    from chosen_regions
    inner join mart_event
        on
            mart_event.event_kind = 'activity'
            and (
                chosen_regions.region_code = mart_event.region_code
                or (
                    chosen_regions.level = 'provinsi'
                    and chosen_regions.region_code = mart_event.province_code
                )
            )
),

known_years as (
    select distinct cast(extract(year from event_date) as integer) as year
    from mart_event
    where event_kind = 'activity'
),

missing_activities as (
    select
        chosen_regions.region_code,
        list_sort(array_agg(known_years.year)) as years
    from chosen_regions
    cross join known_years
    left join activity_years
        on
            chosen_regions.region_code = activity_years.region_code
            and known_years.year = activity_years.year
    where
        known_years.year between $activity_from_year and $activity_to_year
        and activity_years.year is null
    group by chosen_regions.region_code
)

select
    chosen_regions.region_code,
    chosen_regions.region_label,
    chosen_regions.level,
    chosen_regions.scope,
    coalesce(missing_scores.years, cast([] as integer[])) as years_without_score,
    coalesce(parts.n_parts, 0) as n_parts,
    coalesce(parts.n_without_score, 0) as n_parts_without_score,
    coalesce(open_units.units, cast([] as varchar[])) as open_units,
    coalesce(open_units.source_ids, cast([] as varchar[])) as source_ids,
    coalesce(missing_regulations.subjects, cast([] as varchar[])) as subjects_without_regulation,
    coalesce(missing_activities.years, cast([] as integer[])) as years_without_activity
from chosen_regions
left join missing_scores on chosen_regions.region_code = missing_scores.region_code
left join parts on chosen_regions.region_code = parts.region_code
left join open_units on chosen_regions.region_code = open_units.region_code
left join missing_regulations on chosen_regions.region_code = missing_regulations.region_code
left join missing_activities on chosen_regions.region_code = missing_activities.region_code
order by array_position($region, chosen_regions.region_code)
