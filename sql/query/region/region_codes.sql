-- Codes of every region that can be chosen: Kemendagri, ISO 3166-2 (provinces), BPS (where known).
select
    region_code,
    iso_3166_2,
    bps_code
from stg_regions
where level <> 'nasional'
