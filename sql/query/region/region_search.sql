-- Names of regions that are near to a text or begin with it, the nearest first.
-- Parameters: $name_key, what a reader typed in lower-case letters and digits alone; $most, how
-- many letters may differ. Abbreviations must be the same: any letter makes another one of them.
-- is_beginning: the name begins with the text; is_inside: one of its later words does.
with

measured as (
    select
        region_code,
        usual_name,
        name_key,
        levenshtein(name_key, $name_key) as n_differences,
        starts_with(name_key, $name_key) as is_beginning,
        position(concat(' ', $name_key) in usual_name) > 0 as is_inside
    from mart_region_name
    where not is_abbreviation
)

select * from measured
where n_differences <= $most or is_beginning or is_inside
order by n_differences, region_code, usual_name
