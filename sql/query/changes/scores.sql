-- One row per region, scope and year with a known score, or with a class that is known alone.
-- previous_class is the class of the year known before it, score or not; is_class_comparable says
-- whether both hold by the same limits.
with

known as (
    select
        region_code,
        scope,
        year,
        cast(score as double) as score,
        cast(low as double) as low,
        cast(high as double) as high,
        is_disputed,
        spi_class,
        cast(null as varchar) as reported_reliability,
        previous_year,
        cast(previous_score as double) as previous_score,
        has_method_change,
        has_class_change,
        crossed_split_year,
        source_ids
    from mart_spi
    union all
    select
        region_code,
        scope,
        year,
        cast(null as double) as score,
        cast(null as double) as low,
        cast(null as double) as high,
        false as is_disputed,
        reported_class as spi_class,
        reliability as reported_reliability,
        cast(null as integer) as previous_year,
        cast(null as double) as previous_score,
        false as has_method_change,
        false as has_class_change,
        cast(null as integer) as crossed_split_year,
        source_ids
    from mart_spi_reported_class
),

against_previous as (
    select
        *,
        lag(spi_class) over (partition by region_code, scope order by year) as previous_class,
        lag(year) over (partition by region_code, scope order by year) as previous_class_year
    from known
)

select
    against_previous.*,
    regions.region_name,
    not exists (
        select 1
        from stg_spi_method_notes as notes
        where
            notes.note_kind = 'class_change'
            and notes.year > against_previous.previous_class_year
            and notes.year <= against_previous.year
    ) as is_class_comparable
from against_previous
left join stg_regions as regions on against_previous.region_code = regions.region_code
order by
    against_previous.region_code asc,
    against_previous.scope asc,
    against_previous.year asc
