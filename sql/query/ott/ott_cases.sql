-- One row per chosen operation that holds every searched word, newest first.
-- Parameters: $from_year, $year, $region (codes; a province with its parts; empty: all, also
-- central cases without a province), $level, $sector (codes; empty: all), $words (in small
-- letters; empty: all), $lang (whose text is searched).
-- $most_rows: only so many are here, the newest ones; n_found says how many there are.
with

newest as (
    select
        incident_id,
        ott_date,
        date_precision,
        is_complete,
        region_code,
        region_name,
        region_label,
        province_code,
        province_label,
        level_group,
        sector,
        offices_id,
        offices_en,
        summary_id,
        summary_en,
        people_arrested,
        suspects_named,
        cash_seized_idr,
        is_counted_by_kpk,
        outcome_kind,
        outcome_id,
        outcome_en,
        note_id,
        reliability,
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
        and not exists (
            select 1
            from unnest($words) as searched (word)
            where
                strpos(case when $lang = 'en' then search_en else search_id end, searched.word) = 0
        )
    order by ott_date desc, incident_id asc
    limit $most_rows
)

select *
from newest
order by ott_date desc, incident_id asc
