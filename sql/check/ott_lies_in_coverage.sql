-- An operation outside the covered years would be counted nowhere.
select
    incidents.incident_id,
    incidents.ott_date
from stg_ott_incidents as incidents
where
    extract(year from incidents.ott_date) not in (select covered.year from mart_ott_year as covered)
