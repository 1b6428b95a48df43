-- One row: what is known of one region up to a year beside its newest score: how many facts of each
-- kind, the last OTT, the activities after it, and the survey years without a score.
-- A province comes with its kabupaten and kota. days_until_activity needs two dates known by day.
-- Parameters: $region_code, $scope (of a province), $year.
with

chosen as (
    select
        *,
        case when level = 'provinsi' then cast($scope as varchar) else own_scope end as row_scope
    from mart_region
    where region_code = $region_code
),

events as (
    select mart_event.*
    from mart_event
    inner join chosen
        on
            mart_event.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_event.province_code = chosen.region_code)
    where $year >= extract(year from mart_event.event_date)
),

counts as (
    select
        count(*) filter (where event_kind = 'ott') as ott_count,
        count(*) filter (where event_kind = 'activity') as activity_count,
        count(*) filter (where event_kind = 'wbk') as zone_count,
        count(*) filter (where event_kind = 'regulation') as regulation_count
    from events
),

last_ott as (
    select *
    from events
    where event_kind = 'ott'
    qualify row_number() over (order by event_date desc, event_id asc) = 1
),

-- Of an OTT known by month only, an activity of the same month may have come first.
activities_since as (
    select
        events.*,
        row_number() over (order by events.event_date asc, events.event_id asc) as turn,
        count(*) over () as n_since
    from events
    cross join last_ott
    where
        events.event_kind = 'activity'
        and events.event_date > case
            when last_ott.date_precision = 'day' then last_ott.event_date
            else last_day(last_ott.event_date)
        end
),

first_since as (
    select * from activities_since
    where turn = 1
),

years_without as (
    select coalesce(list_sort(array_agg(stg_spi_survey_years.year)), cast([] as integer[])) as years
    from stg_spi_survey_years
    cross join chosen
    left join mart_spi
        on
            chosen.region_code = mart_spi.region_code
            and chosen.row_scope = mart_spi.scope
            and stg_spi_survey_years.year = mart_spi.year
    where stg_spi_survey_years.year <= $year and mart_spi.score is null
),

profile as (
    select
        chosen.region_code,
        chosen.region_name,
        chosen.level,
        chosen.province_name,
        chosen.row_scope as scope,
        chosen.has_own_government,
        counts.ott_count,
        counts.activity_count,
        counts.zone_count,
        counts.regulation_count,
        years_without.years as years_without_score,
        last_ott.event_date as ott_date,
        last_ott.date_precision as ott_date_precision,
        last_ott.region_label as ott_region_label,
        last_ott.title_id as ott_offices_id,
        last_ott.title_en as ott_offices_en,
        last_ott.outcome_id as ott_outcome_id,
        last_ott.outcome_en as ott_outcome_en,
        coalesce(first_since.n_since, 0) as activities_since_ott,
        first_since.event_date as activity_date,
        first_since.date_precision as activity_date_precision,
        first_since.region_label as activity_region_label,
        first_since.title_id as activity_title_id,
        first_since.title_en as activity_title_en,
        case
            when last_ott.date_precision = 'day' and first_since.date_precision = 'day'
                then date_diff('day', last_ott.event_date, first_since.event_date)
        end as days_until_activity,
        list_concat(
            case
                when last_ott.source_id is null then cast([] as varchar[])
                else [last_ott.source_id]
            end,
            case
                when first_since.source_id is null then cast([] as varchar[])
                else [first_since.source_id]
            end
        ) as source_ids
    from chosen
    cross join counts
    cross join years_without
    left join last_ott on true
    left join first_since on true
)

select * from profile
