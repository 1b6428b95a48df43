-- Grain: one row per region, subject and year in which a regulation on it was found; a region
-- without any on a subject has one row without a year: none was found, which is not zero.
with

subjects as (
    select distinct subject
    from stg_regulations
),

counts as (
    select
        region_code,
        subject,
        year,
        count(*) as regulation_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from stg_regulations
    group by region_code, subject, year
)

select
    mart_region.region_code,
    mart_region.region_name,
    mart_region.region_label,
    mart_region.province_code,
    subjects.subject,
    counts.year,
    counts.regulation_count,
    counts.source_ids
from mart_region
cross join subjects
left join counts
    on mart_region.region_code = counts.region_code and subjects.subject = counts.subject
