-- Grain: one row per province and year of the incident table's coverage.
-- Kabupaten and kota count under their province, in today's borders. ott_count is zero only where
-- coverage says that an absence means zero; else it is null (unknown). Operations against central
-- officials serving in the province count in ott_count but not in regional_count; cases without a
-- province are in mart_ott_central. per_100_governments counts operations of regional governments.
with

covered_years as (
    select * from mart_ott_year
),

provinces as (
    select * from mart_region
    where level = 'provinsi'
),

incidents as (
    select
        mart_region.province_code,
        cast(extract(year from stg_ott_incidents.ott_date) as integer) as year,
        stg_ott_incidents.government_level,
        stg_ott_incidents.source_id
    from stg_ott_incidents
    inner join mart_region on stg_ott_incidents.region_code = mart_region.region_code
    where stg_ott_incidents.region_code <> '00'
),

counts as (
    select
        province_code,
        year,
        count(*) as found_count,
        count(*) filter (where government_level <> 'pusat') as found_regional_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from incidents
    group by province_code, year
),

grid as (
    select
        provinces.province_code,
        provinces.region_name,
        provinces.region_label,
        provinces.island_group,
        covered_years.year,
        covered_years.is_complete,
        case
            when counts.found_count is not null then counts.found_count
            when covered_years.is_zero_when_absent then 0
        end as ott_count,
        case
            when counts.found_count is not null then counts.found_regional_count
            when covered_years.is_zero_when_absent then 0
        end as regional_count,
        provinces.population,
        provinces.population_source_id,
        provinces.n_governments,
        counts.source_ids
    from provinces
    cross join covered_years
    left join counts
        on
            provinces.province_code = counts.province_code
            and covered_years.year = counts.year
),

rates as (
    select
        *,
        cast(ott_count as double) * 10000000 / population as per_10_million_people,
        cast(regional_count as double) * 100 / n_governments as per_100_governments
    from grid
)

select * from rates
