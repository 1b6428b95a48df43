-- Grain: one row per declared indicator whose table is a sample in some year: it is never ranked.
select distinct indicators.indicator
from stg_indicators as indicators
inner join stg_coverage as coverage on indicators.table_name = coverage.table_name
where coverage.completeness = 'sample'
order by indicators.indicator
