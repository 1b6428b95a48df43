-- Grain: one row per region: its score in two years and the change between them.
-- Parameters: $from_year, $year, $scope (of provinces), $region (codes; empty: every province).
-- A kabupaten or kota counts with its own government, whatever the scope of the provinces.
with

chosen_regions as (
    select
        *,
        case when level = 'provinsi' then cast($scope as varchar) else own_scope end as row_scope
    from mart_region
    where
        list_contains($region, region_code)
        or (array_length($region) = 0 and level = 'provinsi')
),

breaks as (
    select
        count(*) filter (where note_kind = 'method_change') > 0 as has_method_change,
        count(*) filter (where note_kind = 'class_change') > 0 as has_class_change
    from stg_spi_method_notes
    where year > $from_year and year <= $year
),

all_rows as (
    select
        chosen_regions.region_code,
        chosen_regions.region_name,
        chosen_regions.region_label,
        chosen_regions.row_scope as scope,
        cast($from_year as integer) as from_year,
        cast(earlier.score as double) as from_score,
        earlier.spi_class as from_class,
        cast($year as integer) as year,
        cast(later.score as double) as score,
        later.spi_class,
        cast(later.score - earlier.score as double) as change,
        coalesce(earlier.is_disputed, false) as from_is_disputed,
        coalesce(later.is_disputed, false) as is_disputed,
        breaks.has_method_change,
        breaks.has_class_change,
        list_sort(
            list_distinct(
                list_concat(
                    coalesce(earlier.source_ids, cast([] as varchar[])),
                    coalesce(later.source_ids, cast([] as varchar[]))
                )
            )
        ) as source_ids
    from chosen_regions
    cross join breaks
    left join mart_spi as earlier
        on
            chosen_regions.region_code = earlier.region_code
            and chosen_regions.row_scope = earlier.scope
            and earlier.year = $from_year
    left join mart_spi as later
        on
            chosen_regions.region_code = later.region_code
            and chosen_regions.row_scope = later.scope
            and later.year = $year
)

select * from all_rows
order by change desc nulls last, region_name asc
