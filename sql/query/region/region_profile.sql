-- One row: what is known of one region: its score of a year, a newer one beside it, how many facts
-- of each kind up to the last year, the operations of a window, the last OTT, the activities after
-- it, and the survey years without a score.
-- A province comes with its kabupaten and kota. days_until_activity needs two dates known by day.
-- Parameters: $region_code, $scope (of a province), $year (of the score), $to_year (up to which a
-- newer one is told), $ott_from_year, $ott_to_year (the window), $last_year (of events).
with

chosen as (
    select * from mart_region_scope
    where region_code = $region_code and asked_scope = $scope
),

events as (
    select mart_event.*
    from mart_event
    inner join chosen
        on
            mart_event.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_event.province_code = chosen.region_code)
    where $last_year >= extract(year from mart_event.event_date)
),

counts as (
    select
        count(*) filter (
            where
            event_kind = 'ott'
            and extract(year from event_date) between $ott_from_year and $ott_to_year
        ) as ott_count,
        coalesce(
            array_slice(
                list_sort(
                    array_agg(distinct source_id) filter (
                        where
                        event_kind = 'ott'
                        and extract(year from event_date) between $ott_from_year and $ott_to_year
                    )
                ),
                1,
                60
            ),
            cast([] as varchar[])
        ) as ott_source_ids,
        count(*) filter (where event_kind = 'activity') as activity_count,
        count(*) filter (where event_kind = 'wbk') as zone_count,
        count(*) filter (where event_kind = 'regulation') as regulation_count
    from events
),

last_ott as (
    select
        *,
        count(*) over (partition by event_date, date_precision) as n_of_date
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
            and chosen.scope = mart_spi.scope
            and stg_spi_survey_years.year = mart_spi.year
    where
        stg_spi_survey_years.year <= $to_year
        and stg_spi_survey_years.year >= coalesce(chosen.first_year, 0)
        and mart_spi.score is null
),

profile as (
    select
        chosen.region_code,
        chosen.region_name,
        chosen.level,
        chosen.province_name,
        chosen.scope,
        chosen.has_own_government,
        cast($year as integer) as year,
        cast(scores.score as double) as score,
        scores.spi_class,
        reported.reported_class,
        reported.reliability as reported_reliability,
        cast(scores.change as double) as change,
        scores.previous_year,
        scores.has_method_change,
        scores.has_class_change,
        scores.crossed_split_year,
        scores.is_disputed,
        cast(scores.low as double) as low,
        cast(scores.high as double) as high,
        scores.score_rank,
        scores.n_ranked,
        scores.is_rank_shared,
        newest.year as newest_year,
        cast(newest.score as double) as newest_score,
        newest.spi_class as newest_class,
        newest.is_disputed as newest_is_disputed,
        cast($ott_from_year as integer) as ott_from_year,
        cast($ott_to_year as integer) as ott_to_year,
        counts.ott_count,
        counts.activity_count,
        counts.zone_count,
        counts.regulation_count,
        years_without.years as years_without_score,
        last_ott.event_date as ott_date,
        last_ott.date_precision as ott_date_precision,
        last_ott.n_of_date as ott_of_date_count,
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
            list_concat(
                list_concat(
                    coalesce(scores.source_ids, reported.source_ids, cast([] as varchar[])),
                    coalesce(newest.source_ids, cast([] as varchar[]))
                ),
                counts.ott_source_ids
            ),
            list_concat(
                case
                    when last_ott.source_id is null then cast([] as varchar[])
                    else [last_ott.source_id]
                end,
                case
                    when first_since.source_id is null then cast([] as varchar[])
                    else [first_since.source_id]
                end
            )
        ) as source_ids
    from chosen
    cross join counts
    cross join years_without
    left join mart_spi as scores
        on
            chosen.region_code = scores.region_code
            and chosen.scope = scores.scope
            and scores.year = $year
    left join mart_spi_reported_class as reported
        on
            chosen.region_code = reported.region_code
            and chosen.scope = reported.scope
            and reported.year = $year
    left join mart_spi as newest
        on
            chosen.region_code = newest.region_code
            and chosen.scope = newest.scope
            and newest.year <> $year
            and newest.year <= $to_year
            and (newest.next_year is null or newest.next_year > $to_year)
    left join last_ott on true
    left join first_since on true
)

select * from profile
