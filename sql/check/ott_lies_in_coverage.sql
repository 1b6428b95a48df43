-- An operation outside the covered years would be counted nowhere.
select
    incidents.incident_id,
    incidents.ott_date
from stg_ott_incidents as incidents
where not exists (
    select 1
    from stg_coverage as coverage
    where
        coverage.table_name = 'ott_incidents'
        and extract(year from incidents.ott_date) between coverage.from_year and coverage.to_year
)
