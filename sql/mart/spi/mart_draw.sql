-- Grain: one row per draw of a reader's index: what each of its weights is multiplied with.
-- Draw 0 is the index as asked; draws 1 to 500 multiply each weight by a number from 0.5 to 1.5.
-- The numbers come from a fixed formula (a linear step and two squares modulo a prime): they are
-- spread like chance, yet the same for everyone, and any engine computes the same ones.
with

draws as (
    select
        cast(listed.draw as bigint) as draw,
        factors.factor
    from unnest(generate_series(0, 500)) as listed (draw)
    cross join unnest([1, 2, 3]) as factors (factor)
),

stepped as (
    select
        *,
        (draw * 1597334677 + factor * 381201580 + 12345) % 2147483647 as step_1
    from draws
),

squared as (
    select
        *,
        (step_1 * step_1 + factor) % 2147483647 as step_2
    from stepped
),

shares as (
    select
        draw,
        factor,
        cast((step_2 * step_2 + draw) % 2147483647 as double) / 2147483647 as share
    from squared
),

multipliers as (
    select
        draw,
        factor,
        case when draw = 0 then 1 else 0.5 + share end as multiplier
    from shares
),

drawn as (
    select
        draw,
        max(multiplier) filter (where factor = 1) as multiplier_score,
        max(multiplier) filter (where factor = 2) as multiplier_change,
        max(multiplier) filter (where factor = 3) as multiplier_ott
    from multipliers
    group by draw
)

select * from drawn
