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
    from mart_spi
    inner join mart_region on mart_spi.region_code = mart_region.region_code
    where
        mart_spi.region_code = $region_code
        and mart_spi.year = $year
        and mart_spi.scope = case
            when mart_region.level = 'provinsi' then cast($scope as varchar)
            else mart_region.own_scope
        end
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
