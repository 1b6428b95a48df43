-- One row per office named in a sting operation.
select
    incident_id,
    office,
    office_kind
from raw_ott_offices
