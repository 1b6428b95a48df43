-- Grain: one row per region and complete year of the incident table: its operations of all years
-- with a complete list up to that one, which is the end of the window.
-- A province counts operations as in mart_ott, a kabupaten or kota counts its own. Rates are for
-- provinces only: in one kabupaten or kota a single operation would decide them.
with

windows as (
    select
        ends.year as ott_to_year,
        counted.year
    from mart_ott_year as ends
    inner join mart_ott_year as counted on ends.year >= counted.year
    where
        ends.is_complete
        and ends.is_zero_when_absent
        and counted.is_complete
        and counted.is_zero_when_absent
),

spans as (
    select
        ott_to_year,
        min(year) as ott_from_year
    from windows
    group by ott_to_year
),

operations as (
    select
        places.counted_code as region_code,
        windows.ott_to_year,
        count(*) as ott_count,
        count(*) filter (where incidents.government_level <> 'pusat') as regional_count,
        array_slice(list_sort(array_agg(distinct incidents.source_id)), 1, 60) as source_ids
    from stg_ott_incidents as incidents
    inner join mart_region_place as places on incidents.region_code = places.region_code
    inner join windows on extract(year from incidents.ott_date) = windows.year
    group by places.counted_code, windows.ott_to_year
),

counted_windows as (
    select
        mart_region.region_code,
        mart_region.level,
        spans.ott_from_year,
        spans.ott_to_year,
        coalesce(operations.ott_count, 0) as ott_count,
        coalesce(operations.regional_count, 0) as regional_count,
        mart_region.population,
        mart_region.population_source_id,
        mart_region.n_governments,
        coalesce(operations.source_ids, cast([] as varchar[])) as ott_source_ids
    from mart_region
    cross join spans
    left join operations
        on
            mart_region.region_code = operations.region_code
            and spans.ott_to_year = operations.ott_to_year
    where mart_region.level <> 'nasional'
),

-- The sources of a rate are also those of the population.
rated as (
    select
        region_code,
        ott_from_year,
        ott_to_year,
        ott_count,
        regional_count,
        case when level = 'provinsi' then cast(ott_count as double) * 10000000 / population end
            as per_10_million_people,
        case when level = 'provinsi' then cast(regional_count as double) * 100 / n_governments end
            as per_100_governments,
        case
            when level = 'provinsi' then list_append(ott_source_ids, population_source_id)
            else ott_source_ids
        end as source_ids
    from counted_windows
)

select * from rated
