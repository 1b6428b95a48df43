-- The national index, newest year first, up to $year.
select
    year,
    cast(score as double) as score,
    spi_class,
    previous_year,
    cast(change as double) as change,
    has_method_change,
    has_class_change,
    is_disputed,
    cast(low as double) as low,
    cast(high as double) as high,
    source_ids
from mart_spi
where scope = 'nasional' and region_code = '00' and year <= $year
order by year desc
