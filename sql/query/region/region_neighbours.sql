-- One row per neighbour of a region: of a province those of its island group; of a kabupaten or
-- kota its province first, then the others in it.
-- Parameters: $region_code.
select
    mart_region.region_code,
    mart_region.region_name,
    mart_region.region_label,
    mart_region.level
from mart_region
inner join mart_region as chosen
    on
        mart_region.region_code <> chosen.region_code
        and (
            (
                chosen.level = 'provinsi'
                and mart_region.level = 'provinsi'
                and mart_region.island_group = chosen.island_group
            )
            or (chosen.level <> 'provinsi' and mart_region.province_code = chosen.province_code)
        )
where chosen.region_code = $region_code
order by mart_region.level <> 'provinsi', mart_region.region_code
