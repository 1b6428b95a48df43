-- Grain: one row per observation of a score on which sources differ, and one per observation that
-- is known to be wrong. verdict: chosen (the value or its rounding), other, wrong.
-- Parameters: $most_rows (of the newest disputed scores; of the newest wrong observations),
-- $most_each (observations of one score). n_found says how many disputed scores, and on rows that
-- are wrong how many wrong observations there are; n_observations how many a disputed score has.
with

disputed as (
    select
        *,
        count(*) over () as n_found
    from mart_spi
    where is_disputed
    order by year desc, region_code asc, scope asc
    limit $most_rows
),

differing as (
    select
        results.region_code,
        results.scope,
        results.year,
        results.score as printed_score,
        results.score_decimals as printed_decimals,
        results.source_id,
        results.reliability,
        results.excluded_reason_id,
        results.excluded_reason_en,
        case
            when results.score = disputed.score then 'chosen'
            when
                results.score_decimals < disputed.score_decimals
                and abs(disputed.score - results.score)
                <= cast(0.5 as decimal(7, 4)) * power(10, -results.score_decimals)
                then 'chosen'
            else 'other'
        end as verdict,
        disputed.n_found
    from disputed
    inner join mart_spi_observation as results
        on
            disputed.region_code = results.region_code
            and disputed.scope = results.scope
            and disputed.year = results.year
    where not results.is_excluded
),

wrong as (
    select
        region_code,
        scope,
        year,
        score as printed_score,
        score_decimals as printed_decimals,
        source_id,
        reliability,
        coalesce(excluded_reason_id, excluded_reason_en) as excluded_reason_id,
        coalesce(excluded_reason_en, excluded_reason_id) as excluded_reason_en,
        'wrong' as verdict,
        count(*) over () as n_found
    from mart_spi_observation
    where is_excluded
    order by year desc, region_code asc, scope asc, printed_score asc, source_id asc
    limit $most_rows
),

judged as (
    select * from differing
    union all
    select * from wrong
),

described as (
    select
        judged.region_code,
        mart_region.region_name,
        judged.scope,
        judged.year,
        cast(chosen.score as double) as chosen_score,
        cast(chosen.low as double) as low,
        cast(chosen.high as double) as high,
        coalesce(chosen.is_disputed, false) as is_disputed,
        chosen.n_observations,
        cast(judged.printed_score as double) as printed_score,
        judged.printed_decimals,
        judged.verdict,
        judged.reliability,
        judged.excluded_reason_id,
        judged.excluded_reason_en,
        sources.publisher,
        sources.published_on,
        sources.url,
        [judged.source_id] as source_ids,
        judged.n_found
    from judged
    inner join mart_region on judged.region_code = mart_region.region_code
    inner join stg_sources as sources on judged.source_id = sources.source_id
    left join mart_spi as chosen
        on
            judged.region_code = chosen.region_code
            and judged.scope = chosen.scope
            and judged.year = chosen.year
),

few as (
    select *
    from described
    qualify
        verdict = 'wrong'
        or row_number() over (
            partition by region_code, scope, year, verdict = 'wrong'
            order by verdict asc, printed_score asc, publisher asc, url asc
        ) <= $most_each
)

select * from few
order by
    year desc, region_code asc, scope asc, verdict asc, printed_score asc, publisher asc, url asc
