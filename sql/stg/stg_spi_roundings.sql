-- The rule of rounding, stated once: one row per printed score of a region, scope and year, and
-- another printed score of the same that it is the rounding of. 71 rounds 70.97 and 70.5, which is
-- half a unit away; 83.00 rounds nothing that has two decimals. Excluded observations do not count.
select distinct
    rounded.region_code,
    rounded.scope,
    rounded.year,
    rounded.score as rounded_score,
    rounded.score_decimals as rounded_decimals,
    precise.score as precise_score
from stg_spi_results as rounded
inner join stg_spi_results as precise
    on
        rounded.region_code = precise.region_code
        and rounded.scope = precise.scope
        and rounded.year = precise.year
        and rounded.score_decimals < precise.score_decimals
        and rounded.score <> precise.score
        and abs(precise.score - rounded.score)
        <= cast(0.5 as decimal(7, 4)) * power(10, -rounded.score_decimals)
where not rounded.is_excluded and not precise.is_excluded
