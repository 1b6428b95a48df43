-- Grain: one row per government of a province in one year: its kabupaten and kota, best score first
-- and the unknown after them, then the provincial government and the aggregate of the territory.
-- reported_class is a class that a source reports where that year's score is not known.
-- Parameters: $year, $to_year (up to which a newer score is told), $region (codes; the first one
-- is shown: a province, or a part of one).
with

chosen as (
    select
        region_code,
        province_code
    from mart_region
    where array_position($region, region_code) = 1
),

province_scopes as (
    select unnest(['pemprov', 'agregat_wilayah']) as scope
),

governments as (
    select
        mart_region.*,
        mart_region.own_scope as scope
    from mart_region
    inner join chosen on mart_region.province_code = chosen.province_code
    where mart_region.level in ('kabupaten', 'kota') and mart_region.has_own_government
    union all
    select
        mart_region.*,
        province_scopes.scope
    from mart_region
    inner join chosen on mart_region.region_code = chosen.province_code
    cross join province_scopes
),

all_rows as (
    select
        governments.region_code,
        governments.region_name,
        governments.region_label,
        governments.province_name,
        governments.scope,
        governments.level <> 'provinsi' as is_regency,
        cast($year as integer) as year,
        cast(mart_spi.score as double) as score,
        case
            when mart_spi.score is null then 'no_data'
            when mart_spi.spi_class is null then 'unclassified'
            else mart_spi.spi_class
        end as spi_class,
        reported.reported_class,
        reported.reliability as reported_reliability,
        cast(mart_spi.low as double) as low,
        cast(mart_spi.high as double) as high,
        coalesce(mart_spi.is_disputed, false) as is_disputed,
        mart_spi.previous_year,
        cast(mart_spi.change as double) as change,
        mart_spi.has_method_change,
        mart_spi.has_class_change,
        mart_spi.crossed_split_year,
        mart_spi.n_sources,
        governments.level <> 'provinsi' and governments.region_code = chosen.region_code
            as is_chosen,
        newest.year as newest_year,
        cast(newest.score as double) as newest_score,
        newest.spi_class as newest_class,
        newest.is_disputed as newest_is_disputed,
        list_sort(
            list_distinct(
                list_concat(
                    coalesce(mart_spi.source_ids, reported.source_ids, cast([] as varchar[])),
                    coalesce(newest.source_ids, cast([] as varchar[]))
                )
            )
        ) as source_ids
    from governments
    cross join chosen
    left join mart_spi
        on
            governments.region_code = mart_spi.region_code
            and governments.scope = mart_spi.scope
            and mart_spi.year = $year
    left join mart_spi_reported_class as reported
        on
            governments.region_code = reported.region_code
            and governments.scope = reported.scope
            and reported.year = $year
    left join mart_spi as newest
        on
            governments.region_code = newest.region_code
            and governments.scope = newest.scope
            and newest.year <> $year
            and newest.year <= $to_year
            and (newest.next_year is null or newest.next_year > $to_year)
)

select * from all_rows
order by
    is_regency desc,
    case when is_regency then score end desc nulls last,
    region_code asc,
    scope desc
