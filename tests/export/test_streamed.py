"""A million rows leave without being held."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from dashboard.export import streamed
from dashboard.warehouse import engine, table_rows
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.table_rows import Question

ROWS = 1_000_000
MOST_MEGABYTES = 50
_STATM = Path("/proc/self/statm")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Facts whose table of scores has a million rows."""
    path = tmp_path_factory.mktemp("large") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table mart_spi as select '63' as region_code, i as year, "
            "'Kalimantan Selatan ' || hash(i) as region_name, ['one', 'two'] as source_ids "
            f"from range({ROWS}) as numbers (i)"
        )
    known = engine.current()
    made: Warehouse = object.__new__(Warehouse)
    made.__dict__ |= known.__dict__
    made._connection = duckdb.connect(str(path), read_only=True, config={"threads": 2})
    return made


@pytest.mark.skipif(not _STATM.exists(), reason="Linux says how much memory is held")
@pytest.mark.parametrize("ending", list(streamed.WRITERS))
def test_a_million_rows_need_little_memory(large, ending, monkeypatch):
    monkeypatch.setattr(
        table_rows, "batches", lambda known, _question: known.batches("mart_spi", all_)
    )
    for _ in streamed.WRITERS[ending](large, Question("mart_spi"), "en"):
        break  # what every file needs once
    before = most = resident()
    size = 0
    for part in streamed.WRITERS[ending](large, Question("mart_spi"), "en"):
        size += len(part)
        most = max(most, resident())
    assert size > 20_000_000
    assert (most - before) >> 20 < MOST_MEGABYTES


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def all_(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    return rows
