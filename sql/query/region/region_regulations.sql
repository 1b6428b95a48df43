-- One row per regulation of a region up to a year, newest first; a province comes with its parts.
-- Parameters: $region_code, $year.
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        stg_regulations.year,
        mart_region.region_code,
        mart_region.region_label,
        stg_regulations.instrument as event_type,
        stg_regulations.regulation_number,
        stg_regulations.subject,
        stg_regulations.title_id,
        stg_regulations.title_id as title_en,
        [stg_regulations.source_id] as source_ids,
        count(*) over () as n_found
    from stg_regulations
    inner join mart_region on stg_regulations.region_code = mart_region.region_code
    inner join mart_region as chosen
        on
            mart_region.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_region.province_code = chosen.region_code)
    where chosen.region_code = $region_code and stg_regulations.year <= $year
    order by
        stg_regulations.year desc,
        mart_region.region_code asc,
        stg_regulations.regulation_number asc,
        stg_regulations.title_id asc
    limit $most_rows
)

select *
from newest
order by year desc, region_code asc, regulation_number asc, title_id asc
