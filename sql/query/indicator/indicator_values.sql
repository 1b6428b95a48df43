-- Grain: one row per province, or per kabupaten and kota of a place, with or without a value in the
-- year: the first by rank (by name where nothing is ranked), those without a value at the end.
-- Provinces that were established later and those without a government of their own are marked.
-- Parameters: $indicator, $year, $region_level ('provinces' or 'regencies'), $within ('nasional', a
-- province or an island group), $kind ('all', 'kabupaten' or 'kota'), $region (highlighted codes).
with

places as (
    select
        *,
        cast($year as integer) >= coalesce(first_year, 0) as is_established
    from mart_region
    where
        ($region_level = 'provinces' and level = 'provinsi')
        or (
            $region_level = 'regencies'
            and level in ('kabupaten', 'kota')
            and $kind in ('all', level)
            and $within in ('nasional', province_code, island_group)
        )
)

select
    places.region_code,
    places.region_name,
    places.region_label,
    places.level,
    places.province_name,
    places.island_group,
    places.has_own_government,
    places.is_established,
    places.first_year,
    cast($year as integer) as year,
    shown.value,
    shown.value_decimals,
    shown.class_code,
    shown.value_class_id,
    shown.value_class_en,
    shown.low,
    shown.high,
    coalesce(shown.is_disputed, false) as is_disputed,
    shown.n_sources,
    coalesce(shown.is_by_absence, false) as is_by_absence,
    shown.completeness,
    shown.previous_year,
    shown.previous_value,
    shown.value_change,
    shown.value_rank,
    shown.n_ranked,
    shown.is_rank_shared,
    list_contains($region, places.region_code) as is_chosen,
    coalesce(shown.source_ids, cast([] as varchar[])) as source_ids
from places
left join mart_indicator as shown
    on
        places.region_code = shown.region_code
        and shown.year = $year
        and shown.indicator = $indicator
left join stg_indicators as described on described.indicator = $indicator
order by
    shown.value is null asc,
    case
        when shown.value_rank is null then 0
        when described.direction = 'lower_is_better' then shown.value
        else -shown.value
    end asc,
    places.region_name asc,
    places.region_code asc
