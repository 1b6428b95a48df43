-- Grain: one row per region: its rank by the reader's own index, and how far the rank moves when
-- weights and disputed scores vary. Provinces, kabupaten and kota are ranked apart, each on a scale
-- of its own; at the end of its kind, unranked, a region that lacks a weighted indicator.
-- Parameters: $year, $from_year (of the change), $to_year (of operations), $scope (of provinces),
-- $region (codes; empty: every province that was established by the year), $weights (of the score,
-- its change and the OTT rate; whole numbers),
-- $ott_direction ('none', 'fewer_is_better', 'more_is_better'; none leaves the OTT rate out).
--
-- The index: each indicator from 0 (worst of the ranked regions of its kind) to 1 (best), times its
-- weight, by the sum of the weights; the ends of the scale are those of the chosen values in every
-- draw. Of the ranks of 500 draws, put in order, the first, the 25th, the 475th and the last are
-- shown.
with

weights as (
    select
        $weights[1] as weight_score,
        $weights[2] as weight_change,
        case when $ott_direction = 'none' then 0 else $weights[3] end as weight_ott,
        case when $ott_direction = 'fewer_is_better' then -1 else 1 end as ott_sign
),

ott_end as (
    select max(ott_to_year) as year
    from mart_ott_window
    where ott_to_year <= $to_year
),

-- Chosen before they are joined: the rows carry long lists.
later as (
    select *
    from mart_scorecard
    where
        year = $year
        and asked_scope = $scope
        and (
            list_contains($region, region_code)
            or (
                array_length($region) = 0
                and level = 'provinsi'
                and year >= coalesce(first_year, 0)
            )
        )
),

earlier as (
    select *
    from mart_scorecard
    where year = $from_year and asked_scope = $scope
),

counted as (
    select mart_ott_window.*
    from mart_ott_window
    inner join ott_end on mart_ott_window.ott_to_year = ott_end.year
),

regions as (
    select
        later.region_code,
        later.region_name,
        later.region_label,
        later.scope,
        later.level,
        later.year,
        later.score,
        later.is_disputed,
        later.drawn_scores,
        earlier.score as from_score,
        coalesce(earlier.is_disputed, false) as from_is_disputed,
        earlier.drawn_scores as from_drawn_scores,
        later.score - earlier.score as change,
        case
            when $from_year <= later.split_year and $year > later.split_year
                then later.split_year
        end as crossed_split_year,
        counted.ott_from_year,
        counted.ott_to_year,
        counted.per_10_million_people,
        counted.per_10_million_people * weights.ott_sign as ott_merit,
        weights.weight_score + weights.weight_change + weights.weight_ott > 0
        and (weights.weight_score = 0 or later.score is not null)
        and (weights.weight_change = 0 or earlier.score + later.score is not null)
        and (weights.weight_ott = 0 or counted.per_10_million_people is not null) as is_ranked,
        weights.weight_score,
        weights.weight_change,
        weights.weight_ott,
        list_concat(
            list_concat(
                later.score_source_ids,
                coalesce(earlier.score_source_ids, cast([] as varchar[]))
            ),
            case
                when counted.per_10_million_people is null then cast([] as varchar[])
                else counted.source_ids
            end
        ) as source_ids
    from later
    cross join weights
    left join earlier on later.region_code = earlier.region_code
    left join counted on later.region_code = counted.region_code
),

-- Without a distance between regions an indicator tells nothing: its span is null.
scales as (
    select
        level,
        count(*) as n_ranked,
        min(score) as worst_score,
        nullif(max(score) - min(score), 0) as score_span,
        min(change) as worst_change,
        nullif(max(change) - min(change), 0) as change_span,
        min(ott_merit) as worst_ott,
        nullif(max(ott_merit) - min(ott_merit), 0) as ott_span
    from regions
    where is_ranked
    group by level
),

drawn as (
    select
        regions.region_code,
        regions.level,
        mart_draw.draw,
        scales.n_ranked,
        regions.weight_score * mart_draw.multiplier_score as score_weight,
        regions.weight_change * mart_draw.multiplier_change as change_weight,
        regions.weight_ott * mart_draw.multiplier_ott as ott_weight,
        case
            when mart_draw.draw = 0 or regions.drawn_scores is null then regions.score
            else regions.drawn_scores[cast(mart_draw.draw as integer)]
        end as score,
        case
            when mart_draw.draw = 0 or regions.from_drawn_scores is null then regions.from_score
            else regions.from_drawn_scores[cast(mart_draw.draw as integer)]
        end as from_score,
        scales.worst_score,
        scales.score_span,
        scales.worst_change,
        scales.change_span,
        coalesce((regions.ott_merit - scales.worst_ott) / scales.ott_span, 0.5) as ott_share
    from regions
    inner join scales on regions.level = scales.level
    cross join mart_draw
    where regions.is_ranked
),

-- In whole thousand-millionths, so that equal regions share a rank whatever the order of adding.
indexed as (
    select
        region_code,
        level,
        draw,
        n_ranked,
        cast(
            round(
                1e9 * (
                    score_weight * coalesce((score - worst_score) / score_span, 0.5)
                    + change_weight
                    * coalesce((score - from_score - worst_change) / change_span, 0.5)
                    + ott_weight * ott_share
                ) / (score_weight + change_weight + ott_weight)
            ) as bigint
        ) as index_units
    from drawn
),

-- One order of all draws, best first in each, is several times faster than one order a draw: what
-- stands before a draw is the regions of the earlier draws.
ranked as (
    select
        region_code,
        draw,
        index_units,
        rank() over (partition by level order by draw * 1000000000000 - index_units)
        - draw * n_ranked as index_rank
    from indexed
),

ranges as (
    select
        region_code,
        max(index_rank) filter (where draw = 0) as index_rank,
        list_sort(array_agg(index_rank) filter (where draw > 0)) as drawn_ranks,
        cast(max(index_units) filter (where draw = 0) / 1e7 as double) as index_value
    from ranked
    group by region_code
)

select
    regions.region_code,
    regions.region_name,
    regions.region_label,
    regions.scope,
    regions.level,
    regions.year,
    cast($from_year as integer) as from_year,
    ranges.index_rank,
    ranges.drawn_ranks[25] as rank_low,
    ranges.drawn_ranks[475] as rank_high,
    ranges.drawn_ranks[1] as rank_best,
    ranges.drawn_ranks[500] as rank_worst,
    ranges.index_value,
    coalesce(scales.n_ranked, 0) as n_ranked,
    regions.score,
    regions.is_disputed,
    regions.from_score,
    regions.from_is_disputed,
    regions.change,
    regions.crossed_split_year,
    regions.ott_from_year,
    regions.ott_to_year,
    regions.per_10_million_people,
    regions.source_ids
from regions
left join scales on regions.level = scales.level
left join ranges on regions.region_code = ranges.region_code
order by
    array_position(['provinsi', 'kabupaten', 'kota'], regions.level) asc,
    ranges.index_rank asc nulls last,
    regions.region_name asc
