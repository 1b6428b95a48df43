-- Grain: one row per printed score of a region, scope and year, and another printed score of the
-- same that it is the rounding of.
-- The rule of rounding, stated once: 71 rounds 70.97 and 70.5, which is half a unit away; 83.00
-- rounds nothing that has two decimals. Excluded observations do not count.
-- Scores are compared as whole numbers of ten-thousandths. unit is one of the last decimal that is
-- printed; what a score rounds lies in the unit that begins at it, or in the one before.
with

printed as (
    select distinct
        region_code,
        scope,
        year,
        score,
        score_decimals,
        cast(score * 10000 as integer) as parts
    from mart_spi_observation
    where not is_excluded
),

units as (
    select
        listed.decimals,
        listed.unit
    from (values (0, 10000), (1, 1000), (2, 100), (3, 10)) as listed (decimals, unit)
),

coarse as (
    select
        printed.*,
        units.unit,
        printed.parts - printed.parts % units.unit + sides.side * units.unit as unit_start
    from printed
    inner join units on printed.score_decimals = units.decimals
    cross join (values (0), (-1)) as sides (side)
),

precise as (
    select
        printed.*,
        units.decimals,
        printed.parts - printed.parts % units.unit as unit_start
    from printed
    inner join units on printed.score_decimals > units.decimals
)

select distinct
    coarse.region_code,
    coarse.scope,
    coarse.year,
    coarse.score as rounded_score,
    coarse.score_decimals as rounded_decimals,
    precise.score as precise_score
from coarse
inner join precise
    on
        coarse.region_code = precise.region_code
        and coarse.scope = precise.scope
        and coarse.year = precise.year
        and coarse.score_decimals = precise.decimals
        and coarse.unit_start = precise.unit_start
where
    coarse.parts <> precise.parts
    and abs(coarse.parts - precise.parts) * 2 <= coarse.unit
