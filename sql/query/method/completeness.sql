-- Grain: one row per kind of fact: how much of it is known for the year, and what absence means.
-- Parameters: $year.
with

provinces as (
    select count(*) as n_provinces
    from mart_region
    where level = 'provinsi' and coalesce(first_year, 0) <= $year
),

governments as (
    select count(*) as n_governments
    from mart_region
    where level in ('kabupaten', 'kota') and has_own_government
),

known as (
    select
        count(*) filter (where scope = 'pemprov') as n_pemprov,
        count(*) filter (where scope in ('pemkab', 'pemkot')) as n_regency_city
    from mart_spi
    where year = $year
),

facts as (
    select
        'spi_pemprov' as fact,
        known.n_pemprov as n_known,
        provinces.n_provinces as n_all
    from known
    cross join provinces
    union all
    select
        'spi_regency_city' as fact,
        known.n_regency_city as n_known,
        governments.n_governments as n_all
    from known
    cross join governments
    union all
    select
        'activity' as fact,
        count(*) as n_known,
        cast(null as bigint) as n_all
    from stg_bimtek_activity
    where $year >= extract(year from start_date)
    union all
    select
        'wbk' as fact,
        count(*) as n_known,
        cast(null as bigint) as n_all
    from stg_wbk_status
    where year <= $year
    union all
    select
        'source' as fact,
        count(*) as n_known,
        cast(null as bigint) as n_all
    from stg_sources
)

select * from facts
order by
    array_position(['spi_pemprov', 'spi_regency_city', 'activity', 'wbk', 'source'], fact)
