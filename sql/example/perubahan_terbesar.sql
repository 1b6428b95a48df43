-- Largest changes between two successive surveys; has_method_change says what to compare with care.
select
    mart_spi.region_code,
    mart_region.region_name,
    mart_spi.scope,
    mart_spi.previous_year,
    mart_spi.year,
    mart_spi.previous_score,
    mart_spi.score,
    mart_spi.change,
    mart_spi.has_method_change,
    mart_spi.source_ids
from mart_spi
inner join mart_region on mart_spi.region_code = mart_region.region_code
where mart_spi.years_back = 1
order by
    abs(mart_spi.change) desc, mart_spi.region_code asc, mart_spi.scope asc, mart_spi.year asc
limit 25
