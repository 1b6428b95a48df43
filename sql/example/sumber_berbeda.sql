-- Scores on which sources differ, the widest range first.
select
    mart_spi.region_code,
    mart_region.region_name,
    mart_spi.scope,
    mart_spi.year,
    mart_spi.score,
    mart_spi.low,
    mart_spi.high,
    mart_spi.high - mart_spi.low as distance,
    mart_spi.n_sources,
    mart_spi.source_ids
from mart_spi
inner join mart_region on mart_spi.region_code = mart_region.region_code
where mart_spi.is_disputed
order by distance desc, mart_spi.region_code asc, mart_spi.scope asc, mart_spi.year asc
