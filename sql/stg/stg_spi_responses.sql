-- One row per respondent of a survey: the score that one respondent gives one government.
-- Confidential: no query and no page may read it, only the mart that makes means of it.
select
    region_code,
    scope,
    cast(year as integer) as year,
    cast(respondent_number as bigint) as respondent_number,
    respondent_kind,
    cast(score as decimal(7, 4)) as score,
    cast(coalesce(weight, '1') as decimal(13, 6)) as weight,
    source_id
from raw_spi_responses
