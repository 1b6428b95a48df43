-- Grain: one row per year and government level of the officials concerned; zero rows included.
-- Parameters: $from_year, $year.
-- official_ott_count repeats the KPK's own count of the year on each row; never sum it.
select
    year,
    level_group,
    ott_count,
    year_total,
    year_counted_by_kpk,
    official_ott_count,
    is_complete,
    source_ids
from mart_ott_level
where year between $from_year and $year
order by year, level_order
