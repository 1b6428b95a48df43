-- A score needs a survey year.
select
    results.region_code,
    results.scope,
    results.year
from stg_spi_results as results
where results.year not in (select surveys.year from stg_spi_survey_years as surveys)
union all
select distinct
    responses.region_code,
    responses.scope,
    responses.year
from stg_spi_responses as responses
where responses.year not in (select surveys.year from stg_spi_survey_years as surveys)
