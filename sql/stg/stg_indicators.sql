-- One row per indicator that a table of the facts declares (datapackage.json, property indicator).
select
    indicator,
    table_name,
    kind,
    direction,
    cast(decimals as integer) as decimals,
    levels,
    label_id as indicator_label_id,
    label_en as indicator_label_en
from raw_indicators
