-- Grain: one row per declared indicator and chosen region of one of its kinds: the newest value up
-- to the year, with the year that it is of; without one the row has no value.
-- Parameters: $year, $region (codes, in the reader's order).
with

chosen as (
    select *
    from mart_region
    where list_contains($region, region_code)
),

newest as (
    select *
    from mart_indicator
    where year <= $year
    qualify row_number() over (partition by indicator, region_code order by year desc) = 1
)

select
    indicators.indicator,
    indicators.indicator_label_id,
    indicators.indicator_label_en,
    chosen.region_code,
    chosen.region_name,
    chosen.region_label,
    chosen.level,
    chosen.province_name,
    chosen.has_own_government,
    cast($year as integer) as asked_year,
    coalesce(newest.year, cast($year as integer)) as year,
    newest.value,
    newest.value_decimals,
    newest.class_code,
    newest.value_class_id,
    newest.value_class_en,
    newest.low,
    newest.high,
    coalesce(newest.is_disputed, false) as is_disputed,
    coalesce(newest.is_by_absence, false) as is_by_absence,
    newest.completeness,
    newest.previous_year,
    newest.value_change,
    newest.value_rank,
    newest.n_ranked,
    newest.is_rank_shared,
    coalesce(newest.source_ids, cast([] as varchar[])) as source_ids
from stg_indicators as indicators
inner join chosen on list_contains(indicators.levels, chosen.level)
left join newest
    on
        indicators.indicator = newest.indicator
        and chosen.region_code = newest.region_code
order by
    indicators.indicator,
    array_position($region, chosen.region_code)
