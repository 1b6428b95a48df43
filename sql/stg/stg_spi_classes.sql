-- One row per class of a survey year: lower bound inclusive, upper bound exclusive (100 inclusive).
select
    cast(year as integer) as year,
    scheme as class_scheme,
    spi_class,
    cast(lower_bound as decimal(7, 4)) as class_lower,
    cast(upper_bound as decimal(7, 4)) as class_upper,
    source_id
from raw_spi_classes
