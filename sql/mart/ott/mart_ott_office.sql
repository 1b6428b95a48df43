-- Grain: one row per operation and kind of office of the officials named in it. An operation that
-- names several kinds has a row for each: kinds overlap, never add them up.
-- The facts say which kind an office is of (ott_offices); an office counts as named, also where a
-- suspect status was annulled later: mart_ott_case knows the outcome.
-- offices_of_kind holds the offices of the kind as they are written.
select
    cases.incident_id,
    cases.year,
    cases.is_complete,
    cases.region_code,
    cases.region_label,
    cases.province_code,
    cases.level_group,
    cases.level_order,
    cases.sector,
    offices.office_kind,
    array_to_string(list_sort(array_agg(distinct offices.office)), '; ') as offices_of_kind,
    cases.source_id
from mart_ott_case as cases
inner join stg_ott_offices as offices on cases.incident_id = offices.incident_id
group by
    cases.incident_id, cases.year, cases.is_complete, cases.region_code, cases.region_label,
    cases.province_code, cases.level_group, cases.level_order, cases.sector, offices.office_kind,
    cases.source_id
