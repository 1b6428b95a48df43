-- In years that are called complete, the operations counted by the KPK must equal its own count.
with

complete_years as (
    select listed.year
    from stg_coverage as coverage
    cross join unnest(generate_series(coverage.from_year, coverage.to_year)) as listed (year)
    where coverage.table_name = 'ott_incidents' and coverage.completeness = 'complete'
),

counts as (
    select
        cast(extract(year from ott_date) as integer) as year,
        count(*) filter (where is_counted_by_kpk) as counted
    from stg_ott_incidents
    group by cast(extract(year from ott_date) as integer)
)

select
    complete_years.year,
    coalesce(counts.counted, 0) as counted,
    official.official_ott_count
from complete_years
left join counts on complete_years.year = counts.year
inner join stg_ott_yearly as official on complete_years.year = official.year
where coalesce(counts.counted, 0) <> official.official_ott_count
