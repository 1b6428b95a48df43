-- One row per score of a region and year up to a year, newest first. A province has two kinds: that
-- of its own government and the territory aggregate; they are different quantities.
-- Parameters: $region_code, $year.
select
    mart_spi.year,
    mart_spi.region_code,
    mart_spi.scope,
    cast(mart_spi.score as double) as score,
    mart_spi.spi_class,
    cast(mart_spi.change as double) as change,
    mart_spi.is_disputed,
    case when mart_spi.is_disputed then cast(mart_spi.low as double) end as low,
    case when mart_spi.is_disputed then cast(mart_spi.high as double) end as high,
    mart_spi.source_ids
from mart_spi
where mart_spi.region_code = $region_code and mart_spi.year <= $year
order by mart_spi.year desc, mart_spi.scope desc
