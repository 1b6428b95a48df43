-- Grain: one row per row of mart_zone and region that it counts for: its own region and, for a
-- kabupaten or kota, its province (counted_code).
-- claim_order puts the rows of a unit in order, the furthest stage first; among equal stages the
-- award that is worth more (of the ministry, of the body itself), then the later year.
with

claims as (
    select
        *,
        row_number() over (
            partition by unit_key
            order by
                stage_order desc,
                case award_by when 'kemenpanrb' then 1 when 'internal' then 2 else 3 end asc,
                year desc,
                source_id asc
        ) as claim_order
    from mart_zone
)

select
    claims.zone_id,
    places.counted_code,
    claims.unit_key,
    claims.claim_order,
    claims.year,
    claims.unit_count,
    claims.is_group,
    claims.owner_type,
    claims.stage,
    claims.stage_order,
    claims.award_by,
    claims.awarded_by,
    claims.source_id
from claims
inner join mart_region_place as places on claims.region_code = places.region_code
