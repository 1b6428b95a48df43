-- Grain: one row per operation. The one place that says what level an operation belongs to
-- (level_group) and whether its year has a complete list.
-- search_id and search_en hold in small letters what a reader may search for.
with

incidents as (
    select
        *,
        cast(extract(year from ott_date) as integer) as year,
        case
            when government_level in ('kabupaten', 'kota') then 'kabupaten_kota'
            when government_level = 'provinsi' then 'provinsi'
            when region_code = '00' then 'pusat'
            else 'pusat_daerah'
        end as level_group
    from stg_ott_incidents
),

placed as (
    select
        incidents.incident_id,
        incidents.ott_date,
        incidents.date_precision,
        incidents.year,
        coalesce(covered.is_complete, false) as is_complete,
        incidents.region_code,
        regions.region_name,
        regions.region_label,
        regions.province_code,
        provinces.region_label as province_label,
        incidents.level_group,
        case incidents.level_group
            when 'kabupaten_kota' then 1
            when 'provinsi' then 2
            when 'pusat_daerah' then 3
            else 4
        end as level_order,
        incidents.sector,
        incidents.offices_id,
        incidents.offices_en,
        incidents.summary_id,
        incidents.summary_en,
        incidents.people_arrested,
        incidents.suspects_named,
        incidents.cash_seized_idr,
        incidents.is_counted_by_kpk,
        incidents.outcome_kind,
        incidents.outcome_id,
        incidents.outcome_en,
        incidents.note_id,
        incidents.reliability,
        incidents.source_id,
        [incidents.source_id] as source_ids,
        lower(
            concat_ws(
                ' ',
                regions.region_name,
                regions.region_label,
                provinces.region_name,
                provinces.region_label,
                incidents.offices_id,
                incidents.summary_id,
                incidents.outcome_id,
                incidents.year
            )
        ) as search_id,
        lower(
            concat_ws(
                ' ',
                regions.region_name,
                regions.region_label,
                provinces.region_name,
                provinces.region_label,
                incidents.offices_en,
                incidents.summary_en,
                incidents.outcome_en,
                incidents.year
            )
        ) as search_en
    from incidents
    inner join mart_region as regions on incidents.region_code = regions.region_code
    left join mart_region as provinces on regions.province_code = provinces.region_code
    left join mart_ott_year as covered on incidents.year = covered.year
)

select * from placed
