-- Operations by province in the years with a complete list, and per 10 million people.
select
    province_code,
    region_name,
    min(year) as from_year,
    max(year) as to_year,
    sum(ott_count) as ott_count,
    round(cast(sum(ott_count) as double) * 10000000 / max(population), 1) as per_10_million_people
from mart_ott
where is_complete
group by province_code, region_name
order by ott_count desc, region_name asc
