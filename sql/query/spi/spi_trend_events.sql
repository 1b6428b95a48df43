-- Grain: one row per OTT or activity of a chosen region (a province with its kabupaten and kota).
-- Parameters: $from_year, $to_year, $region (codes), $events ('shown', else there are none).
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        chosen.region_code as series_key,
        mart_event.event_id,
        mart_event.event_kind,
        mart_event.region_code,
        mart_event.region_label,
        mart_event.event_date,
        mart_event.date_precision,
        mart_event.event_type,
        mart_event.title_id,
        mart_event.title_en,
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
        $events = 'shown'
        and list_contains($region, chosen.region_code)
        and mart_event.event_kind in ('ott', 'activity')
        and extract(year from mart_event.event_date) between $from_year and $to_year
    order by mart_event.event_date desc, mart_event.event_id asc
    limit $most_rows
)

select *
from newest
order by series_key, event_date, event_id
