-- One row per step of a path in time order: units that fell short in the span, and what is known
-- before and after up to its end.
-- Parameters: $region (codes; empty: all), $from_year, $year, $owner.
with

fallen as (
    select distinct
        region_code,
        owner_type
    from mart_zone_path
    where event_type = 'belum lolos' and year between $from_year and $year
)

select
    path.region_code,
    path.region_name,
    path.owner_type,
    path.fallen_year,
    path.year,
    path.step_kind,
    path.event_date,
    path.date_precision,
    path.event_type,
    path.title_id,
    path.title_en,
    path.unit_names,
    path.note_id,
    path.is_year_inferred,
    path.score,
    path.spi_class,
    path.is_disputed,
    path.source_ids
from mart_zone_path as path
inner join fallen
    on path.region_code = fallen.region_code and path.owner_type = fallen.owner_type
where
    path.year <= $year
    and (
        array_length($region) = 0
        or list_contains($region, path.region_code)
        or list_contains($region, path.province_code)
    )
    and (array_length($owner) = 0 or list_contains($owner, path.owner_type))
order by
    path.region_code,
    path.owner_type,
    path.year,
    path.step_order,
    path.event_date,
    path.event_type,
    path.step_id
