-- Grain: one row per score on which sources differ: 500 draws of it, in the order of mart_draw.
-- Every value between the lowest and the highest of its sources is as likely as any other. A score
-- that no source disputes does not vary and has no row. The numbers come from the fixed formula of
-- mart_draw, by region and year.
with

disputed as (
    select
        *,
        coalesce(cast(replace(region_code, '.', '') as bigint), 0) * 10000
        + year as score_number
    from mart_spi
    where is_disputed
),

stepped as (
    select
        disputed.*,
        mart_draw.draw,
        (mart_draw.draw * 1597334677 + disputed.score_number * 40692 + 54321)
        % 2147483647 as step_1
    from disputed
    cross join mart_draw
    where mart_draw.draw > 0
),

squared as (
    select
        *,
        (step_1 * step_1 + score_number) % 2147483647 as step_2
    from stepped
),

drawn as (
    select
        region_code,
        scope,
        year,
        draw,
        cast(low as double) + cast(high - low as double)
        * (cast((step_2 * step_2 + draw) % 2147483647 as double) / 2147483647) as score
    from squared
),

listed as (
    select
        drawn.region_code,
        drawn.scope,
        drawn.year,
        list_transform(
            list_sort(
                array_agg(
                    {
                        'draw': cast(drawn.draw as bigint),
                        'score': cast(drawn.score as double)
                    }
                )
            ),
            lambda entry: entry.score
        ) as scores
    from drawn
    group by drawn.region_code, drawn.scope, drawn.year
)

select * from listed
