-- One row per score of a region and year up to a year, newest first, and per year of which a source
-- reports the class alone. A province has two kinds: that of its own government and the territory
-- aggregate; they are different quantities.
-- Parameters: $region_code, $year.
with

known as (
    select
        year,
        region_code,
        scope,
        cast(score as double) as score,
        spi_class,
        cast(null as varchar) as reported_class,
        cast(null as varchar) as reported_reliability,
        cast(change as double) as change,
        is_disputed,
        case when is_disputed then cast(low as double) end as low,
        case when is_disputed then cast(high as double) end as high,
        source_ids
    from mart_spi
    union all
    select
        year,
        region_code,
        scope,
        cast(null as double) as score,
        'no_data' as spi_class,
        reported_class,
        reliability as reported_reliability,
        cast(null as double) as change,
        false as is_disputed,
        cast(null as double) as low,
        cast(null as double) as high,
        source_ids
    from mart_spi_reported_class
)

select * from known
where region_code = $region_code and year <= $year
order by year desc, scope desc
