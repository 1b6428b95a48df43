-- One row per observation of a declared indicator: what one source gives as one value.
-- A row that is known to be wrong is excluded, where its table has a column for the reason.
select
    indicator,
    region_code,
    cast(year as integer) as year,
    cast(value as decimal(24, 6)) as value,
    source_id,
    reliability,
    excluded_reason is not null as is_excluded
from raw_indicator_values
