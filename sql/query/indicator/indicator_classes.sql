-- Grain: one row per class of a declared indicator, lowest first; none for one without classes. The
-- office declares the bounds, so that no source stands behind them.
-- Parameters: $indicator.
select
    indicator,
    class_code,
    class_lower,
    class_upper,
    value_class_id,
    value_class_en,
    cast([] as varchar[]) as source_ids
from stg_indicator_classes
where indicator = $indicator
order by class_lower
