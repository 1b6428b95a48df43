-- Grain: one row per series and survey year, with or without a score: what a trend is drawn from.
-- Series are the regions (a province once for each scope, a kabupaten or kota with its own
-- government), the national index, the mean of provincial governments, and the island means of
-- years in which at least half of an island's provinces have a score.
with

province_scopes as (
    select unnest(['pemprov', 'agregat_wilayah']) as scope
),

region_series as (
    select
        region_code as series_key,
        'region' as series_kind,
        region_label as series_label,
        region_code,
        scope,
        asked_scope
    from mart_region_scope
),

national_series as (
    select
        listed.national_scope as series_key,
        listed.national_scope as series_kind,
        cast(null as varchar) as series_label,
        '00' as region_code,
        listed.national_scope as scope,
        cast(null as varchar) as asked_scope
    from (values ('nasional'), ('rerata_pemprov')) as listed (national_scope)
),

score_rows as (
    select
        series.series_key,
        series.series_kind,
        series.series_label,
        series.region_code,
        series.scope,
        series.asked_scope,
        stg_spi_survey_years.year,
        cast(mart_spi.score as double) as score,
        cast(mart_spi.low as double) as low,
        cast(mart_spi.high as double) as high,
        coalesce(mart_spi.is_disputed, false) as is_disputed,
        mart_spi.spi_class,
        cast(mart_spi.change as double) as change,
        mart_spi.previous_year,
        mart_spi.has_method_change,
        mart_spi.has_class_change,
        mart_spi.crossed_split_year,
        cast(null as bigint) as n_known,
        cast(null as bigint) as n_provinces,
        mart_spi.source_ids
    from (
        select * from region_series
        union all
        select * from national_series
    ) as series
    cross join stg_spi_survey_years
    left join mart_spi
        on
            series.region_code = mart_spi.region_code
            and series.scope = mart_spi.scope
            and stg_spi_survey_years.year = mart_spi.year
),

islands as (
    select distinct island_group
    from mart_region
    where level = 'provinsi'
),

island_rows as (
    select
        'pulau-' || islands.island_group as series_key,
        'pulau' as series_kind,
        islands.island_group as series_label,
        islands.island_group as region_code,
        province_scopes.scope,
        province_scopes.scope as asked_scope,
        stg_spi_survey_years.year,
        cast(mart_spi_island.score as double) as score,
        cast(null as double) as low,
        cast(null as double) as high,
        false as is_disputed,
        cast(null as varchar) as spi_class,
        cast(null as double) as change,
        cast(null as integer) as previous_year,
        cast(null as boolean) as has_method_change,
        cast(null as boolean) as has_class_change,
        cast(null as integer) as crossed_split_year,
        mart_spi_island.n_known,
        mart_spi_island.n_provinces,
        mart_spi_island.source_ids
    from islands
    cross join province_scopes
    cross join stg_spi_survey_years
    left join mart_spi_island
        on
            islands.island_group = mart_spi_island.island_group
            and province_scopes.scope = mart_spi_island.scope
            and stg_spi_survey_years.year = mart_spi_island.year
            and mart_spi_island.is_representative
),

all_series as (
    select * from score_rows
    union all
    select * from island_rows
)

select * from all_series
