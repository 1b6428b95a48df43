-- One row per stage of a unit on the way to WBK or WBBM, of a region up to a year, newest first; a
-- province comes with its parts. unit_count is empty for a group of unknown size.
-- Parameters: $region_code, $year.
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        stg_wbk_status.year,
        mart_region.region_code,
        mart_region.region_label,
        stg_wbk_status.unit_name,
        stg_wbk_status.unit_count,
        stg_wbk_status.owner_type,
        stg_wbk_status.stage as event_type,
        stg_wbk_status.award_by,
        stg_wbk_status.year_basis = 'inferred' as is_year_inferred,
        [stg_wbk_status.source_id] as source_ids,
        count(*) over () as n_found
    from stg_wbk_status
    inner join mart_region on stg_wbk_status.region_code = mart_region.region_code
    inner join mart_region as chosen
        on
            mart_region.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_region.province_code = chosen.region_code)
    where chosen.region_code = $region_code and stg_wbk_status.year <= $year
    order by
        stg_wbk_status.year desc,
        mart_region.region_code asc,
        stg_wbk_status.unit_name asc,
        stg_wbk_status.stage asc,
        stg_wbk_status.source_id asc
    limit $most_rows
)

select *
from newest
order by year desc, region_code asc, unit_name asc, event_type asc, source_ids asc
