-- Grain: one row per covered year and level of the officials concerned. A level without
-- a known operation has zero only where coverage says that absence means zero, else null.
-- The totals of the year and the KPK's own count stand on each row; never sum them.
with

covered_years as (
    select * from mart_ott_year
),

levels as (
    select
        listed.level_group,
        listed.level_order
    from
        (
            values
            ('kabupaten_kota', 1),
            ('provinsi', 2),
            ('pusat_daerah', 3),
            ('pusat', 4)
        ) as listed (level_group, level_order)
),

incidents as (
    select
        year,
        level_group,
        is_counted_by_kpk,
        source_id
    from mart_ott_case
),

counts as (
    select
        year,
        level_group,
        count(*) as ott_count,
        array_slice(list_sort(array_agg(distinct source_id)), 1, 60) as source_ids
    from incidents
    group by year, level_group
),

totals as (
    select
        year,
        count(*) as year_total,
        count(*) filter (where is_counted_by_kpk) as year_counted_by_kpk
    from incidents
    group by year
),

levels_of_years as (
    select
        covered_years.year,
        levels.level_group,
        case
            when counts.ott_count is not null then counts.ott_count
            when covered_years.is_zero_when_absent then 0
        end as ott_count,
        case
            when totals.year_total is not null then totals.year_total
            when covered_years.is_zero_when_absent then 0
        end as year_total,
        case
            when totals.year_counted_by_kpk is not null then totals.year_counted_by_kpk
            when covered_years.is_zero_when_absent then 0
        end as year_counted_by_kpk,
        official.official_ott_count,
        covered_years.is_complete,
        levels.level_order,
        list_sort(
            list_distinct(
                list_concat(
                    coalesce(counts.source_ids, cast([] as varchar[])),
                    case
                        when official.source_id is null then cast([] as varchar[])
                        else [official.source_id]
                    end
                )
            )
        ) as source_ids
    from covered_years
    cross join levels
    left join counts
        on
            covered_years.year = counts.year
            and levels.level_group = counts.level_group
    left join totals on covered_years.year = totals.year
    left join stg_ott_yearly as official on covered_years.year = official.year
)

select * from levels_of_years
