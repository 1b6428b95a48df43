-- One row per regional regulation.
select
    region_code,
    instrument,
    number as regulation_number,
    cast(year as integer) as year,
    subject,
    title_id,
    source_id,
    reliability
from raw_regulations
