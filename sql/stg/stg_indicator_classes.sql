-- One row per class of a declared indicator: from its lower bound up to that of the next class.
with

typed as (
    select
        indicator,
        class_code,
        cast(class_lower as double) as class_lower,
        value_class_id,
        value_class_en
    from raw_indicator_classes
)

select
    *,
    lead(class_lower) over (partition by indicator order by class_lower) as class_upper
from typed
