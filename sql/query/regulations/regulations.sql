-- One row per regulation found, by province and region, newest first.
-- Parameters: $year (the last one), $region (codes; a province stands for its kabupaten and kota
-- too; none stands for all), $subject (codes; none stands for all).
select
    mart_region.province_code,
    mart_region.province_name,
    stg_regulations.region_code,
    mart_region.region_name,
    mart_region.region_label,
    stg_regulations.instrument,
    stg_regulations.regulation_number,
    stg_regulations.year,
    stg_regulations.subject,
    stg_regulations.title_id,
    stg_regulations.reliability,
    [stg_regulations.source_id] as source_ids
from stg_regulations
inner join mart_region on stg_regulations.region_code = mart_region.region_code
where
    stg_regulations.year <= $year
    and (
        array_length($region) = 0
        or list_contains($region, stg_regulations.region_code)
        or list_contains($region, mart_region.province_code)
    )
    and (array_length($subject) = 0 or list_contains($subject, stg_regulations.subject))
order by
    mart_region.province_code asc,
    stg_regulations.region_code asc,
    stg_regulations.year desc,
    stg_regulations.subject asc,
    stg_regulations.title_id asc
