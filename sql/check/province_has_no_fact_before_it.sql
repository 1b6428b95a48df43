-- A province has no facts of its own from years before the law that established it.
with

dated as (
    select
        region_code,
        'spi_results' as table_name,
        year
    from stg_spi_results
    union all
    select distinct
        region_code,
        'spi_responses' as table_name,
        year
    from stg_spi_responses
    union all
    select
        region_code,
        'spi_class_reports' as table_name,
        year
    from stg_spi_class_reports
    union all
    select
        region_code,
        'ott_incidents' as table_name,
        extract(year from ott_date) as year
    from stg_ott_incidents
    union all
    select
        region_code,
        'bimtek_activity' as table_name,
        extract(year from start_date) as year
    from stg_bimtek_activity
    union all
    select
        region_code,
        'wbk_status' as table_name,
        year
    from stg_wbk_status
    union all
    select
        region_code,
        'regulations' as table_name,
        year
    from stg_regulations
    union all
    select
        observed.region_code,
        indicators.table_name,
        observed.year
    from stg_indicator_values as observed
    inner join stg_indicators as indicators on observed.indicator = indicators.indicator
)

select
    dated.region_code,
    dated.table_name,
    dated.year,
    regions.first_year
from dated
inner join stg_regions as regions on dated.region_code = regions.region_code
where dated.year < regions.first_year
