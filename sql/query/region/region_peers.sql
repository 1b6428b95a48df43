-- One row per region whose score lies nearest to that of one region: five, or more where others lie
-- as near as the fifth, the nearest first, of the same kind of government in one year.
-- Parameters: $region_code, $scope (of a province), $year.
with

chosen as (
    select
        mart_spi.region_code,
        mart_spi.scope,
        mart_spi.year,
        mart_spi.score
    from mart_region_scope as regions
    inner join mart_spi
        on regions.region_code = mart_spi.region_code and regions.scope = mart_spi.scope
    where
        regions.region_code = $region_code
        and regions.asked_scope = $scope
        and mart_spi.year = $year
),

peers as (
    select
        mart_region.region_code,
        mart_region.region_name,
        mart_region.region_label,
        mart_spi.scope,
        mart_spi.year,
        cast(mart_spi.score as double) as score,
        mart_spi.is_disputed,
        cast(mart_spi.score - chosen.score as double) as distance,
        mart_spi.source_ids
    from chosen
    inner join mart_spi
        on
            chosen.scope = mart_spi.scope
            and chosen.year = mart_spi.year
            and chosen.region_code <> mart_spi.region_code
    inner join mart_region on mart_spi.region_code = mart_region.region_code
)

select * from peers
qualify rank() over (order by abs(distance) asc) <= 5
order by abs(distance) asc, region_code asc
