"""Eight times the rows take about eight times as long: no model compares all rows with all."""

from __future__ import annotations

import time

import duckdb
import pytest

from dashboard import facts
from dashboard.warehouse import build, indicator_tables
from tests import synthetic
from tests.fixtures import SQL
from tests.synthetic import Counts

SMALL = Counts(responses=12_500, scores=2_500, activities=10_000, operations=4_000)
LARGE = Counts(responses=100_000, scores=20_000, activities=80_000, operations=32_000)
FACTOR = 20  # in proportion it is 8, by squares 64
UNNOTICED = 0.5  # processor seconds that a model may take however few the rows are


def made(folder, shares):
    """The answers of made-up rows, and the processor seconds that each model and check took."""
    described = facts.read_description(
        synthetic.write(folder, sum(vars(shares).values()), 1, shares)
    )
    connection = duckdb.connect()
    facts.load(connection, described.tables, described.folder)
    staged = {path.stem for path in (SQL / "stg").glob("*.sql")}
    indicator_tables.load(connection, described, staged)
    seconds = {}
    for path in build.models(SQL):
        began = time.process_time()
        build.create(connection, path)
        seconds[path.stem] = time.process_time() - began
    for path in sorted((SQL / "check").glob("*.sql")):
        began = time.process_time()
        assert not connection.execute(build.query_text(path)).fetchall(), path.stem
        seconds[path.stem] = time.process_time() - began
    return connection, seconds


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale")
    return made(folder / "small", SMALL), made(folder / "large", LARGE)


def test_time_grows_with_the_rows_and_not_with_their_square(both):
    (_, small), (_, large) = both
    slow = {
        name: (round(small[name], 2), round(seconds, 2))
        for name, seconds in large.items()
        if seconds > FACTOR * small[name] + UNNOTICED
    }
    assert not slow, f"processor seconds with {SMALL} and with {LARGE}"


def test_operations_and_what_followed_stay_a_table_of_about_a_million_rows(both):
    _, (connection, _) = both
    ((pairs, most),) = connection.sql(
        "select sum(n), max(n) from (select count(*) as n from mart_after_ott group by incident_id)"
    ).fetchall()
    operations = connection.table("stg_ott_incidents").count("*").fetchall()[0][0]
    assert most == round(1_000_000 / operations)
    assert LARGE.operations < pairs <= 1_000_000


def test_respondents_become_one_row_a_government_and_year(both):
    _, (connection, _) = both
    found = connection.table("mart_spi_response")
    ((rows, people),) = found.aggregate("count(*), sum(n_respondents)").fetchall()
    assert 2_000 < rows < 3_000
    assert people <= LARGE.responses
