-- Grain: one row per year and month of the span: how many activities were found in it.
-- A national event counts once. A month in which none was found has no number: it is not zero.
-- year_total repeats the number of the year on each row; never sum it.
-- Parameters: $from_year, $year, $region (codes; a province stands for its kabupaten and kota too;
-- none stands for all), $activity_type, $topic, $kpk (codes; none stands for all).
with

-- Without a choice the months are counted already.
chosen as not materialized (
    select *
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
        and array_length($region) + array_length($activity_type) + array_length($topic)
        + array_length($kpk) > 0
),

-- Most events have one row and one source: they are counted by source at once. The few others are
-- looked through for the first row of each.
activities as (
    select
        year,
        month,
        [source_id] as source_ids,
        count(*) as activity_count,
        count(*) filter (where kpk_involved = 'yes') as with_kpk,
        count(*) filter (where kpk_involved = 'no') as without_kpk,
        count(*) filter (where kpk_involved = 'unknown') as kpk_unknown
    from chosen
    where n_event_rows = 1
    group by year, month, source_id
    union all
    select
        year,
        month,
        source_ids,
        cast(1 as bigint) as activity_count,
        cast(case when kpk_involved = 'yes' then 1 else 0 end as bigint) as with_kpk,
        cast(case when kpk_involved = 'no' then 1 else 0 end as bigint) as without_kpk,
        cast(case when kpk_involved = 'unknown' then 1 else 0 end as bigint) as kpk_unknown
    from chosen
    where n_event_rows > 1
    qualify row_number() over (partition by event_id order by region_code, activity_id) = 1
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
        cast(sum(activity_count) as bigint) as activity_count,
        cast(sum(with_kpk) as bigint) as with_kpk,
        cast(sum(without_kpk) as bigint) as without_kpk,
        cast(sum(kpk_unknown) as bigint) as kpk_unknown
    from activities
    group by year, month
),

found as (
    select
        counts.year,
        counts.month,
        counts.activity_count,
        counts.with_kpk,
        counts.without_kpk,
        counts.kpk_unknown,
        sources.source_ids
    from counts
    inner join sources on counts.year = sources.year and counts.month = sources.month
    union all
    select
        year,
        month,
        activity_count,
        with_kpk,
        without_kpk,
        kpk_unknown,
        source_ids
    from mart_activity_month
    where
        year between $from_year and $year
        and array_length($region) + array_length($activity_type) + array_length($topic)
        + array_length($kpk) = 0
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

grid as (
    select
        months.year,
        months.month,
        found.activity_count,
        found.with_kpk,
        found.without_kpk,
        found.kpk_unknown,
        cast(sum(found.activity_count) over (partition by months.year) as bigint) as year_total,
        found.source_ids
    from months
    left join found on months.year = found.year and months.month = found.month
)

select * from grid
order by year desc, month asc
