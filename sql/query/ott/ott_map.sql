-- Grain: one row per province: operations over a span of years.
-- Parameters: $from_year, $year, $indicator ('ott_count', 'per_10_million_people',
-- 'per_100_governments'), $region (highlighted codes).
-- A count is known when every year of the span is known; else only a lower bound (found_count).
with

spans as (
    select
        province_code as region_code,
        region_name,
        region_label,
        island_group,
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
        population,
        population_source_id,
        n_governments,
        array_slice(
            list_sort(
                list_distinct(
                    flatten(
                        array_agg(
                            case
                                when year between $from_year and $year and source_ids is not null
                                    then source_ids
                                else cast([] as varchar[])
                            end
                        )
                    )
                )
            ),
            1,
            60
        ) as source_ids
    from mart_ott
    group by
        province_code, region_name, region_label, island_group, population, population_source_id,
        n_governments
),

measured as (
    select
        * exclude (is_known, found_regional_count),
        case when is_known then found_count end as ott_count,
        case when is_known then found_regional_count end as regional_count,
        case when is_known then cast(found_count as double) * 10000000 / population end
            as per_10_million_people,
        case when is_known then cast(found_regional_count as double) * 100 / n_governments end
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
