-- One row per source. published_on may be a year, a month or a day.
select
    source_id,
    publisher,
    title,
    url,
    published_on,
    source_kind
from raw_sources
