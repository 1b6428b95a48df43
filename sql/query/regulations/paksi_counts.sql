-- One row per count of certified anti-corruption educators: the nation's, then the regions', newest
-- first. Counts have different dates and sources: they are never summed or compared.
-- Parameters: $year (the last one), $region (codes; a province stands for its kabupaten and kota
-- too; none stands for all).
select
    stg_paksi_counts.region_code,
    mart_region.region_name,
    stg_paksi_counts.counted_on,
    stg_paksi_counts.paksi_count,
    stg_paksi_counts.api_count,
    stg_paksi_counts.scope_note_id,
    stg_paksi_counts.reliability,
    [stg_paksi_counts.source_id] as source_ids
from stg_paksi_counts
inner join mart_region on stg_paksi_counts.region_code = mart_region.region_code
where
    cast(left(stg_paksi_counts.counted_on, 4) as integer) <= $year
    and (
        mart_region.level = 'nasional'
        or array_length($region) = 0
        or list_contains($region, stg_paksi_counts.region_code)
        or list_contains($region, mart_region.province_code)
    )
order by stg_paksi_counts.region_code asc, stg_paksi_counts.counted_on desc
