-- One row per indicator that a table of the facts declares (datapackage.json, property indicator).
select
    indicator,
    table_name,
    kind,
    direction,
    levels
from raw_indicators
