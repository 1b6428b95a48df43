-- Grain: one row per region: its score in two years and the change between them; provinces first,
-- then kabupaten, then kota, the largest rise of each kind first.
-- Parameters: $from_year, $year, $scope (of provinces), $region (codes, which are marked).
-- Kinds of government are shown apart: where none or one of them is chosen every province that was
-- established by the earlier year (by the later one without an earlier); of each chosen kabupaten
-- and kota the others of its kind in its comparison group. Groups come in the order of the choice,
-- while those with both scores are no more than 40 of a kind (the first one always): is_compared is
-- false for a chosen region whose group is left out.
-- reported_class is a class that a source reports where that year's score is not known.
with

chosen as (
    select
        region_code,
        level,
        comparison_group,
        array_position($region, region_code) as turn
    from mart_region
    where list_contains($region, region_code)
),

kinds as (
    select count(*) = 0 or count(*) filter (where level = 'provinsi') > 0 as has_provinces
    from chosen
),

chosen_groups as (
    select
        level,
        comparison_group,
        min(turn) as turn
    from chosen
    where level <> 'provinsi'
    group by level, comparison_group
),

shown_regions as (
    select
        regions.*,
        chosen_groups.turn,
        list_contains($region, regions.region_code) as is_chosen
    from mart_region_scope as regions
    cross join kinds
    left join chosen_groups
        on
            regions.level = chosen_groups.level
            and regions.comparison_group = chosen_groups.comparison_group
    where
        regions.asked_scope = $scope
        and (
            (
                kinds.has_provinces
                and regions.level = 'provinsi'
                and coalesce($from_year, $year) >= coalesce(regions.first_year, 0)
            )
            or (chosen_groups.turn is not null and regions.has_own_government)
            or list_contains($region, regions.region_code)
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
        shown_regions.level,
        shown_regions.province_name,
        shown_regions.island_group,
        shown_regions.comparison_group,
        shown_regions.turn,
        shown_regions.scope,
        cast($from_year as integer) as from_year,
        cast(earlier.score as double) as from_score,
        earlier.spi_class as from_class,
        earlier_report.reported_class as from_reported_class,
        earlier_report.reliability as from_reported_reliability,
        cast($year as integer) as year,
        cast(later.score as double) as score,
        later.spi_class,
        later_report.reported_class,
        later_report.reliability as reported_reliability,
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
                    coalesce(
                        earlier.source_ids, earlier_report.source_ids, cast([] as varchar[])
                    ),
                    coalesce(later.source_ids, later_report.source_ids, cast([] as varchar[]))
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
    left join mart_spi_reported_class as earlier_report
        on
            shown_regions.region_code = earlier_report.region_code
            and shown_regions.scope = earlier_report.scope
            and earlier_report.year = $from_year
    left join mart_spi_reported_class as later_report
        on
            shown_regions.region_code = later_report.region_code
            and shown_regions.scope = later_report.scope
            and later_report.year = $year
),

group_sizes as (
    select
        level,
        comparison_group,
        turn,
        count(change) as n_pairs
    from all_rows
    where turn is not null
    group by level, comparison_group, turn
),

kept_groups as (
    select
        level,
        comparison_group
    from group_sizes
    qualify
        row_number() over (partition by level order by turn) = 1
        or sum(n_pairs) over (partition by level order by turn) <= 40
)

select
    all_rows.* exclude (turn, comparison_group),
    all_rows.level = 'provinsi' or kept_groups.level is not null as is_compared
from all_rows
left join kept_groups
    on
        all_rows.level = kept_groups.level
        and all_rows.comparison_group = kept_groups.comparison_group
where
    all_rows.level = 'provinsi' or all_rows.is_chosen or kept_groups.level is not null
order by
    array_position(['provinsi', 'kabupaten', 'kota'], all_rows.level) asc,
    all_rows.change desc nulls last,
    all_rows.region_name asc
