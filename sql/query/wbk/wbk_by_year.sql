-- Grain: one row per statement of a source on the national counts of a year; a year without any
-- statement has one row without counts. Statements of one year are never added up: low and high are
-- the lowest and the highest that sources say of the same year and scope.
-- Parameters: $from_year, $year.
with

span_years as (
    select cast(listed.year as integer) as year
    from
        unnest(
            generate_series(cast($from_year as integer), cast($year as integer))
        ) as listed (year)
),

counted as (
    select
        span_years.year,
        coalesce(counts.scope, 'nasional') as counted_scope,
        counts.wbk_count,
        counts.wbbm_count,
        counts.proposed_count,
        counts.source_id
    from span_years
    left join stg_wbk_yearly as counts on span_years.year = counts.year
),

ranged as (
    select
        year,
        counted_scope,
        wbk_count,
        min(wbk_count) over (partition by year, counted_scope) as wbk_count_low,
        max(wbk_count) over (partition by year, counted_scope) as wbk_count_high,
        wbbm_count,
        min(wbbm_count) over (partition by year, counted_scope) as wbbm_count_low,
        max(wbbm_count) over (partition by year, counted_scope) as wbbm_count_high,
        proposed_count,
        min(proposed_count) over (partition by year, counted_scope) as proposed_count_low,
        max(proposed_count) over (partition by year, counted_scope) as proposed_count_high,
        case when coalesce(wbk_count, wbbm_count, proposed_count) is not null then true end
            as is_known,
        case when source_id is null then cast([] as varchar[]) else [source_id] end as source_ids,
        source_id
    from counted
)

select * exclude (source_id) from ranged
order by year, counted_scope, source_id
