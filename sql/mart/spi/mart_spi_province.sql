-- Grain: one row per province, scope (pemprov, agregat_wilayah) and survey year, score or none.
-- reported_class is a class that a source reports where no score is known: spi_class stays no_data
-- there, and it counts in class counts only.
-- band_lower and band_upper cut a class at 60, 65, 70, 75 and 80 so that a map of mostly one class
-- still tells regions apart; they never cross a class limit. is_established is false in years
-- before the law that established a province.
with

provinces as (
    select * from mart_region
    where level = 'provinsi'
),

scopes as (
    select unnest(['pemprov', 'agregat_wilayah']) as scope
),

steps as (
    select unnest([0, 60, 65, 70, 75, 80]) as step_lower
),

banded as (
    select
        mart_spi.region_code,
        mart_spi.scope,
        mart_spi.year,
        max(steps.step_lower) as step_lower
    from mart_spi
    inner join steps on mart_spi.score >= steps.step_lower
    group by mart_spi.region_code, mart_spi.scope, mart_spi.year
),

province_years as (
    select
        provinces.region_code,
        provinces.region_name,
        provinces.region_label,
        provinces.island_group,
        stg_spi_survey_years.year,
        scopes.scope,
        provinces.first_year,
        stg_spi_survey_years.year >= coalesce(provinces.first_year, 0) as is_established,
        cast(scores.score as double) as score,
        case
            when scores.score is null then 'no_data'
            when scores.spi_class is null then 'unclassified'
            else scores.spi_class
        end as spi_class,
        reported.reported_class,
        case
            when scores.score is not null
                then cast(greatest(coalesce(scores.class_lower, 0), banded.step_lower) as double)
        end as band_lower,
        case
            when scores.score is not null
                then
                    cast(
                        least(
                            coalesce(scores.class_upper, 100),
                            case
                                when banded.step_lower = 0 then 60
                                when banded.step_lower = 80 then 100
                                else banded.step_lower + 5
                            end
                        ) as double
                    )
        end as band_upper,
        cast(scores.low as double) as low,
        cast(scores.high as double) as high,
        coalesce(scores.is_disputed, false) as is_disputed,
        scores.previous_year,
        cast(scores.previous_score as double) as previous_score,
        cast(scores.change as double) as change,
        scores.years_back,
        scores.has_method_change,
        scores.has_class_change,
        scores.crossed_split_year,
        scores.score_rank,
        scores.n_ranked,
        scores.is_rank_shared,
        scores.n_sources,
        scores.reliability,
        scores.source_ids,
        reported.reliability as reported_reliability,
        reported.source_ids as reported_source_ids
    from provinces
    cross join scopes
    cross join stg_spi_survey_years
    left join mart_spi as scores
        on
            provinces.region_code = scores.region_code
            and scopes.scope = scores.scope
            and stg_spi_survey_years.year = scores.year
    left join mart_spi_reported_class as reported
        on
            provinces.region_code = reported.region_code
            and scopes.scope = reported.scope
            and stg_spi_survey_years.year = reported.year
    left join banded
        on
            provinces.region_code = banded.region_code
            and scopes.scope = banded.scope
            and stg_spi_survey_years.year = banded.year
)

select * from province_years
