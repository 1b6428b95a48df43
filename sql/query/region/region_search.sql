-- Regions by a usual name that may hold typing mistakes, the best match first.
-- Parameters: $text, what a reader typed. A name matches when it is the same, when at most two (in
-- long names about a quarter) of its letters differ, or when it begins with the text. Names of up
-- to four letters and initials must be the same. Much worse matches than the best are left out.
with

searched as (
    select trim(regexp_replace(lower($text), '[^a-z0-9]+', ' ', 'g')) as searched_name
),

measured as (
    select
        mart_region_name.region_code,
        levenshtein(mart_region_name.usual_name, searched.searched_name) as n_differences,
        greatest(length(mart_region_name.usual_name), length(searched.searched_name)) as n_letters,
        length(searched.searched_name) >= 4
        and starts_with(mart_region_name.usual_name, concat(searched.searched_name, ' '))
            as is_beginning,
        mart_region_name.is_initials
    from mart_region_name
    cross join searched
    where length(searched.searched_name) between 2 and 80
),

matches as (
    select
        region_code,
        -- What a text begins is as good as one mistake: nothing in it is wrong.
        min(case when is_beginning then least(n_differences, 1) else n_differences end)
            as n_differences
    from measured
    where
        n_differences = 0
        or is_beginning
        or (
            not is_initials
            and n_letters > 4
            and n_differences <= greatest(n_letters * 0.28, least(n_letters - 4, 2))
        )
    group by region_code
),

near_the_best as (
    select
        *,
        min(n_differences) over () as fewest_differences
    from matches
),

best as (
    select
        near_the_best.region_code,
        mart_region.region_name,
        near_the_best.n_differences
    from near_the_best
    inner join mart_region on near_the_best.region_code = mart_region.region_code
    where near_the_best.n_differences <= near_the_best.fewest_differences + 1
    order by
        near_the_best.n_differences asc,
        mart_region.level <> 'provinsi' asc,
        mart_region.population desc nulls last,
        near_the_best.region_code asc
    limit 5
)

select * from best
