-- Grain: one row per source: how many rows of the facts name it, and in which tables.
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
        count(*) as n_rows,
        list_sort(array_agg(distinct table_name)) as table_names
    from uses
    group by source_id
),

described as (
    select
        sources.source_id,
        sources.publisher,
        sources.title as source_title,
        sources.url,
        sources.published_on,
        sources.source_kind = 'official' as is_official,
        coalesce(counted.n_rows, 0) as n_rows,
        coalesce(counted.table_names, cast([] as varchar[])) as table_names
    from stg_sources as sources
    left join counted on sources.source_id = counted.source_id
)

select * from described
order by n_rows desc, publisher asc, source_id asc
