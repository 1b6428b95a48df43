-- Survey years with the number of provincial governments whose score is known, newest first.
-- is_default marks the newest year in which at least half of the provinces have a score.
with

provinces as (
    select
        stg_spi_survey_years.year,
        count(*) as n_provinces
    from stg_spi_survey_years
    inner join mart_region
        on
            mart_region.level = 'provinsi'
            and stg_spi_survey_years.year >= coalesce(mart_region.first_year, 0)
    group by stg_spi_survey_years.year
),

scopes as (
    select unnest(['pemprov', 'agregat_wilayah']) as scope
),

counted as (
    select
        stg_spi_survey_years.year,
        scopes.scope,
        count(mart_spi.region_code) as n_known,
        provinces.n_provinces
    from stg_spi_survey_years
    cross join scopes
    inner join provinces on stg_spi_survey_years.year = provinces.year
    left join mart_spi
        on
            stg_spi_survey_years.year = mart_spi.year
            and scopes.scope = mart_spi.scope
    group by stg_spi_survey_years.year, scopes.scope, provinces.n_provinces
),

best_known as (
    select
        scope,
        coalesce(
            max(year) filter (where n_known * 2 >= n_provinces),
            cast(max(n_known * 10000 + year) % 10000 as integer)
        ) as default_year
    from counted
    group by scope
)

select
    counted.scope,
    counted.year,
    counted.n_known,
    counted.n_provinces,
    counted.year = best_known.default_year as is_default
from counted
inner join best_known on counted.scope = best_known.scope
order by counted.scope asc, counted.year desc
