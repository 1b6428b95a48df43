-- Grain: one row per province: operations over a span of years.
-- Parameters: $from_year, $year, $indicator ('ott_count', 'per_10_million_people',
-- 'per_100_governments'), $region (highlighted codes).
-- A count is known when every year of the span is known; else only a lower bound (found_count).
with

spans as (
    select
        province_code as region_code,
        any_value(region_name) as region_name,
        any_value(region_label) as region_label,
        any_value(island_group) as island_group,
        cast(
            coalesce(sum(ott_count) filter (where year between $from_year and $year), 0) as bigint
        ) as found_count,
        cast(
            coalesce(
                sum(regional_count) filter (where year between $from_year and $year), 0
            ) as bigint
        ) as found_regional_count,
        count(ott_count) filter (where year between $from_year and $year)
        = $year - $from_year + 1 as is_known,
        count(*) filter (where is_complete and year between $from_year and $year)
        = $year - $from_year + 1 as is_complete,
        any_value(population) as population,
        any_value(population_source_id) as population_source_id,
        any_value(n_governments) as n_governments,
        list_sort(
            list_distinct(
                flatten(
                    array_agg(
                        case
                            when year between $from_year and $year then coalesce(source_ids, [])
                            else []
                        end
                    )
                )
            )
        ) as source_ids
    from mart_ott
    group by province_code
),

measured as (
    select
        * exclude (is_known, found_regional_count),
        case when is_known then found_count end as ott_count,
        case when is_known then found_regional_count end as regional_count,
        cast(case when is_known then found_count * 10000000.0 / population end as double)
            as per_10_million_people,
        cast(case when is_known then found_regional_count * 100.0 / n_governments end as double)
            as per_100_governments
    from spans
),

valued as (
    select
        region_code,
        region_name,
        region_label,
        island_group,
        cast($from_year as integer) as from_year,
        cast($year as integer) as year,
        cast($indicator as varchar) as indicator,
        cast(
            case $indicator
                when 'ott_count' then ott_count
                when 'per_10_million_people' then per_10_million_people
                when 'per_100_governments' then per_100_governments
            end as double
        ) as ott_value,
        ott_count,
        regional_count,
        found_count,
        per_10_million_people,
        per_100_governments,
        population,
        n_governments,
        is_complete,
        list_contains($region, region_code) as is_chosen,
        case
            when $indicator = 'per_10_million_people'
                then list_append(source_ids, population_source_id)
            else source_ids
        end as source_ids
    from measured
)

select * from valued
order by region_code
