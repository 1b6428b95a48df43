-- Grain: one row per observation of a score on which sources differ, and one per observation that
-- is known to be wrong. verdict: chosen (the value or its rounding), other, wrong.
with

observations as (
    select * from mart_spi_observation
),

judged as (
    select
        observations.region_code,
        observations.scope,
        observations.year,
        observations.score as printed_score,
        observations.score_decimals as printed_decimals,
        observations.source_id,
        observations.reliability,
        observations.is_excluded,
        coalesce(observations.excluded_reason_id, observations.excluded_reason_en)
            as excluded_reason_id,
        coalesce(observations.excluded_reason_en, observations.excluded_reason_id)
            as excluded_reason_en,
        chosen.score,
        chosen.low,
        chosen.high,
        chosen.is_disputed,
        case
            when observations.is_excluded then 'wrong'
            when observations.score = chosen.score then 'chosen'
            when roundings.precise_score is not null then 'chosen'
            else 'other'
        end as verdict
    from observations
    left join mart_spi as chosen
        on
            observations.region_code = chosen.region_code
            and observations.scope = chosen.scope
            and observations.year = chosen.year
    left join mart_spi_rounding as roundings
        on
            observations.region_code = roundings.region_code
            and observations.scope = roundings.scope
            and observations.year = roundings.year
            and observations.score = roundings.rounded_score
            and observations.score_decimals = roundings.rounded_decimals
            and chosen.score = roundings.precise_score
),

described as (
    select
        judged.region_code,
        mart_region.region_name,
        judged.scope,
        judged.year,
        cast(judged.score as double) as chosen_score,
        cast(judged.low as double) as low,
        cast(judged.high as double) as high,
        coalesce(judged.is_disputed, false) as is_disputed,
        cast(judged.printed_score as double) as printed_score,
        judged.printed_decimals,
        judged.verdict,
        judged.reliability,
        judged.excluded_reason_id,
        judged.excluded_reason_en,
        sources.publisher,
        sources.published_on,
        sources.url,
        [judged.source_id] as source_ids
    from judged
    inner join mart_region on judged.region_code = mart_region.region_code
    inner join stg_sources as sources on judged.source_id = sources.source_id
    where judged.is_disputed or judged.verdict = 'wrong'
)

select * from described
order by
    year desc, region_code asc, scope asc, verdict asc, printed_score asc, publisher asc, url asc
