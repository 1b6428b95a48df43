-- A written alias means one region: without spaces and punctuation it is no name of another one.
-- An abbreviation that several regions share is marked so in each of its rows, and asks.
with

aliases as (
    select
        region_code,
        alias,
        alias_kind,
        regexp_replace(lower(alias), '[^a-z0-9]+', '', 'g') as name_key
    from stg_region_aliases
),

others as (
    select
        mart_region_name.region_code,
        mart_region_name.name_key,
        coalesce(aliases.alias_kind = 'shared_abbreviation', false) as is_shared
    from mart_region_name
    left join aliases
        on
            mart_region_name.region_code = aliases.region_code
            and mart_region_name.name_key = aliases.name_key
)

select
    aliases.region_code,
    aliases.alias,
    others.region_code as other_region_code
from aliases
inner join others
    on
        aliases.name_key = others.name_key
        and aliases.region_code <> others.region_code
where aliases.alias_kind <> 'shared_abbreviation' or not others.is_shared
