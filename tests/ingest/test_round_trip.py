"""A table of the facts, written as any office might, reads back to exactly the same rows."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import facts
from dashboard.core.settings import Settings
from dashboard.ingest.read import read
from dashboard.warehouse import build
from dashboard.warehouse.engine import Warehouse
from tests.fixtures import SQL, WORLD, write_facts
from tests.ingest import written
from tests.ingest.sheets import SETTLED, plain, told


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The small country: its warehouse and its description."""
    folder = tmp_path_factory.mktemp("small")
    write_facts(folder / "data", WORLD)
    made = Settings(data_dir=folder / "data", sql_dir=SQL, build_dir=folder / "build")
    return Warehouse(build.ensure(made), SQL), facts.read_description(made.data_dir)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written.choices())
def test_a_table_in_any_dress_reads_back(small, chosen):
    warehouse, description = small
    table = next(one for one in description.tables if one.name == chosen.table)
    content = written.content(chosen, table, WORLD[chosen.table])
    found = read(content, "daftar", chosen.table, warehouse=warehouse, description=description)
    assert not found.questions, found.questions
    assert not found.faults, told(found)
    assert [dict(row.cells) for row in found.rows] == written.rows(table, WORLD[chosen.table])
    assert not found.sources


@given(st.binary(max_size=3000))
def test_any_bytes_are_rows_questions_or_faults(small, content):
    warehouse, description = small
    for table in (None, "spi_results"):
        found = read(content, "x.csv", table, warehouse=warehouse, description=description)
        assert told(found) or found.rows or found.questions


@given(st.integers(), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_file_that_lost_or_changed_bytes_is_read_or_refused(small, seed, encoding):
    warehouse, description = small
    rows = [("Wilayah", "Tahun", "Skor", "Sumber"), ("Kalsel", 2024, "67,20", "kpk-go-id-000001"),
            ("Kota Banjarmasin", 2024, "70", "https://kpk.go.id/1")]  # fmt: skip
    content = written.damaged(plain(rows).decode().encode(encoding), random.Random(seed))
    found = read(
        content,
        "x.csv",
        "spi_results",
        warehouse=warehouse,
        description=description,
        answers=SETTLED,
    )
    assert told(found) or found.rows or found.questions
