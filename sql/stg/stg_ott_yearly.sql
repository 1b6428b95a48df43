-- One row per year for which a count by the KPK was found.
select
    cast(year as integer) as year,
    cast(ott_count as integer) as official_ott_count,
    reliability,
    source_id
from raw_ott_yearly
