-- One row per neighbour of a region: of a province those of its island group; of a kabupaten or
-- kota its province first, then the others in it, those of its own kind before the others. Best
-- score of the year first, the unknown last; a province has no score beside kabupaten and kota,
-- which are of another kind. reported_class is a class that a source reports where that year's
-- score is not known.
-- Parameters: $region_code, $year, $scope (of provinces).
select
    neighbours.region_code,
    neighbours.region_name,
    neighbours.region_label,
    neighbours.level,
    cast(mart_spi.score as double) as score,
    coalesce(mart_spi.is_disputed, false) as is_disputed,
    reported.reported_class,
    coalesce(mart_spi.source_ids, reported.source_ids) as source_ids
from mart_region as chosen
inner join mart_region_scope as neighbours
    on
        chosen.region_code <> neighbours.region_code
        and (
            (
                chosen.level = 'provinsi'
                and neighbours.level = 'provinsi'
                and chosen.island_group = neighbours.island_group
            )
            or (chosen.level <> 'provinsi' and chosen.province_code = neighbours.province_code)
        )
left join mart_spi
    on
        neighbours.region_code = mart_spi.region_code
        and mart_spi.year = $year
        and (chosen.level = 'provinsi' or neighbours.level <> 'provinsi')
        and neighbours.scope = mart_spi.scope
left join mart_spi_reported_class as reported
    on
        neighbours.region_code = reported.region_code
        and reported.year = $year
        and (chosen.level = 'provinsi' or neighbours.level <> 'provinsi')
        and neighbours.scope = reported.scope
where chosen.region_code = $region_code and neighbours.asked_scope = $scope
order by
    neighbours.level <> 'provinsi' asc,
    neighbours.level <> chosen.level asc,
    mart_spi.score desc nulls last,
    neighbours.region_code asc
