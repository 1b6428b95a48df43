-- A declared indicator has values of the kinds of regions that it is declared for and of no other.
select
    indicators.table_name,
    observed.region_code,
    regions.level,
    observed.year
from stg_indicator_values as observed
inner join stg_indicators as indicators on observed.indicator = indicators.indicator
inner join stg_regions as regions on observed.region_code = regions.region_code
where not list_contains(indicators.levels, regions.level) and regions.level <> 'nasional'
