-- Grain: one row per year and month of the span: how many activities were found in it.
-- A national event counts once. A month in which none was found has no number: it is not zero.
-- year_total repeats the number of the year on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

-- Most events have one row and one source: they are counted by source at once. The few others are
-- looked through for the first row of each.
activities as (
    select
        year,
        month,
        kpk_involved,
        [source_id] as source_ids,
        count(*) as n_events
    from mart_activity
    where
        n_event_rows = 1
        and year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
    group by year, month, kpk_involved, source_id
    union all
    select
        year,
        month,
        kpk_involved,
        source_ids,
        cast(1 as bigint) as n_events
    from mart_activity
    where
        n_event_rows > 1
        and year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
),

months as (
    select
        cast(years.year as integer) as year,
        cast(months.month as integer) as month
    from
        unnest(generate_series(cast($from_year as integer), cast($year as integer)))
            as years (year)
    cross join unnest(generate_series(1, 12)) as months (month)
),

named as (
    select distinct
        year,
        month,
        unnest(source_ids) as source_id
    from activities
),

sources as (
    select
        year,
        month,
        array_slice(list_sort(array_agg(source_id)), 1, 60) as source_ids
    from named
    group by year, month
),

counts as (
    select
        year,
        month,
        cast(sum(n_events) as bigint) as activity_count,
        cast(
            sum(case when kpk_involved = 'yes' then n_events else 0 end) as bigint
        ) as with_kpk,
        cast(
            sum(case when kpk_involved = 'no' then n_events else 0 end) as bigint
        ) as without_kpk,
        cast(
            sum(case when kpk_involved = 'unknown' then n_events else 0 end) as bigint
        ) as kpk_unknown
    from activities
    group by year, month
),

grid as (
    select
        months.year,
        months.month,
        counts.activity_count,
        counts.with_kpk,
        counts.without_kpk,
        counts.kpk_unknown,
        cast(sum(counts.activity_count) over (partition by months.year) as bigint) as year_total,
        sources.source_ids
    from months
    left join counts on months.year = counts.year and months.month = counts.month
    left join sources on months.year = sources.year and months.month = sources.month
)

select * from grid
order by year desc, month asc
