-- One row per observation: what one source printed as one score.
-- score_decimals keeps how many decimals the source printed (67.20 has two). An observation that is
-- known to be wrong is excluded: a reason in one language is enough.
select
    region_code,
    scope,
    cast(year as integer) as year,
    cast(score as decimal(7, 4)) as score,
    cast(length(split_part(score, '.', 2)) as bigint) as score_decimals,
    published_class,
    source_id,
    reliability,
    excluded_reason_id,
    excluded_reason_en,
    coalesce(excluded_reason_id, excluded_reason_en) is not null as is_excluded
from raw_spi_results
