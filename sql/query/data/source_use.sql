-- Grain: one row per source: how many rows of the facts name it, and in which tables.
-- Parameter: $most_rows: only so many are here, those behind most rows; n_found says how many there
-- are, and n_official how many of these are official.
with

counted as (
    select
        source_id,
        cast(sum(n_rows) as bigint) as n_rows,
        list_sort(array_agg(table_name)) as table_names
    from mart_source_use
    group by source_id
),

described as (
    select
        sources.source_id,
        sources.publisher,
        sources.title as source_title,
        sources.url,
        sources.published_on,
        sources.source_kind = 'official' as is_official,
        coalesce(counted.n_rows, 0) as n_rows,
        coalesce(counted.table_names, cast([] as varchar[])) as table_names,
        count(*) over () as n_found,
        cast(
            sum(case when sources.source_kind = 'official' then 1 else 0 end) over () as bigint
        ) as n_official
    from stg_sources as sources
    left join counted on sources.source_id = counted.source_id
)

select * from described
order by n_rows desc, publisher asc, source_id asc
limit $most_rows
