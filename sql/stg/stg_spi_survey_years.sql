-- One row per survey year.
select
    cast(year as integer) as year,
    cast(respondents as bigint) as respondents,
    cast(ministries_agencies as integer) as ministries_agencies,
    cast(provincial_governments as integer) as provincial_governments,
    cast(regency_city_governments as integer) as regency_city_governments,
    source_id
from raw_spi_survey_years
