-- One row per operation, with what is said of it.
select
    incident_id,
    region_code,
    region_name,
    year,
    ott_date,
    date_precision,
    level_group,
    sector,
    offices_id,
    offices_en,
    people_arrested,
    suspects_named,
    cash_seized_idr,
    outcome_kind,
    outcome_id,
    outcome_en,
    summary_id,
    summary_en,
    source_ids
from mart_ott_case
order by region_code asc, incident_id asc
