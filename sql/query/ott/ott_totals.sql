-- One row: what is known of the chosen operations together; counts of none are zero.
-- Parameters: $from_year, $year, $region (codes; a province with its parts; empty: all, also
-- central cases without a province), $level, $sector (codes; empty: all).
-- cash_seized_idr sums what sources said, of cash_count operations; central_count are the cases
-- without a province that a choice of regions leaves out.
with

dated as (
    select *
    from mart_ott_case
    where
        year between $from_year and $year
        and (array_length($level) = 0 or list_contains($level, level_group))
        and (array_length($sector) = 0 or list_contains($sector, sector))
),

chosen as (
    select *
    from dated
    where
        array_length($region) = 0
        or list_contains($region, region_code)
        or list_contains($region, province_code)
),

newest as (
    select
        ott_date,
        date_precision,
        region_code,
        region_label,
        offices_id,
        offices_en
    from chosen
    order by ott_date desc, incident_id asc
    limit 1
),

as_new as (
    select count(*) as newest_count
    from chosen
    inner join newest
        on chosen.ott_date = newest.ott_date and chosen.date_precision = newest.date_precision
),

central as (
    select count(*) as central_count
    from dated
    where array_length($region) > 0 and region_code = '00'
),

counts as (
    select
        count(*) as ott_count,
        count(*) filter (where is_complete) as complete_count,
        count(*) filter (where level_group = 'kabupaten_kota') as kabupaten_kota_count,
        count(*) filter (where level_group = 'provinsi') as provinsi_count,
        count(*) filter (where level_group = 'pusat_daerah') as pusat_daerah_count,
        count(*) filter (where level_group = 'pusat') as pusat_count,
        count(cash_seized_idr) as cash_count,
        cast(sum(cash_seized_idr) as bigint) as cash_seized_idr,
        count(outcome_kind) as outcome_count,
        count(*) filter (where outcome_kind = 'sentenced') as sentenced_count,
        count(*) filter (where outcome_kind = 'transferred') as transferred_count,
        count(*) filter (where outcome_kind = 'annulled') as annulled_count,
        count(*) filter (where outcome_kind = 'other') as other_count,
        coalesce(
            array_slice(list_sort(array_agg(distinct source_id)), 1, 60), cast([] as varchar[])
        ) as source_ids
    from chosen
)

select
    counts.*,
    central.central_count,
    as_new.newest_count,
    newest.ott_date,
    newest.date_precision,
    newest.region_code,
    newest.region_label,
    newest.offices_id,
    newest.offices_en
from counts
cross join central
cross join as_new
left join newest on counts.ott_count > 0
