-- One row per indicator that a table of the facts declares (datapackage.json, property indicator).
select
    indicator,
    table_name,
    kind,
    direction,
    cast(decimals as integer) as decimals,
    levels
from raw_indicators
