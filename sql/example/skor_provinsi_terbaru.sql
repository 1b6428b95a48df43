-- Newest score of each provincial government.
with

newest as (
    select
        mart_spi.*,
        row_number() over (
            partition by mart_spi.region_code
            order by mart_spi.year desc
        ) as nth_newest
    from mart_spi
    where mart_spi.scope = 'pemprov'
)

select
    newest.region_code,
    mart_region.region_name,
    newest.year,
    newest.score,
    newest.spi_class,
    newest.reliability,
    newest.source_ids
from newest
inner join mart_region on newest.region_code = mart_region.region_code
where newest.nth_newest = 1
order by newest.year desc, newest.score desc, newest.region_code asc
