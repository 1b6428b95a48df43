-- Grain: one row per region (province, kabupaten, kota), scope and survey year, score or none:
-- provinces once for each of their scopes, the others with that of their own government.
-- reported_class is a class that a source reports where no score is known: spi_class stays no_data
-- there, and it counts in class counts only.
-- band_lower and band_upper cut a class at 60, 65, 70, 75 and 80 so that a map of mostly one class
-- still tells regions apart; they never cross a class limit. is_established is false in years
-- before the law that established a province; nobody says since when a kabupaten or kota exists.
with

places as (
    select distinct
        region_code,
        scope
    from mart_region_scope
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

region_years as (
    select
        regions.region_code,
        regions.region_name,
        regions.region_label,
        regions.level,
        regions.province_code,
        regions.province_name,
        regions.island_group,
        regions.has_own_government,
        stg_spi_survey_years.year,
        places.scope,
        regions.first_year,
        stg_spi_survey_years.year >= coalesce(regions.first_year, 0) as is_established,
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
    from places
    inner join mart_region as regions on places.region_code = regions.region_code
    cross join stg_spi_survey_years
    left join mart_spi as scores
        on
            places.region_code = scores.region_code
            and places.scope = scores.scope
            and stg_spi_survey_years.year = scores.year
    left join mart_spi_reported_class as reported
        on
            places.region_code = reported.region_code
            and places.scope = reported.scope
            and stg_spi_survey_years.year = reported.year
    left join banded
        on
            places.region_code = banded.region_code
            and places.scope = banded.scope
            and stg_spi_survey_years.year = banded.year
)

select * from region_years
