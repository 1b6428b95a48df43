-- One row per OTT of a region up to a year, newest first; a province comes with its parts.
-- Parameters: $region_code, $year.
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        mart_event.event_id,
        mart_event.event_date,
        mart_event.date_precision,
        mart_event.region_code,
        mart_event.region_label,
        mart_event.event_type,
        mart_event.title_id as offices_id,
        mart_event.title_en as offices_en,
        mart_event.detail_id as summary_id,
        mart_event.detail_en as summary_en,
        mart_event.outcome_id,
        mart_event.outcome_en,
        [mart_event.source_id] as source_ids,
        count(*) over () as n_found
    from mart_event
    inner join mart_region as chosen
        on
            mart_event.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_event.province_code = chosen.region_code)
    where
        chosen.region_code = $region_code
        and mart_event.event_kind = 'ott'
        and $year >= extract(year from mart_event.event_date)
    order by mart_event.event_date desc, mart_event.event_id asc
    limit $most_rows
)

select * exclude (event_id)
from newest
order by event_date desc, event_id asc
