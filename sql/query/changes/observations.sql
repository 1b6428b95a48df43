-- One row per score that a source printed, or mean of the respondents of one: region, scope, year
-- and source name it.
select
    results.region_code,
    results.scope,
    results.year,
    results.source_id,
    regions.region_name,
    cast(results.score as double) as score,
    results.is_excluded
from mart_spi_observation as results
left join stg_regions as regions on results.region_code = regions.region_code
order by
    results.region_code asc,
    results.scope asc,
    results.year asc,
    results.source_id asc,
    results.score asc
