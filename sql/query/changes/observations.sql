-- One row per score that a source printed, or mean of the respondents of one: region, scope, year,
-- source and is_of_respondents name it, because one source may have both.
select
    results.region_code,
    results.scope,
    results.year,
    results.source_id,
    regions.region_name,
    cast(results.score as double) as score,
    results.is_excluded,
    results.n_respondents is not null as is_of_respondents
from mart_spi_observation as results
left join stg_regions as regions on results.region_code = regions.region_code
order by
    results.region_code asc,
    results.scope asc,
    results.year asc,
    results.source_id asc,
    is_of_respondents asc,
    results.score asc
