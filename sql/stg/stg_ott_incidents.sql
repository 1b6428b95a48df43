-- One row per sting operation (OTT).
select
    incident_id,
    cast(ott_date as date) as ott_date,
    date_precision,
    region_code,
    government_level,
    sector,
    offices_id,
    offices_en,
    counted_by_kpk = 'yes' as is_counted_by_kpk,
    cast(people_arrested as integer) as people_arrested,
    cast(suspects_named as integer) as suspects_named,
    cast(cash_seized_idr as bigint) as cash_seized_idr,
    outcome_id,
    outcome_en,
    outcome_kind,
    summary_id,
    summary_en,
    note_id,
    source_id,
    reliability
from raw_ott_incidents
