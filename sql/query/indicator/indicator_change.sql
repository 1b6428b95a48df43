-- Grain: one row per region: its value in two years and the change between them; provinces first,
-- then kabupaten, then kota, the largest rise of each kind first. Every province that was
-- established by the earlier year is there, unless kabupaten and kota alone are chosen, and every
-- chosen region.
-- Parameters: $indicator, $from_year, $year, $region (codes, which are marked).
with

chosen as (
    select count(*) = 0 or count(*) filter (where level = 'provinsi') > 0 as has_provinces
    from mart_region
    where list_contains($region, region_code)
),

shown_regions as (
    select
        regions.*,
        list_contains($region, regions.region_code) as is_chosen
    from mart_region as regions
    cross join chosen
    where
        (
            chosen.has_provinces
            and regions.level = 'provinsi'
            and coalesce($from_year, $year) >= coalesce(regions.first_year, 0)
        )
        or list_contains($region, regions.region_code)
)

select
    shown_regions.region_code,
    shown_regions.region_name,
    shown_regions.region_label,
    shown_regions.level,
    shown_regions.province_name,
    shown_regions.island_group,
    cast($from_year as integer) as from_year,
    earlier.value as from_value,
    cast($year as integer) as year,
    later.value,
    coalesce(later.value_decimals, earlier.value_decimals) as value_decimals,
    later.class_code,
    later.value_class_id,
    later.value_class_en,
    round(cast(later.value - earlier.value as double), 6) as value_change,
    coalesce(earlier.is_disputed, false) as from_is_disputed,
    coalesce(later.is_disputed, false) as is_disputed,
    shown_regions.is_chosen,
    list_sort(
        list_distinct(
            list_concat(
                coalesce(earlier.source_ids, cast([] as varchar[])),
                coalesce(later.source_ids, cast([] as varchar[]))
            )
        )
    ) as source_ids
from shown_regions
left join mart_indicator as earlier
    on
        shown_regions.region_code = earlier.region_code
        and earlier.year = $from_year
        and earlier.indicator = $indicator
left join mart_indicator as later
    on
        shown_regions.region_code = later.region_code
        and later.year = $year
        and later.indicator = $indicator
order by
    array_position(['provinsi', 'kabupaten', 'kota'], shown_regions.level) asc,
    value_change desc nulls last,
    shown_regions.region_name asc
