-- Grain: one row per region (Indonesia, province, kabupaten or kota).
-- region_label is the short name for charts; has_own_government is false for Jakarta's
-- administrative kabupaten and kota, which are part of the provincial government. split_year is the
-- last year in which provinces were split from a province: before and after it is not one quantity.
-- comparison_group: with which others of its kind a region is compared: a province with those of
-- its island group, a kabupaten with those of its province, a kota, of which a province has few,
-- with those of its island group. It is an island group or the code of a province.
with

regions as (
    select * from stg_regions
),

own_governments as (
    select
        *,
        region_name not like '%Administrasi%' as has_own_government
    from regions
),

splits as (
    select
        split_from,
        max(first_year) as split_year
    from regions
    where split_from is not null
    group by split_from
),

governments_per_province as (
    select
        province_code,
        count(*) as n_governments
    from own_governments
    where has_own_government and level <> 'nasional'
    group by province_code
),

named as (
    select
        own_governments.region_code,
        own_governments.region_name,
        case
            when own_governments.short_name is not null then own_governments.short_name
            when own_governments.level = 'kabupaten'
                then replace(own_governments.region_name, 'Kabupaten ', 'Kab. ')
            else own_governments.region_name
        end as region_label,
        own_governments.level,
        own_governments.province_code,
        provinces.region_name as province_name,
        own_governments.island_group,
        case
            when own_governments.level = 'kabupaten' then own_governments.province_code
            else own_governments.island_group
        end as comparison_group,
        own_governments.has_own_government,
        own_governments.first_year,
        splits.split_year,
        case own_governments.level
            when 'provinsi' then 'pemprov'
            when 'kabupaten' then 'pemkab'
            when 'kota' then 'pemkot'
            else 'nasional'
        end as own_scope,
        governments_per_province.n_governments,
        stg_population.population,
        stg_population.population_date,
        stg_population.source_id as population_source_id
    from own_governments
    left join regions as provinces
        on own_governments.province_code = provinces.region_code
    left join governments_per_province
        on own_governments.region_code = governments_per_province.province_code
    left join splits
        on own_governments.region_code = splits.split_from
    left join stg_population
        on own_governments.region_code = stg_population.region_code
)

select * from named
