-- The kinds of offices are of the offices that the operation names, and every operation has one.
select
    incidents.incident_id,
    offices.office,
    incidents.offices_id
from stg_ott_incidents as incidents
left join stg_ott_offices as offices on incidents.incident_id = offices.incident_id
where offices.office is null or strpos(incidents.offices_id, offices.office) = 0
