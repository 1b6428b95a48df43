-- Survey years with the number of a province's kabupaten and kota whose score is known, newest
-- first. is_default marks the newest year in which at least half of them have a score; failing
-- that, the one with the most.
-- Parameters: $region (codes; the province of the first one).
with

governments as (
    select regencies.region_code
    from mart_region as chosen
    inner join mart_region as regencies on chosen.province_code = regencies.province_code
    where
        array_position($region, chosen.region_code) = 1
        and regencies.level in ('kabupaten', 'kota')
        and regencies.has_own_government
),

counted as (
    select
        stg_spi_survey_years.year,
        count(mart_spi.region_code) as n_known,
        count(governments.region_code) as n_governments
    from stg_spi_survey_years
    cross join governments
    left join mart_spi
        on
            governments.region_code = mart_spi.region_code
            and mart_spi.scope in ('pemkab', 'pemkot')
            and stg_spi_survey_years.year = mart_spi.year
    group by stg_spi_survey_years.year
),

best_known as (
    select
        coalesce(
            max(year) filter (where n_known * 2 >= n_governments),
            arg_max(year, n_known * 10000 + year)
        ) as default_year
    from counted
)

select
    counted.year,
    counted.n_known,
    counted.n_governments,
    counted.year = best_known.default_year as is_default
from counted
cross join best_known
order by counted.year desc
