-- Every source, for the lists under figures.
select
    source_id,
    publisher,
    title,
    url,
    published_on,
    source_kind
from stg_sources
order by source_id
