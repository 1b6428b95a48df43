-- Grain: one row per island group, scope and survey year with at least one known score.
-- The plain mean of the known scores of an island group's provinces; is_representative says
-- whether at least half of its provinces have one, below that the mean is not shown.
with

provinces as (
    select
        mart_region.island_group,
        stg_spi_survey_years.year,
        count(*) as n_provinces
    from mart_region
    inner join stg_spi_survey_years
        on stg_spi_survey_years.year >= coalesce(mart_region.first_year, 0)
    where mart_region.level = 'provinsi'
    group by mart_region.island_group, stg_spi_survey_years.year
),

means as (
    select
        mart_region.island_group,
        mart_spi.scope,
        mart_spi.year,
        cast(sum(mart_spi.score) as double) / count(*) as score,
        count(*) as n_known
    from mart_spi
    inner join mart_region on mart_spi.region_code = mart_region.region_code
    where mart_region.level = 'provinsi'
    group by mart_region.island_group, mart_spi.scope, mart_spi.year
),

sources as (
    select
        mart_region.island_group,
        mart_spi.scope,
        mart_spi.year,
        array_slice(list_sort(array_agg(distinct listed.source_id)), 1, 60) as source_ids
    from mart_spi
    inner join mart_region on mart_spi.region_code = mart_region.region_code
    cross join unnest(mart_spi.source_ids) as listed (source_id)
    where mart_region.level = 'provinsi'
    group by mart_region.island_group, mart_spi.scope, mart_spi.year
),

island_means as (
    select
        means.island_group,
        means.scope,
        means.year,
        means.score,
        means.n_known,
        provinces.n_provinces,
        means.n_known * 2 >= provinces.n_provinces as is_representative,
        sources.source_ids
    from means
    inner join provinces
        on means.island_group = provinces.island_group and means.year = provinces.year
    inner join sources
        on
            means.island_group = sources.island_group
            and means.scope = sources.scope
            and means.year = sources.year
)

select * from island_means
