-- Grain: one row per declared indicator, region and year with a known value.
--
-- The choice among observations that differ: the best source (official, not said, news, weak), then
-- the latest publication, then the first source_id. low and high run over all of them; more than
-- one distinct value makes a row disputed. Where coverage says that the table is complete and that
-- an absence means zero, a region without a row has the value zero, on the sources of that year's
-- other rows. A value has a rank among those of its own kind of government, unless coverage calls
-- the table a sample: provinces, kabupaten and kota apart.
with

observations as (
    select
        observed.indicator,
        observed.region_code,
        observed.year,
        observed.value,
        observed.source_id,
        sources.published_on,
        case observed.reliability
            when 'official' then 1
            when 'news' then 3
            when 'weak' then 4
            else 2
        end as reliability_rank
    from stg_indicator_values as observed
    left join stg_sources as sources on observed.source_id = sources.source_id
    where not observed.is_excluded and observed.value is not null
),

chosen as (
    select
        indicator,
        region_code,
        year,
        value,
        row_number() over (
            partition by indicator, region_code, year
            order by reliability_rank asc, published_on desc nulls last, source_id asc
        ) as choice
    from observations
),

evidence as (
    select
        indicator,
        region_code,
        year,
        min(value) as low,
        max(value) as high,
        count(distinct value) > 1 as is_disputed,
        count(distinct source_id) as n_sources,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from observations
    group by indicator, region_code, year
),

found as (
    select
        chosen.indicator,
        chosen.region_code,
        chosen.year,
        chosen.value,
        evidence.low,
        evidence.high,
        evidence.is_disputed,
        evidence.n_sources,
        evidence.source_ids,
        false as is_by_absence
    from chosen
    inner join evidence
        on
            chosen.indicator = evidence.indicator
            and chosen.region_code = evidence.region_code
            and chosen.year = evidence.year
    where chosen.choice = 1
),

covered_years as (
    select
        indicators.indicator,
        indicators.levels,
        cast(listed.year as integer) as year,
        coverage.completeness,
        coverage.completeness = 'complete' and coverage.absence_means = 'zero'
            as is_zero_when_absent
    from stg_indicators as indicators
    inner join stg_coverage as coverage on indicators.table_name = coverage.table_name
    cross join unnest(generate_series(coverage.from_year, coverage.to_year)) as listed (year)
),

sources_of_year as (
    select
        indicator,
        year,
        count(distinct source_id) as n_sources,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from observations
    group by indicator, year
),

zeros as (
    select
        covered_years.indicator,
        regions.region_code,
        covered_years.year,
        cast(0 as decimal(24, 6)) as value,
        cast(0 as decimal(24, 6)) as low,
        cast(0 as decimal(24, 6)) as high,
        false as is_disputed,
        sources_of_year.n_sources,
        sources_of_year.source_ids,
        true as is_by_absence
    from covered_years
    inner join sources_of_year
        on
            covered_years.indicator = sources_of_year.indicator
            and covered_years.year = sources_of_year.year
    inner join mart_region as regions
        on
            list_contains(covered_years.levels, regions.level)
            and regions.has_own_government
            and covered_years.year >= coalesce(regions.first_year, 0)
    where
        covered_years.is_zero_when_absent
        and not exists (
            select 1
            from found
            where
                found.indicator = covered_years.indicator
                and found.region_code = regions.region_code
                and found.year = covered_years.year
        )
),

all_values as (
    select * from found
    union all
    select * from zeros
),

against_previous as (
    select
        *,
        lag(year) over history as previous_year,
        lag(value) over history as previous_value
    from all_values
    window history as (partition by indicator, region_code order by year)
),

placed as (
    select
        known.*,
        regions.region_name,
        regions.region_label,
        regions.level,
        regions.province_code,
        regions.province_name,
        regions.island_group,
        indicators.direction,
        indicators.decimals as value_decimals,
        coalesce(covered_years.completeness, 'unknown') as completeness
    from against_previous as known
    inner join mart_region as regions on known.region_code = regions.region_code
    inner join stg_indicators as indicators on known.indicator = indicators.indicator
    left join covered_years
        on known.indicator = covered_years.indicator and known.year = covered_years.year
),

ranked as (
    select
        indicator,
        region_code,
        year,
        rank() over (
            partition by indicator, level, year
            order by case when direction = 'lower_is_better' then value else -value end
        ) as value_rank,
        count(*) over (partition by indicator, level, year) as n_ranked,
        count(*) over (partition by indicator, level, year, value) > 1 as is_rank_shared
    from placed
    where completeness <> 'sample' and level <> 'nasional'
)

select
    placed.indicator,
    placed.region_code,
    placed.region_name,
    placed.region_label,
    placed.level,
    placed.province_code,
    placed.province_name,
    placed.island_group,
    placed.year,
    cast(placed.value as double) as value,
    cast(placed.low as double) as low,
    cast(placed.high as double) as high,
    placed.value_decimals,
    placed.is_disputed,
    placed.n_sources,
    placed.is_by_absence,
    placed.completeness,
    classes.class_code,
    classes.value_class_id,
    classes.value_class_en,
    placed.previous_year,
    cast(placed.previous_value as double) as previous_value,
    cast(placed.value - placed.previous_value as double) as value_change,
    ranked.value_rank,
    ranked.n_ranked,
    ranked.is_rank_shared,
    placed.source_ids
from placed
left join ranked
    on
        placed.indicator = ranked.indicator
        and placed.region_code = ranked.region_code
        and placed.year = ranked.year
left join stg_indicator_classes as classes
    on
        placed.indicator = classes.indicator
        and placed.value >= classes.class_lower
        and (classes.class_upper is null or placed.value < classes.class_upper)
