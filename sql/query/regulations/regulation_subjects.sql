-- Grain: one row per region and subject: the regulations found on it. Regions are the chosen ones
-- and those of which a regulation was found; an absence means that none has been found.
-- Parameters: $year (the last one), $region (codes; a province stands for its kabupaten and kota
-- too; none stands for all), $subject (codes; none stands for all).
with

subjects as (
    select
        region_code,
        region_name,
        region_label,
        subject,
        cast(sum(regulation_count) filter (where year <= $year) as bigint) as regulation_count,
        min(year) filter (where year <= $year) as first_year,
        max(year) filter (where year <= $year) as last_year,
        list_contains($region, region_code) as is_chosen,
        case
            when min(year) <= $year
                then
                    array_slice(
                        list_sort(
                            list_distinct(
                                flatten(array_agg(source_ids) filter (where year <= $year))
                            )
                        ),
                        1,
                        60
                    )
        end as source_ids
    from mart_regulation_subject
    where
        (array_length($subject) = 0 or list_contains($subject, subject))
        and (
            array_length($region) = 0
            or list_contains($region, region_code)
            or list_contains($region, province_code)
        )
    group by region_code, region_name, region_label, subject
),

with_any as (
    select distinct region_code
    from subjects
    where regulation_count is not null
)

select subjects.* from subjects
left join with_any on subjects.region_code = with_any.region_code
where subjects.is_chosen or with_any.region_code is not null
order by subjects.region_code, subjects.subject
