-- Grain: one row per region and subject: the regulations found on it. Regions are the chosen ones
-- and those of which a regulation was found; an absence means that none has been found.
-- Parameters: $year (the last one), $region (codes; a province stands for its kabupaten and kota
-- too; none stands for all), $subject (codes; none stands for all).
with

found as (
    select
        stg_regulations.region_code,
        stg_regulations.subject,
        count(*) as regulation_count,
        min(stg_regulations.year) as first_year,
        max(stg_regulations.year) as last_year,
        array_agg(distinct stg_regulations.source_id order by stg_regulations.source_id)
            as source_ids
    from stg_regulations
    inner join mart_region on stg_regulations.region_code = mart_region.region_code
    where
        stg_regulations.year <= $year
        and (
            array_length(cast($region as varchar[])) = 0
            or list_contains($region, stg_regulations.region_code)
            or list_contains($region, mart_region.province_code)
        )
        and (
            array_length(cast($subject as varchar[])) = 0
            or list_contains($subject, stg_regulations.subject)
        )
    group by stg_regulations.region_code, stg_regulations.subject
),

regions as (
    select
        region_code,
        region_name,
        region_label
    from mart_region
    where
        list_contains($region, region_code)
        or region_code in (select found.region_code from found)
),

subjects as (
    select distinct subject
    from stg_regulations
    where
        array_length(cast($subject as varchar[])) = 0
        or list_contains($subject, subject)
),

grid as (
    select
        regions.region_code,
        regions.region_name,
        regions.region_label,
        subjects.subject,
        found.regulation_count,
        found.first_year,
        found.last_year,
        list_contains($region, regions.region_code) as is_chosen,
        found.source_ids
    from regions
    cross join subjects
    left join found
        on regions.region_code = found.region_code and subjects.subject = found.subject
)

select * from grid
order by region_code, subject
