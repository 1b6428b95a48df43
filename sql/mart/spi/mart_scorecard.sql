-- Grain: one row per region, asked scope (of provinces) and survey year: what a scorecard shows.
-- Comparable: the score of the year and its change against the year before that has one.
-- drawn_scores are the draws of a disputed score (mart_spi_draw), else null.
-- Sample: units, activities and regulations seen up to the year, a province with its parts. They
-- are null where none was found, which is not zero, and belong in no score. A unit seen in several
-- years counts once, a national event in several parts of a province once; awards that a body gave
-- itself are left out.
with

seen as (
    select
        region_code,
        year,
        'wbk' as kind,
        unit_name as seen_key,
        source_id
    from stg_wbk_status
    where stage in ('wbk', 'wbbm') and award_by <> 'internal'
    union all
    select
        region_code,
        year,
        'activity' as kind,
        event_id as seen_key,
        source_id
    from mart_activity
    union all
    select
        region_code,
        year,
        'regulation' as kind,
        concat_ws(' ', region_code, instrument, regulation_number, title_id) as seen_key,
        source_id
    from stg_regulations
),

-- What is seen once counts from its first year on.
first_seen as (
    select
        places.counted_code as region_code,
        seen.kind,
        seen.seen_key,
        min(seen.year) as year
    from seen
    inner join mart_region_place as places on seen.region_code = places.region_code
    group by places.counted_code, seen.kind, seen.seen_key
),

newly_seen as (
    select
        region_code,
        year,
        count(*) filter (where kind = 'wbk') as wbk_seen,
        count(*) filter (where kind = 'activity') as activities_seen,
        count(*) filter (where kind = 'regulation') as regulations_seen
    from first_seen
    group by region_code, year
),

first_sources as (
    select
        places.counted_code as region_code,
        seen.source_id,
        min(seen.year) as year
    from seen
    inner join mart_region_place as places on seen.region_code = places.region_code
    group by places.counted_code, seen.source_id
),

seen_sources as (
    select
        first_sources.region_code,
        survey_years.year,
        array_slice(list_sort(array_agg(first_sources.source_id)), 1, 60) as source_ids
    from first_sources
    inner join stg_spi_survey_years as survey_years on first_sources.year <= survey_years.year
    group by first_sources.region_code, survey_years.year
),

seen_counts as (
    select
        newly_seen.region_code,
        survey_years.year,
        nullif(cast(sum(newly_seen.wbk_seen) as bigint), 0) as wbk_seen,
        nullif(cast(sum(newly_seen.activities_seen) as bigint), 0) as activities_seen,
        nullif(cast(sum(newly_seen.regulations_seen) as bigint), 0) as regulations_seen
    from newly_seen
    inner join stg_spi_survey_years as survey_years on newly_seen.year <= survey_years.year
    group by newly_seen.region_code, survey_years.year
),

cards as (
    select
        regions.region_code,
        regions.region_name,
        regions.region_label,
        regions.level,
        regions.asked_scope,
        regions.scope,
        regions.first_year,
        regions.split_year,
        survey_years.year,
        cast(scores.score as double) as score,
        case
            when scores.score is null then 'no_data'
            when scores.spi_class is null then 'unclassified'
            else scores.spi_class
        end as spi_class,
        case
            when scores.score is null then 'no_data'
            when scores.is_disputed then 'disputed'
            when scores.reliability = 'weak' then 'weak_only'
            when scores.n_sources = 1 then 'one_source'
            else 'several_agree'
        end as knowledge,
        cast(scores.low as double) as low,
        cast(scores.high as double) as high,
        coalesce(scores.is_disputed, false) as is_disputed,
        mart_spi_draw.scores as drawn_scores,
        scores.n_sources,
        cast(scores.change as double) as change,
        scores.previous_year,
        scores.has_method_change,
        scores.has_class_change,
        scores.crossed_split_year,
        seen_counts.wbk_seen,
        seen_counts.activities_seen,
        seen_counts.regulations_seen,
        coalesce(scores.source_ids, cast([] as varchar[])) as score_source_ids,
        coalesce(seen_sources.source_ids, cast([] as varchar[])) as seen_source_ids,
        list_sort(
            list_distinct(
                list_concat(
                    list_concat(
                        coalesce(scores.source_ids, cast([] as varchar[])),
                        coalesce(previous_scores.source_ids, cast([] as varchar[]))
                    ),
                    coalesce(seen_sources.source_ids, cast([] as varchar[]))
                )
            )
        ) as source_ids
    from mart_region_scope as regions
    cross join stg_spi_survey_years as survey_years
    left join mart_spi as scores
        on
            regions.region_code = scores.region_code
            and regions.scope = scores.scope
            and survey_years.year = scores.year
    left join mart_spi_draw
        on
            scores.region_code = mart_spi_draw.region_code
            and scores.scope = mart_spi_draw.scope
            and scores.year = mart_spi_draw.year
    left join mart_spi as previous_scores
        on
            scores.region_code = previous_scores.region_code
            and scores.scope = previous_scores.scope
            and scores.previous_year = previous_scores.year
    left join seen_counts
        on
            regions.region_code = seen_counts.region_code
            and survey_years.year = seen_counts.year
    left join seen_sources
        on
            regions.region_code = seen_sources.region_code
            and survey_years.year = seen_sources.year
)

select * from cards
order by year asc, asked_scope asc, level asc, region_code asc
