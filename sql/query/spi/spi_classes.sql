-- Grain: one row per class of a survey year, lowest first; none for a year without classes.
-- Parameters: $year.
select
    year,
    class_scheme,
    spi_class,
    cast(class_lower as double) as class_lower,
    cast(class_upper as double) as class_upper,
    [source_id] as source_ids
from stg_spi_classes
where year = $year
order by class_lower
