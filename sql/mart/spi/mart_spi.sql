-- Grain: one row per region, scope and year with at least one usable observation.
--
-- The choice among observations: those that agree up to rounding (mart_spi_rounding) stand for one
-- value, the most precise of them; among values the one with the best source (official, news,
-- weak), then the most observations, more decimals, the latest publication, the first source_id.
-- low and high run over the distinct values; more than one distinct value makes a row disputed.
-- A row is the newest one known until next_year. A score has a rank among those of its own kind of
-- government: provinces, kabupaten and kota apart.
with

observations as (
    select
        results.region_code,
        results.scope,
        results.year,
        results.score,
        results.score_decimals,
        case results.reliability
            when 'official' then 1
            when 'news' then 2
            else 3
        end as reliability_rank,
        results.source_id,
        sources.published_on
    from mart_spi_observation as results
    left join stg_sources as sources on results.source_id = sources.source_id
    where not results.is_excluded
),

-- What was printed alike is counted once, so that no later step grows with the observations.
printed as (
    select
        region_code,
        scope,
        year,
        score,
        score_decimals,
        count(*) as n_printed,
        min(reliability_rank) as best_reliability_rank,
        max(published_on) as latest_publication,
        min(source_id) as first_source_id
    from observations
    group by region_code, scope, year, score, score_decimals
),

printed_values as (
    select
        region_code,
        scope,
        year,
        score,
        max(score_decimals) as score_decimals
    from printed
    group by region_code, scope, year, score
),

-- A printed value that is the rounding of a more precise one does not stand for itself ...
most_precise_values as (
    select coarse.*
    from printed_values as coarse
    where not exists (
        select 1
        from mart_spi_rounding as roundings
        where
            roundings.region_code = coarse.region_code
            and roundings.scope = coarse.scope
            and roundings.year = coarse.year
            and roundings.rounded_score = coarse.score
            and roundings.rounded_decimals = coarse.score_decimals
    )
),

-- ... but one that rounds only such a rounding does: 71 agrees with 70.5, not with 70.46.
distinct_values as (
    select coarse.*
    from printed_values as coarse
    where not exists (
        select 1
        from most_precise_values as precise
        inner join mart_spi_rounding as roundings
            on
                precise.region_code = roundings.region_code
                and precise.scope = roundings.scope
                and precise.year = roundings.year
                and precise.score = roundings.precise_score
        where
            roundings.region_code = coarse.region_code
            and roundings.scope = coarse.scope
            and roundings.year = coarse.year
            and roundings.rounded_score = coarse.score
            and roundings.rounded_decimals = coarse.score_decimals
    )
),

support as (
    select
        distinct_values.*,
        printed.n_printed,
        printed.best_reliability_rank,
        printed.latest_publication,
        printed.first_source_id
    from distinct_values
    inner join printed
        on
            distinct_values.region_code = printed.region_code
            and distinct_values.scope = printed.scope
            and distinct_values.year = printed.year
            and distinct_values.score = printed.score
    union all
    select
        distinct_values.*,
        printed.n_printed,
        printed.best_reliability_rank,
        printed.latest_publication,
        cast(null as varchar) as first_source_id
    from distinct_values
    inner join mart_spi_rounding as roundings
        on
            distinct_values.region_code = roundings.region_code
            and distinct_values.scope = roundings.scope
            and distinct_values.year = roundings.year
            and distinct_values.score = roundings.precise_score
    inner join printed
        on
            roundings.region_code = printed.region_code
            and roundings.scope = printed.scope
            and roundings.year = printed.year
            and roundings.rounded_score = printed.score
            and roundings.rounded_decimals = printed.score_decimals
),

supported_values as (
    select
        region_code,
        scope,
        year,
        score,
        score_decimals,
        min(best_reliability_rank) as best_reliability_rank,
        cast(sum(n_printed) as bigint) as n_supporting,
        max(latest_publication) as latest_publication,
        min(first_source_id) as first_source_id
    from support
    group by region_code, scope, year, score, score_decimals
),

chosen as (
    select
        *,
        row_number() over (
            partition by region_code, scope, year
            order by
                best_reliability_rank asc,
                n_supporting desc,
                score_decimals desc,
                latest_publication desc nulls last,
                first_source_id asc
        ) as choice
    from supported_values
),

ranges as (
    select
        region_code,
        scope,
        year,
        min(score) as low,
        max(score) as high,
        count(*) as n_values
    from supported_values
    group by region_code, scope, year
),

evidence as (
    select
        region_code,
        scope,
        year,
        count(*) as n_observations,
        count(distinct source_id) as n_sources,
        min(reliability_rank) as best_reliability_rank,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from observations
    group by region_code, scope, year
),

scores as (
    select
        chosen.region_code,
        chosen.scope,
        chosen.year,
        chosen.score,
        chosen.score_decimals,
        ranges.low,
        ranges.high,
        ranges.n_values > 1 as is_disputed,
        evidence.n_observations,
        evidence.n_sources,
        evidence.source_ids,
        case chosen.best_reliability_rank
            when 1 then 'official'
            when 2 then 'news'
            else 'weak'
        end as reliability
    from chosen
    inner join ranges
        on
            chosen.region_code = ranges.region_code
            and chosen.scope = ranges.scope
            and chosen.year = ranges.year
    inner join evidence
        on
            chosen.region_code = evidence.region_code
            and chosen.scope = evidence.scope
            and chosen.year = evidence.year
    where chosen.choice = 1
),

against_previous as (
    select
        *,
        lag(year) over history as previous_year,
        lag(score) over history as previous_score,
        lead(year) over history as next_year
    from scores
    window history as (partition by region_code, scope order by year)
),

ranked as (
    select
        region_code,
        scope,
        year,
        rank() over (partition by scope, year order by score desc) as score_rank,
        count(*) over (partition by scope, year) as n_ranked,
        count(*) over (partition by scope, year, score) > 1 as is_rank_shared
    from scores
    where scope in ('pemprov', 'pemkab', 'pemkot')
),

classified as (
    select
        against_previous.*,
        against_previous.score - against_previous.previous_score as change,
        against_previous.year - against_previous.previous_year as years_back,
        own_classes.spi_class,
        own_classes.class_lower,
        own_classes.class_upper,
        classes_2024.spi_class as spi_class_2024,
        classes_2024.class_lower as class_2024_lower,
        classes_2024.class_upper as class_2024_upper,
        ranked.score_rank,
        ranked.n_ranked,
        ranked.is_rank_shared
    from against_previous
    left join stg_spi_classes as own_classes
        on
            against_previous.year = own_classes.year
            and against_previous.score >= own_classes.class_lower
            and (against_previous.score < own_classes.class_upper or own_classes.class_upper = 100)
    left join stg_spi_classes as classes_2024
        on
            classes_2024.year = 2024
            and against_previous.score >= classes_2024.class_lower
            and (
                against_previous.score < classes_2024.class_upper
                or classes_2024.class_upper = 100
            )
    left join ranked
        on
            against_previous.region_code = ranked.region_code
            and against_previous.scope = ranked.scope
            and against_previous.year = ranked.year
),

-- A change between two scores crosses every break that lies after the first and up to the second.
flagged as (
    select
        classified.*,
        exists(
            select 1
            from stg_spi_method_notes as notes
            where
                notes.note_kind = 'method_change'
                and notes.year > classified.previous_year
                and notes.year <= classified.year
        ) as has_method_change,
        exists(
            select 1
            from stg_spi_method_notes as notes
            where
                notes.note_kind = 'class_change'
                and notes.year > classified.previous_year
                and notes.year <= classified.year
        ) as has_class_change,
        case
            when
                classified.previous_year <= mart_region.split_year
                and classified.year > mart_region.split_year
                then mart_region.split_year
        end as crossed_split_year
    from classified
    left join mart_region on classified.region_code = mart_region.region_code
)

select * from flagged
