"""A query that says an order says all of it: equal rows come alike, however the tables lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard import facts
from dashboard.warehouse import build, indicator_tables
from tests import synthetic
from tests.conformance.comparing import difference
from tests.conformance.parameters import sets
from tests.fixtures import SQL

QUERIES = sorted((*SQL.glob("query/*/*.sql"), *SQL.glob("example/*.sql")))
ORDERED = [path for path in QUERIES if "\norder by" in path.read_text(encoding="utf-8")]
COUNTS = synthetic.Counts(responses=0, scores=2_000, activities=3_000, operations=1_000)
# Half of all that happens does so in one place on one day of a year, told by one publisher.
ALIKE = """
update raw_bimtek_activity
set region_code = '63', start_date = left(start_date, 4) || '-06-30', activity_type = 'bimtek'
where hash(activity_id) % 2 = 0;
update raw_ott_incidents
set region_code = '63', ott_date = left(ott_date, 4) || '-06-30', date_precision = 'day'
where hash(incident_id) % 2 = 0;
update raw_sources set publisher = 'Penerbit', published_on = '2024-06-30'
"""


@pytest.fixture(scope="module")
def lying_otherwise(tmp_path_factory) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
    """The answers of made-up facts, and the same with the rows of each table in another order."""
    data = synthetic.write(tmp_path_factory.mktemp("facts"), sum(vars(COUNTS).values()), 1, COUNTS)
    described = facts.read_description(data)
    both = duckdb.connect(), duckdb.connect()
    for connection in both:
        facts.load(connection, described.tables, data)
        connection.execute(ALIKE)
        indicator_tables.load(connection, described, {path.stem for path in SQL.glob("stg/*.sql")})
        for path in build.models(SQL):
            build.create(connection, path)
    tables = both[1].sql("select table_name from duckdb_tables()").fetchall()
    for (name,) in tables:
        rows = both[1].table(name).order("rowid desc").to_arrow_table()
        both[1].execute(f'create or replace table "{name}" as from rows')
        assert rows.num_rows == both[0].table(name).shape[0]
    yield both
    for connection in both:
        connection.close()


@pytest.mark.parametrize("path", ORDERED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_equal_rows_come_in_one_order(lying_otherwise, path: Path) -> None:
    one, other = lying_otherwise
    text = path.read_text(encoding="utf-8")
    for given in sets(path.stem, text, 2):
        here, there = (each.execute(text, given).to_arrow_table() for each in (one, other))
        assert difference(here.to_pylist(), there.to_pylist(), ordered=True) is None, given
