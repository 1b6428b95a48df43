-- Grain: one row per column of a mart, or of a table of facts with its types (stg).
select
    table_name as view_name,
    column_name,
    data_type,
    cast(ordinal_position as integer) as column_order
from information_schema.columns
where table_schema = 'main' and (table_name like 'mart%' or table_name like 'stg%')
order by view_name, column_order
