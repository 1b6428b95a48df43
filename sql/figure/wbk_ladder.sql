-- Grain: one row per region, stage and who awarded it: the units whose furthest stage found it is;
-- a region without a found unit has one row without a stage.
-- A province comes with its kabupaten and kota. unit_count adds units and groups of stated size,
-- unsized_count counts the groups whose size no source states. A sample: never rank it.
-- Parameters: $region (codes; empty: every province), $from_year, $year, $owner, $award.
with

chosen_regions as (
    select
        region_code,
        region_name,
        region_label
    from mart_region
    where
        list_contains($region, region_code)
        or (len($region) = 0 and level = 'provinsi')
),

found as (
    select
        *,
        row_number() over (
            partition by unit_key
            order by
                stage_order desc,
                case award_by when 'kemenpanrb' then 1 when 'internal' then 2 else 3 end asc,
                year desc,
                source_id asc
        ) as place
    from mart_zone
    where
        year between $from_year and $year
        and (len($owner) = 0 or list_contains($owner, owner_type))
        and (len($award) = 0 or list_contains($award, award_by))
),

furthest as (
    select * from found
    where place = 1
),

rows_drawn as (
    select
        chosen_regions.region_code,
        chosen_regions.region_name,
        chosen_regions.region_label,
        furthest.stage,
        furthest.stage_order,
        furthest.awarded_by,
        cast(sum(furthest.unit_count) as bigint) as unit_count,
        count(*) filter (where not furthest.is_group) as named_count,
        count(*) filter (where furthest.is_group) as group_count,
        count(*) filter (where furthest.is_group and furthest.unit_count is null) as unsized_count,
        list_contains($region, chosen_regions.region_code) as is_chosen,
        coalesce(
            array_agg(distinct furthest.source_id order by furthest.source_id)
            filter (where furthest.source_id is not null),
            []
        ) as source_ids
    from chosen_regions
    left join furthest
        on
            chosen_regions.region_code = furthest.region_code
            or chosen_regions.region_code = furthest.province_code
    group by
        chosen_regions.region_code,
        chosen_regions.region_name,
        chosen_regions.region_label,
        furthest.stage,
        furthest.stage_order,
        furthest.awarded_by
)

select * from rows_drawn
order by region_code, stage_order, awarded_by
