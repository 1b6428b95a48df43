"""How long the check of the facts takes with many rows of spi_results.

    python -m tests.bench.validation 1000000

Keys differ by region, scope, year and source. Prints seconds, processor time and peak memory.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dashboard import facts

DATA = Path(__file__).parents[2] / "data"
ROWS = """
with regions as (select region_code, row_number() over () - 1 as n from raw_regions),
sources as (select source_id, row_number() over () - 1 as n from raw_sources),
size as (select count(*) as regions from regions)
select
    region_code,
    ['pemprov', 'pemkab', 'pemkot', 'nasional'][1 + i // size.regions % 4] as scope,
    2000 + i // (4 * size.regions) % 27 as year,
    printf('%d.%02d', 40 + i % 50, i * 7 % 100) as score,
    case when i % 3 = 0 then 'Rentan' end as published_class,
    source_id,
    ['official', 'news', 'weak'][1 + i % 3] as reliability,
    null as excluded_reason_id,
    null as excluded_reason_en
from range($rows) as numbers (i), size
inner join regions on regions.n = i % size.regions
inner join sources on sources.n = i // (108 * size.regions)
"""


def main(rows: int) -> None:
    """Write facts with this many scores into a temporary folder and check them."""
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as connection:
        folder = Path(shutil.copytree(DATA, Path(name) / "data"))
        facts.load(connection, facts.read_description(DATA).tables, DATA)
        scores = connection.sql(ROWS, params={"rows": rows})
        scores.write_csv(str(folder / "spi_results.csv"), header=True)
        connection.close()
        started, processor = time.monotonic(), time.process_time()
        facts.validate(folder)
        seconds, used = time.monotonic() - started, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{rows} rows: {seconds:.1f} s, processor {used:.1f} s, peak {peak} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]))
