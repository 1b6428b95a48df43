-- An outcome stands in both languages and has a kind; without an outcome there is none.
select
    incident_id,
    outcome_id,
    outcome_en,
    outcome_kind
from stg_ott_incidents
where
    (outcome_id is null) <> (outcome_kind is null)
    or (outcome_en is null) <> (outcome_kind is null)
