-- Grain: one row per year and month of the span: how many activities were found in it.
-- A national event counts once. A month in which none was found has no number: it is not zero.
-- year_total repeats the number of the year on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

chosen as (
    select
        event_id,
        region_code,
        activity_id,
        n_event_rows,
        year,
        month,
        kpk_involved,
        source_ids
    from mart_activity
    where
        year between $from_year and $year
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
        and (array_length($activity_type) = 0 or list_contains($activity_type, activity_type))
        and (array_length($topic) = 0 or list_contains($topic, topic))
        and (array_length($kpk) = 0 or list_contains($kpk, kpk_involved))
),

-- Most events have one row, and need not be looked through for others.
activities as (
    select * from chosen
    where n_event_rows = 1
    union all
    select * from chosen
    where n_event_rows > 1
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

counts as (
    select
        year,
        month,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown,
        array_slice(list_sort(list_distinct(flatten(array_agg(source_ids)))), 1, 60) as source_ids
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
        counts.source_ids
    from months
    left join counts on months.year = counts.year and months.month = counts.month
)

select * from grid
order by year desc, month asc
