-- Grain: one row per region, stage and who awarded it: the units whose furthest stage found it is;
-- a region without a found unit has one row without a stage.
-- A province comes with its kabupaten and kota. unit_count adds units and groups of stated size,
-- unsized_count counts the groups whose size no source states. A sample: never rank it.
-- Parameters: $region (codes; empty: every province), $from_year, $year, $owner, $award.
with

furthest as (
    select *
    from mart_zone_place
    where
        year between $from_year and $year
        and (array_length($owner) = 0 or list_contains($owner, owner_type))
        and (array_length($award) = 0 or list_contains($award, award_by))
    qualify row_number() over (partition by counted_code, unit_key order by claim_order) = 1
)

select
    regions.region_code,
    regions.region_name,
    regions.region_label,
    furthest.stage,
    furthest.stage_order,
    furthest.awarded_by,
    cast(sum(furthest.unit_count) as bigint) as unit_count,
    count(*) filter (where not furthest.is_group) as named_count,
    count(*) filter (where furthest.is_group) as group_count,
    count(*) filter (where furthest.is_group and furthest.unit_count is null) as unsized_count,
    list_contains($region, regions.region_code) as is_chosen,
    coalesce(
        array_slice(
            list_sort(
                list_distinct(
                    array_agg(furthest.source_id) filter (where furthest.source_id is not null)
                )
            ),
            1,
            60
        ),
        cast([] as varchar[])
    ) as source_ids
from mart_region as regions
left join furthest on regions.region_code = furthest.counted_code
where
    list_contains($region, regions.region_code)
    or (array_length($region) = 0 and regions.level = 'provinsi')
group by
    regions.region_code,
    regions.region_name,
    regions.region_label,
    furthest.stage,
    furthest.stage_order,
    furthest.awarded_by
order by regions.region_code, furthest.stage_order, furthest.awarded_by
