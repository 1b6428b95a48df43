-- Grain: one row per declared indicator and year with a value: of how many provinces, of how many
-- kabupaten and kota, and whether the year is one that the indicator is shown for by itself: at
-- least half as many regions are known as in its fullest year.
with

counted as (
    select
        indicator,
        year,
        count(*) filter (where level = 'provinsi') as n_provinces,
        count(*) filter (where level in ('kabupaten', 'kota')) as n_regencies,
        count(*) as n_regions
    from mart_indicator
    group by indicator, year
)

select
    indicator,
    year,
    n_provinces,
    n_regencies,
    n_regions * 2 >= max(n_regions) over (partition by indicator) as is_full
from counted
order by indicator, year
