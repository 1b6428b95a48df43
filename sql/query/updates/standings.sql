-- Where every government stood in every survey: the chosen score, its rank, and its class.
select
    mart_spi.region_code,
    mart_spi.scope,
    mart_spi.year,
    mart_spi.score,
    mart_spi.score_rank,
    mart_spi.n_ranked,
    mart_spi.spi_class
from mart_spi
order by mart_spi.year desc, mart_spi.region_code asc, mart_spi.scope asc
