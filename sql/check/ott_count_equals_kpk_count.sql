-- In years that are called complete, the operations counted by the KPK must equal its own count.
with

complete_years as (
    select year
    from mart_ott_year
    where is_complete
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
