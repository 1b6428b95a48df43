-- Grain: one row per region, scope and year with a reported class and no score: where a score is
-- known, it decides the class (mart_spi).
-- Among differing reports the one with the best source (official, news, weak) counts, then the most
-- reports, then the lowest class, so that nobody stands better than what is known. It is for class
-- counts only: a class has no mean, no rank and no change.
with

reports as (
    select
        stg_spi_class_reports.*,
        case stg_spi_class_reports.reliability
            when 'official' then 1
            when 'news' then 2
            else 3
        end as reliability_rank,
        array_position(
            ['sangat_rentan', 'rentan', 'waspada', 'terjaga'], stg_spi_class_reports.spi_class
        ) as class_order
    from stg_spi_class_reports
    left join mart_spi
        on
            stg_spi_class_reports.region_code = mart_spi.region_code
            and stg_spi_class_reports.scope = mart_spi.scope
            and stg_spi_class_reports.year = mart_spi.year
    where mart_spi.score is null
),

classes as (
    select
        region_code,
        scope,
        year,
        spi_class,
        class_order,
        min(reliability_rank) as best_reliability_rank,
        count(*) as n_reports
    from reports
    group by region_code, scope, year, spi_class, class_order
),

evidence as (
    select
        region_code,
        scope,
        year,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from reports
    group by region_code, scope, year
),

ranked as (
    select
        *,
        row_number() over (
            partition by region_code, scope, year
            order by best_reliability_rank asc, n_reports desc, class_order asc
        ) as place
    from classes
),

chosen as (
    select *
    from ranked
    where place = 1
),

described as (
    select
        chosen.region_code,
        chosen.scope,
        chosen.year,
        chosen.spi_class as reported_class,
        case chosen.best_reliability_rank
            when 1 then 'official'
            when 2 then 'news'
            else 'weak'
        end as reliability,
        evidence.source_ids
    from chosen
    inner join evidence
        on
            chosen.region_code = evidence.region_code
            and chosen.scope = evidence.scope
            and chosen.year = evidence.year
)

select * from described
