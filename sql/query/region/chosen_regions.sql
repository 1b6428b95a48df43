-- Grain: one row per chosen region, in the reader's order: what a figure of them is said to show.
-- Parameters: $region (codes).
select
    region_code,
    region_label,
    cast([] as varchar[]) as source_ids
from mart_region
where list_contains($region, region_code)
order by array_position($region, region_code)
