-- Grain: one row per dated fact of one region: a score, an OTT, an activity, a WBK stage or a
-- regulation. A province comes with what happened in its kabupaten and kota.
-- Parameters: $from_year, $to_year, $scope (of a province), $region (codes; the first is shown).
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

chosen as (
    select * from mart_region_scope
    where array_position($region, region_code) = 1 and asked_scope = $scope
),

-- Few regions, so that the events of others are not read.
places as (
    select mart_region.region_code
    from mart_region
    inner join chosen
        on
            mart_region.region_code = chosen.region_code
            or (chosen.level = 'provinsi' and mart_region.province_code = chosen.region_code)
),

scores as (
    select
        'spi' as lane,
        chosen.region_code,
        chosen.region_label,
        make_date(mart_spi.year, 7, 1) as event_date,
        'year' as date_precision,
        cast(null as varchar) as event_type,
        cast(mart_spi.score as double) as score,
        mart_spi.spi_class,
        mart_spi.is_disputed,
        mart_spi.scope,
        mart_spi.year,
        cast(mart_spi.change as double) as change,
        mart_spi.previous_year,
        mart_spi.has_method_change,
        mart_spi.has_class_change,
        mart_spi.crossed_split_year,
        cast(null as varchar) as title_id,
        cast(null as varchar) as title_en,
        cast(null as varchar) as outcome_id,
        cast(null as varchar) as outcome_en,
        mart_spi.source_ids
    from chosen
    inner join mart_spi
        on
            chosen.region_code = mart_spi.region_code
            and chosen.scope = mart_spi.scope
    where mart_spi.year between $from_year and $to_year
),

events as (
    select
        mart_event.event_kind as lane,
        mart_event.region_code,
        mart_event.region_label,
        mart_event.event_date,
        mart_event.date_precision,
        mart_event.event_type,
        cast(null as double) as score,
        cast(null as varchar) as spi_class,
        cast(null as boolean) as is_disputed,
        cast(null as varchar) as scope,
        cast(null as integer) as year,
        cast(null as double) as change,
        cast(null as integer) as previous_year,
        cast(null as boolean) as has_method_change,
        cast(null as boolean) as has_class_change,
        cast(null as integer) as crossed_split_year,
        mart_event.title_id,
        mart_event.title_en,
        mart_event.outcome_id,
        mart_event.outcome_en,
        [mart_event.source_id] as source_ids
    from mart_event
    inner join places on mart_event.region_code = places.region_code
    where extract(year from mart_event.event_date) between $from_year and $to_year
),

all_rows as (
    select * from scores
    union all
    select * from events
),

newest as (
    select
        *,
        count(*) over () as n_found
    from all_rows
    order by event_date desc, lane asc, region_code asc, title_id asc
    limit $most_rows
)

select * from newest
order by event_date, lane, region_code, title_id
