-- Grain: one row per year of the incident table's coverage: central cases without a province.
with

covered_years as (
    select * from mart_ott_year
),

counts as (
    select
        cast(extract(year from ott_date) as integer) as year,
        count(*) as found_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from stg_ott_incidents
    where region_code = '00'
    group by cast(extract(year from ott_date) as integer)
),

central as (
    select
        covered_years.year,
        covered_years.is_complete,
        case
            when counts.found_count is not null then counts.found_count
            when covered_years.is_zero_when_absent then 0
        end as ott_count,
        counts.source_ids
    from covered_years
    left join counts on covered_years.year = counts.year
)

select * from central
