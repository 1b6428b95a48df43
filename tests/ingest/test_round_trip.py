"""A table of the facts, written as any office might, reads back to exactly the same rows."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.examples import tried
from tests.fixtures import WORLD
from tests.ingest import written
from tests.ingest.sheets import SETTLED, description, plain, small_reader, told

TABLES = {table.name: table for table in description().tables}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_reader(tmp_path_factory.mktemp("small"))


@tried(24, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written.choices())
def test_a_table_in_any_dress_reads_back(small, chosen):
    table = TABLES[chosen.table]
    content = written.content(chosen, table, WORLD[chosen.table])
    found = small(content, chosen.table)
    assert not found.questions, found.questions
    assert not found.faults, told(found)
    assert [dict(row.cells) for row in found.rows] == written.rows(table, WORLD[chosen.table])
    assert not found.sources


@given(st.binary(max_size=3000))
def test_any_bytes_are_rows_questions_or_faults(small, content):
    for table in (None, "spi_results"):
        found = small(content, table)
        assert told(found) or found.rows or found.questions


@given(st.integers(), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_file_that_lost_or_changed_bytes_is_read_or_refused(small, seed, encoding):
    rows = [("Wilayah", "Tahun", "Skor", "Sumber"), ("Kalsel", 2024, "67,20", "kpk-go-id-000001"),
            ("Kota Banjarmasin", 2024, "70", "https://kpk.go.id/1")]  # fmt: skip
    content = written.damaged(plain(rows).decode().encode(encoding), random.Random(seed))
    found = small(content, "spi_results", SETTLED)
    assert told(found) or found.rows or found.questions
