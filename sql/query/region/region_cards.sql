-- Grain: one row per chosen region: its score of $year, how it moved since $from_year, where it
-- stands, its newest score if that is of another year up to $to_year, and what else is known.
-- reported_class is a class that a source reports where that year's score is not known.
-- place, n_placed and n_tied are among the scores of its kind in its comparison group: of a
-- province or a kota those of its island group, of a kabupaten those of its province.
-- Parameters: $region (codes), $scope (of provinces), $year, $from_year, $to_year,
-- $ott_from_year, $ott_year (span of years for counting operations), $event_year (of the latest
-- activity).
with

chosen_regions as (
    select * from mart_region_scope
    where list_contains($region, region_code) and asked_scope = $scope
),

year_scores as (
    select
        mart_spi.*,
        mart_region.comparison_group
    from mart_spi
    inner join mart_region on mart_spi.region_code = mart_region.region_code
    where mart_spi.year = $year and mart_region.level <> 'nasional'
),

placed as (
    select
        region_code,
        scope,
        rank() over (partition by scope, comparison_group order by score desc) as place,
        count(*) over (partition by scope, comparison_group) as n_placed,
        count(*) over (partition by scope, comparison_group, score) as n_tied
    from year_scores
),

national as (
    select
        score,
        source_ids
    from mart_spi
    where scope = 'nasional' and region_code = '00' and year = $year
),

operations as (
    select
        chosen_regions.region_code,
        count(*) as ott_count,
        array_slice(list_sort(array_agg(distinct mart_event.source_id)), 1, 60) as source_ids
    from chosen_regions
    inner join mart_event
        on
            mart_event.event_kind = 'ott'
            and (
                chosen_regions.region_code = mart_event.region_code
                or (
                    chosen_regions.level = 'provinsi'
                    and chosen_regions.region_code = mart_event.province_code
                )
            )
    where extract(year from mart_event.event_date) between $ott_from_year and $ott_year
    group by chosen_regions.region_code
),

activities as (
    select
        chosen_regions.region_code,
        mart_event.event_date,
        mart_event.date_precision,
        mart_event.event_type,
        mart_event.title_id,
        mart_event.title_en,
        mart_event.region_label as event_region_label,
        mart_event.source_id
    from chosen_regions
    inner join mart_event
        on
            mart_event.event_kind = 'activity'
            and (
                chosen_regions.region_code = mart_event.region_code
                or (
                    chosen_regions.level = 'provinsi'
                    and chosen_regions.region_code = mart_event.province_code
                )
            )
    where $event_year >= extract(year from mart_event.event_date)
    qualify
        row_number() over (
            partition by chosen_regions.region_code
            order by mart_event.event_date desc, mart_event.event_id asc
        ) = 1
),

cards as (
    select
        chosen_regions.region_code,
        chosen_regions.region_name,
        chosen_regions.region_label,
        chosen_regions.level,
        chosen_regions.province_code,
        chosen_regions.province_name,
        chosen_regions.island_group,
        chosen_regions.has_own_government,
        chosen_regions.scope,
        cast($year as integer) as year,
        cast($from_year as integer) as from_year,
        cast(year_scores.score as double) as score,
        year_scores.spi_class,
        reported.reported_class,
        reported.reliability as reported_reliability,
        year_scores.is_disputed,
        cast(year_scores.low as double) as low,
        cast(year_scores.high as double) as high,
        case
            when year_scores.previous_year = $from_year then cast(year_scores.change as double)
        end as change,
        case when year_scores.previous_year = $from_year then year_scores.previous_year end
            as previous_year,
        year_scores.previous_year = $from_year and year_scores.has_method_change
            as has_method_change,
        year_scores.previous_year = $from_year and year_scores.has_class_change
            as has_class_change,
        case when year_scores.previous_year = $from_year then year_scores.crossed_split_year end
            as crossed_split_year,
        cast(year_scores.score - national.score as double) as distance_to_national,
        year_scores.score_rank,
        year_scores.n_ranked,
        year_scores.is_rank_shared,
        placed.place,
        placed.n_placed,
        placed.n_tied,
        newest.year as newest_year,
        cast(newest.score as double) as newest_score,
        newest.spi_class as newest_class,
        newest.is_disputed as newest_is_disputed,
        cast($ott_from_year as integer) as ott_from_year,
        cast($ott_year as integer) as ott_year,
        coalesce(operations.ott_count, 0) as ott_count,
        activities.event_date as activity_date,
        activities.date_precision as activity_date_precision,
        activities.event_type as activity_type,
        activities.title_id as activity_title_id,
        activities.title_en as activity_title_en,
        activities.event_region_label as activity_region_label,
        list_sort(
            list_distinct(
                list_concat(
                    list_concat(
                        coalesce(
                            year_scores.source_ids, reported.source_ids, cast([] as varchar[])
                        ),
                        case
                            when year_scores.score is null then cast([] as varchar[])
                            else coalesce(national.source_ids, cast([] as varchar[]))
                        end
                    ),
                    coalesce(newest.source_ids, cast([] as varchar[]))
                )
            )
        ) as score_source_ids,
        coalesce(operations.source_ids, cast([] as varchar[])) as ott_source_ids,
        case
            when activities.source_id is null then cast([] as varchar[])
            else [activities.source_id]
        end as activity_source_ids,
        array_position($region, chosen_regions.region_code) as card_order
    from chosen_regions
    left join year_scores
        on
            chosen_regions.region_code = year_scores.region_code
            and chosen_regions.scope = year_scores.scope
    left join placed
        on
            chosen_regions.region_code = placed.region_code
            and chosen_regions.scope = placed.scope
    left join mart_spi_reported_class as reported
        on
            chosen_regions.region_code = reported.region_code
            and chosen_regions.scope = reported.scope
            and reported.year = $year
    left join mart_spi as newest
        on
            chosen_regions.region_code = newest.region_code
            and chosen_regions.scope = newest.scope
            and newest.year <> $year
            and newest.year <= $to_year
            and (newest.next_year is null or newest.next_year > $to_year)
    left join national on true
    left join operations on chosen_regions.region_code = operations.region_code
    left join activities on chosen_regions.region_code = activities.region_code
)

select
    * exclude (card_order),
    list_sort(
        list_distinct(
            list_concat(list_concat(score_source_ids, ott_source_ids), activity_source_ids)
        )
    ) as source_ids
from cards
order by card_order
