-- Grain: one row per chosen region and year of the window; a year without a value has a row too.
-- Parameters: $indicator, $from_year, $to_year, $region (codes, in the reader's order).
with

chosen as (
    select *
    from mart_region
    where list_contains($region, region_code)
),

years as (
    select cast(listed.year as integer) as year
    from unnest(generate_series($from_year, $to_year)) as listed (year)
)

select
    chosen.region_code as series_key,
    'region' as series_kind,
    chosen.region_label as series_label,
    chosen.region_code,
    chosen.level,
    chosen.island_group,
    years.year,
    known.value,
    known.value_decimals,
    known.class_code,
    known.value_class_id,
    known.value_class_en,
    known.low,
    known.high,
    coalesce(known.is_disputed, false) as is_disputed,
    coalesce(known.is_by_absence, false) as is_by_absence,
    known.previous_year,
    known.value_change,
    known.value_rank,
    known.n_ranked,
    known.is_rank_shared,
    coalesce(known.source_ids, cast([] as varchar[])) as source_ids
from chosen
cross join years
left join mart_indicator as known
    on
        chosen.region_code = known.region_code
        and years.year = known.year
        and known.indicator = $indicator
order by
    array_position($region, chosen.region_code),
    years.year
