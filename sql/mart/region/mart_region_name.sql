-- Grain: one row per region and usual name, in lower case and without punctuation.
-- A region goes by its full and short name, the name without its kind of government, other names
-- of the facts, the English order of words (South Kalimantan) and, from three words on, initials
-- (HSS). name_key is the name without spaces, as what a reader types is compared. is_abbreviation:
-- only an exact match counts, since any letter makes another one of it.
with

regions as (
    select
        mart_region.region_code,
        mart_region.region_name,
        mart_region.region_label,
        regexp_replace(
            mart_region.region_name,
            '^(Kabupaten Administrasi|Kota Administrasi|Kabupaten|Kota|DKI|DI) ',
            ''
        ) as bare_name
    from mart_region
    where mart_region.level <> 'nasional'
),

aliases as (
    select * from stg_region_aliases
),

written_names as (
    select
        region_code,
        region_name as usual_name,
        false as is_abbreviation
    from regions
    union all
    select
        region_code,
        region_label as usual_name,
        false as is_abbreviation
    from regions
    union all
    select
        region_code,
        bare_name as usual_name,
        false as is_abbreviation
    from regions
    union all
    select
        region_code,
        alias as usual_name,
        alias_kind in ('abbreviation', 'shared_abbreviation') as is_abbreviation
    from aliases
),

english_names as (
    select
        region_code,
        case
            when bare_name like '% Selatan'
                then concat('South ', regexp_replace(bare_name, ' Selatan$', ''))
            when bare_name like '% Utara'
                then concat('North ', regexp_replace(bare_name, ' Utara$', ''))
            when bare_name like '% Barat Daya'
                then concat('Southwest ', regexp_replace(bare_name, ' Barat Daya$', ''))
            when bare_name like '% Timur Laut'
                then concat('Northeast ', regexp_replace(bare_name, ' Timur Laut$', ''))
            when bare_name like 'Nusa Tenggara %'
                then concat(
                    case when bare_name like '% Barat' then 'West' else 'East' end,
                    ' Nusa Tenggara'
                )
            when bare_name like '% Tenggara'
                then concat('Southeast ', regexp_replace(bare_name, ' Tenggara$', ''))
            when bare_name like '% Barat'
                then concat('West ', regexp_replace(bare_name, ' Barat$', ''))
            when bare_name like '% Timur'
                then concat('East ', regexp_replace(bare_name, ' Timur$', ''))
            when bare_name like '% Tengah'
                then concat('Central ', regexp_replace(bare_name, ' Tengah$', ''))
            when bare_name like '% Pegunungan'
                then concat('Highland ', regexp_replace(bare_name, ' Pegunungan$', ''))
            when bare_name like 'Kepulauan %'
                then concat(regexp_replace(bare_name, '^Kepulauan ', ''), ' Islands')
        end as usual_name
    from regions
),

spoken_names as (
    select
        region_code,
        replace(replace(usual_name, 'Jawa', 'Java'), 'Sumatera', 'Sumatra') as usual_name
    from english_names
    where usual_name is not null
    union all
    select
        region_code,
        usual_name
    from english_names
    where usual_name like '% Jawa' or usual_name like '% Sumatera'
),

initials as (
    select
        region_code,
        concat(
            left(split_part(bare_name, ' ', 1), 1), left(split_part(bare_name, ' ', 2), 1),
            left(split_part(bare_name, ' ', 3), 1), left(split_part(bare_name, ' ', 4), 1)
        ) as usual_name
    from regions
    where split_part(bare_name, ' ', 3) <> '' and split_part(bare_name, ' ', 5) = ''
),

-- Initials give way to a written abbreviation: KBB is Bandung Barat, not Kepulauan Bangka Belitung.
free_initials as (
    select
        initials.region_code,
        initials.usual_name
    from initials
    left join aliases on lower(initials.usual_name) = lower(aliases.alias)
    where aliases.alias is null or aliases.region_code = initials.region_code
),

all_names as (
    select
        region_code,
        usual_name,
        is_abbreviation
    from written_names
    union all
    select
        region_code,
        usual_name,
        false as is_abbreviation
    from spoken_names
    union all
    select
        region_code,
        usual_name,
        true as is_abbreviation
    from free_initials
),

lower_names as (
    select
        region_code,
        trim(regexp_replace(lower(usual_name), '[^a-z0-9]+', ' ', 'g')) as usual_name,
        is_abbreviation
    from all_names
),

-- A name that is written twice counts as written: its letters are no mere initials.
distinct_names as (
    select
        region_code,
        usual_name,
        replace(usual_name, ' ', '') as name_key,
        bool_and(is_abbreviation) as is_abbreviation
    from lower_names
    group by region_code, usual_name
)

select * from distinct_names
