"""Sheets for minutes: every table in every dress, and workbooks that lost or changed bytes."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures import WORLD
from tests.ingest import written
from tests.ingest.sheets import SETTLED, description, small_reader, told, xlsx

SECONDS = 60  # within which any one file is read or refused

TABLES = {table.name: table for table in description().tables}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_reader(tmp_path_factory.mktemp("small"))


@settings(max_examples=1500, deadline=None)
@given(written.choices())
def test_every_table_in_every_dress_reads_back(small, chosen):
    table = TABLES[chosen.table]
    content = written.content(chosen, table, WORLD[chosen.table])
    found = small(content, chosen.table)
    assert not found.questions, found.questions
    assert not found.faults, told(found)
    assert [dict(row.cells) for row in found.rows] == written.rows(table, WORLD[chosen.table])


@settings(max_examples=400, deadline=None)
@given(st.integers(), st.sampled_from(["xlsx", "parquet", "csv"]), written.choices())
def test_any_damaged_file_is_read_or_refused_in_time(small, seed, form, chosen):
    table = TABLES[chosen.table]
    content = written.content(written.replaced(chosen, form=form), table, WORLD[chosen.table])
    content = written.damaged(content, random.Random(seed))
    begun = time.monotonic()
    found = small(content, chosen.table, SETTLED)
    assert time.monotonic() - begun < SECONDS
    assert told(found) or found.rows or found.questions


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        ["Wilayah", "Skor", "Tahun", "2024", "2025", "Kalsel", "63.1", "Banjar", "67,20"]
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_any_workbook_is_read_or_refused(small, rows):
    from openpyxl.utils.exceptions import IllegalCharacterError

    try:
        content = xlsx(rows)
    except (IllegalCharacterError, ValueError):
        return
    for table in (None, "spi_results", "population"):
        found = small(content, table)
        assert told(found) or found.rows or found.questions
