-- A source that no fact names is either a leftover or a fact that lost its source.
select sources.source_id
from stg_sources as sources
where sources.source_id not in (
    select source_id from stg_spi_results
    union all
    select distinct source_id from stg_spi_responses
    union all
    select source_id from stg_spi_class_reports
    union all
    select source_id from stg_spi_classes
    union all
    select source_id from stg_spi_survey_years
    union all
    select source_id from stg_spi_method_notes
    union all
    select source_id from stg_population
    union all
    select source_id from stg_ott_incidents
    union all
    select source_id from stg_ott_yearly
    union all
    select source_id from stg_bimtek_activity
    union all
    select source_id from stg_wbk_status
    union all
    select source_id from stg_wbk_yearly
    union all
    select source_id from stg_regulations
    union all
    select source_id from stg_paksi_counts
    union all
    select source_id from stg_corrections
    union all
    select source_id from stg_indicator_values
)
