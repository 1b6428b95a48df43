-- Grain: one row per source and table of facts that names it: in how many of its rows.
with

uses as (
    select
        'spi_results' as table_name,
        source_id
    from stg_spi_results
    union all
    select
        'spi_responses' as table_name,
        source_id
    from mart_spi_response
    union all
    select
        'spi_class_reports' as table_name,
        source_id
    from stg_spi_class_reports
    union all
    select
        'spi_classes' as table_name,
        source_id
    from stg_spi_classes
    union all
    select
        'spi_survey_years' as table_name,
        source_id
    from stg_spi_survey_years
    union all
    select
        'spi_method_notes' as table_name,
        source_id
    from stg_spi_method_notes
    union all
    select
        'population' as table_name,
        source_id
    from stg_population
    union all
    select
        'ott_incidents' as table_name,
        source_id
    from stg_ott_incidents
    union all
    select
        'ott_yearly' as table_name,
        source_id
    from stg_ott_yearly
    union all
    select
        'bimtek_activity' as table_name,
        source_id
    from stg_bimtek_activity
    union all
    select
        'wbk_status' as table_name,
        source_id
    from stg_wbk_status
    union all
    select
        'wbk_yearly' as table_name,
        source_id
    from stg_wbk_yearly
    union all
    select
        'regulations' as table_name,
        source_id
    from stg_regulations
    union all
    select
        'paksi_counts' as table_name,
        source_id
    from stg_paksi_counts
    union all
    select
        'corrections' as table_name,
        source_id
    from stg_corrections
    union all
    select
        indicators.table_name,
        observed.source_id
    from stg_indicator_values as observed
    inner join stg_indicators as indicators on observed.indicator = indicators.indicator
),

counted as (
    select
        source_id,
        table_name,
        count(*) as n_rows
    from uses
    group by source_id, table_name
)

select * from counted
