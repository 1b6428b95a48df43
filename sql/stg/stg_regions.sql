-- One row per region, as the facts table gives it.
select
    region_code,
    region_name,
    short_name,
    level,
    province_code,
    island_group,
    iso_3166_2,
    bps_code,
    cast(first_year as integer) as first_year,
    split_from
from raw_regions
