-- Grain: one row per chosen region: its newest score up to $year, and what else is known.
-- Parameters: $region (codes), $scope (of provinces), $year, $ott_from_year, $ott_year
-- (span of years for counting operations).
with

chosen_regions as (
    select
        *,
        case when level = 'provinsi' then cast($scope as varchar) else own_scope end as row_scope
    from mart_region
    where list_contains($region, region_code) and level <> 'nasional'
),

newest_scores as (
    select mart_spi.*
    from mart_spi
    where mart_spi.year <= $year
    qualify
        row_number() over (
            partition by mart_spi.region_code, mart_spi.scope order by mart_spi.year desc
        ) = 1
),

operations as (
    select
        chosen_regions.region_code,
        count(*) as ott_count,
        list_sort(array_agg(distinct mart_event.source_id)) as source_ids
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
    where $year >= extract(year from mart_event.event_date)
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
        chosen_regions.row_scope as scope,
        newest_scores.year,
        cast(newest_scores.score as double) as score,
        newest_scores.spi_class,
        cast(newest_scores.change as double) as change,
        newest_scores.previous_year,
        newest_scores.has_method_change,
        newest_scores.is_disputed,
        cast(newest_scores.low as double) as low,
        cast(newest_scores.high as double) as high,
        newest_scores.score_rank,
        newest_scores.n_ranked,
        cast($ott_from_year as integer) as ott_from_year,
        cast($ott_year as integer) as ott_year,
        coalesce(operations.ott_count, 0) as ott_count,
        activities.event_date as activity_date,
        activities.date_precision as activity_date_precision,
        activities.event_type as activity_type,
        activities.title_id as activity_title_id,
        activities.title_en as activity_title_en,
        activities.event_region_label as activity_region_label,
        coalesce(newest_scores.source_ids, cast([] as varchar[])) as score_source_ids,
        coalesce(operations.source_ids, cast([] as varchar[])) as ott_source_ids,
        case
            when activities.source_id is null then cast([] as varchar[])
            else [activities.source_id]
        end as activity_source_ids,
        array_position($region, chosen_regions.region_code) as card_order
    from chosen_regions
    left join newest_scores
        on
            chosen_regions.region_code = newest_scores.region_code
            and chosen_regions.row_scope = newest_scores.scope
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
