-- An operation on a kabupaten, kota or province must lie in a region of that level.
select
    incidents.incident_id,
    incidents.government_level,
    regions.level
from stg_ott_incidents as incidents
inner join stg_regions as regions on incidents.region_code = regions.region_code
where
    incidents.government_level <> 'pusat'
    and incidents.government_level <> regions.level
