-- Grain: one row per year that the incident table covers.
select
    cast(listed.year as integer) as year,
    coverage.completeness = 'complete' as is_complete,
    coverage.absence_means = 'zero' as is_zero_when_absent
from stg_coverage as coverage
cross join unnest(generate_series(coverage.from_year, coverage.to_year)) as listed (year)
where coverage.table_name = 'ott_incidents'
