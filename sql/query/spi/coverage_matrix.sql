-- Grain: one row per province and survey year since it was established: whether its score is known,
-- and how well, or the class that a source reports alone.
-- Parameters: $from_year, $year, $scope ('pemprov' or 'agregat_wilayah'), $region (highlighted
-- codes). n_known and n_provinces repeat the count of the year on each row; never sum them.
select
    region_code,
    region_name,
    region_label,
    island_group,
    year,
    scope,
    score,
    case
        when score is null and reported_class is not null then 'class_only'
        when score is null then 'no_data'
        when is_disputed then 'disputed'
        when reliability = 'weak' then 'weak_only'
        when n_sources = 1 then 'one_source'
        else 'several_agree'
    end as knowledge,
    reported_class,
    reported_reliability,
    low,
    high,
    is_disputed,
    n_sources,
    reliability,
    count(score) over (partition by year) as n_known,
    count(*) over (partition by year) as n_provinces,
    list_contains($region, region_code) as is_chosen,
    coalesce(source_ids, reported_source_ids) as source_ids
from mart_spi_province
where year between $from_year and $year and scope = $scope and is_established
order by region_code, year
