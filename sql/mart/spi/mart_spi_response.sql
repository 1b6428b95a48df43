-- Grain: one row per government, survey year and source of respondents: the mean of their scores.
--
-- The mean weighs every respondent as the survey does (weight; 1 where it gives none), over all
-- kinds of respondents together, and has two decimals as the KPK prints them. It stands in the
-- place of one observation: beside those that sources print, under the rule by which one is chosen.
-- It is official where its source is, else weak: nobody can look up what it was made from.
-- So that no respondent can be recognised, a group of fewer than 30 respondents has no row, nor has
-- one of whose weight a single respondent holds more than a tenth. Numbers of each kind are left
-- out: experts are few.
with

sums as (
    select
        region_code,
        scope,
        year,
        source_id,
        count(*) as n_respondents,
        sum(score * weight) as weighted_score,
        sum(weight) as total_weight,
        max(weight) as largest_weight
    from stg_spi_responses
    group by region_code, scope, year, source_id
),

means as (
    select
        sums.region_code,
        sums.scope,
        sums.year,
        sums.source_id,
        sums.n_respondents,
        case when sources.source_kind = 'official' then 'official' else 'weak' end as reliability,
        cast(
            round(cast(sums.weighted_score as double) / cast(sums.total_weight as double), 2)
            as decimal(7, 4)
        ) as score
    from sums
    left join stg_sources as sources on sums.source_id = sources.source_id
    where
        sums.n_respondents >= 30
        and sums.total_weight > 0
        and sums.largest_weight * 10 <= sums.total_weight
)

select * from means
