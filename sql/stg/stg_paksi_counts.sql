-- One row per count of certified anti-corruption educators in a region.
select
    region_code,
    as_of as counted_on,
    cast(paksi as integer) as paksi_count,
    cast(api as integer) as api_count,
    scope_note_id,
    source_id,
    reliability
from raw_paksi_counts
