-- Grain: one row per region: its score in two years and the change between them.
-- Parameters: $from_year, $year, $scope (of provinces), $region (codes, which are marked).
-- Every province where none or one of them is chosen; else the kabupaten and kota of the provinces
-- of the chosen ones: a province and a kota are not compared.
with

chosen as (
    select
        region_code,
        level,
        province_code
    from mart_region
    where list_contains($region, region_code)
),

kinds as (
    select count(*) = 0 or count(*) filter (where level = 'provinsi') > 0 as is_of_provinces
    from chosen
),

shown_regions as (
    select
        regions.*,
        list_contains($region, regions.region_code) as is_chosen
    from mart_region_scope as regions
    cross join kinds
    where
        regions.asked_scope = $scope
        and (
            (kinds.is_of_provinces and regions.level = 'provinsi')
            or (
                not kinds.is_of_provinces
                and regions.level in ('kabupaten', 'kota')
                and regions.province_code in (select chosen.province_code from chosen)
                and (regions.has_own_government or list_contains($region, regions.region_code))
            )
        )
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
        shown_regions.region_code,
        shown_regions.region_name,
        shown_regions.region_label,
        shown_regions.scope,
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
        case
            when $from_year <= shown_regions.split_year and $year > shown_regions.split_year
                then shown_regions.split_year
        end as crossed_split_year,
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
    cross join breaks
    left join mart_spi as earlier
        on
            shown_regions.region_code = earlier.region_code
            and shown_regions.scope = earlier.scope
            and earlier.year = $from_year
    left join mart_spi as later
        on
            shown_regions.region_code = later.region_code
            and shown_regions.scope = later.scope
            and later.year = $year
)

select * from all_rows
order by change desc nulls last, region_name asc
