-- One row per furthest stage and who awarded it, over all units of the chosen regions (a province
-- comes with its parts; no region stands for all); the totals stand on each row, never sum them.
-- Parameters: $region (codes), $from_year, $year, $owner, $award.
with

claims as (
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
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($owner) = 0 or list_contains($owner, owner_type))
        and (array_length($award) = 0 or list_contains($award, award_by))
),

counted as (
    select
        stage,
        stage_order,
        awarded_by,
        count(*) filter (where not is_group) as named_count,
        count(*) filter (where is_group) as group_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from claims
    where place = 1
    group by stage, stage_order, awarded_by
),

totals as (
    select
        *,
        cast(sum(named_count) over () as bigint) as all_named,
        cast(sum(group_count) over () as bigint) as all_groups,
        cast(sum(case when stage in ('wbk', 'wbbm') then named_count else 0 end) over () as bigint)
            as all_awarded,
        cast(
            sum(
                case
                    when stage in ('wbk', 'wbbm') and awarded_by = 'kemenpanrb' then named_count
                    else 0
                end
            ) over () as bigint
        ) as all_national
    from counted
)

select * from totals
order by stage_order desc, awarded_by asc
