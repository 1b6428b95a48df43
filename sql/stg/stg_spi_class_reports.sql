-- One row per statement: the class that one source reports of one government, without a score.
select
    region_code,
    scope,
    cast(year as integer) as year,
    spi_class,
    source_id,
    reliability
from raw_spi_class_reports
