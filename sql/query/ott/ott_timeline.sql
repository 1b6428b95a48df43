-- Grain: one row per operation, oldest first, lane by lane from the kabupaten up.
-- Parameters: $from_year, $year, $region (codes; a province with its parts; empty: all, also
-- central cases without a province), $level, $sector (codes; empty: all).
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        incident_id,
        ott_date as event_date,
        date_precision,
        region_code,
        region_name,
        region_label,
        level_group,
        sector,
        offices_id,
        offices_en,
        summary_id,
        summary_en,
        people_arrested,
        suspects_named,
        cash_seized_idr,
        outcome_id,
        outcome_en,
        is_counted_by_kpk,
        is_complete,
        level_order,
        source_ids,
        count(*) over () as n_found
    from mart_ott_case
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($level) = 0 or list_contains($level, level_group))
        and (array_length($sector) = 0 or list_contains($sector, sector))
    order by ott_date desc, incident_id asc
    limit $most_rows
)

select * exclude (level_order)
from newest
order by level_order, event_date, incident_id
