-- The classes of a year must run from 0 to 100 without a gap or an overlap.
with

neighbours as (
    select
        year,
        spi_class,
        class_lower,
        class_upper,
        lag(class_upper) over (partition by year order by class_lower) as upper_before,
        lead(class_lower) over (partition by year order by class_lower) as lower_after
    from stg_spi_classes
)

select *
from neighbours
where
    class_lower >= class_upper
    or class_lower <> coalesce(upper_before, 0)
    or class_upper <> coalesce(lower_after, 100)
