-- Grain: one row per observation of a score: what one source prints (its key is region, scope, year
-- and source), or the mean of the respondents of one source, whose number is known then.
-- score_decimals is how many decimals were printed. An excluded observation is known to be wrong.
select
    region_code,
    scope,
    year,
    score,
    score_decimals,
    source_id,
    reliability,
    cast(null as bigint) as n_respondents,
    is_excluded,
    excluded_reason_id,
    excluded_reason_en
from stg_spi_results
union all
select
    region_code,
    scope,
    year,
    score,
    cast(2 as bigint) as score_decimals,
    source_id,
    reliability,
    n_respondents,
    false as is_excluded,
    cast(null as varchar) as excluded_reason_id,
    cast(null as varchar) as excluded_reason_en
from mart_spi_response
