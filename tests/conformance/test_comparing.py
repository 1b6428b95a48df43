"""The comparison finds what differs, and nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.conformance.comparing import difference, large_difference, same

ROW = {"a": 1, "b": "x", "c": [1.5, None], "d": dt.date(2024, 1, 1)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (Decimal("70.5000"), 70.5),
        (0.1 + 0.2, 0.3),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        (dt.datetime(2025, 2, 28), dt.date(2025, 2, 28)),
        ([1, None], [1.0, None]),
        ({"k": 1}, {"k": 1}),
        (None, None),
    ],
)
def test_the_same_answer(one: Any, other: Any) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.00001),
        (10**15, 10**15 + 1),
        (1, True),
        (0, None),
        ([], None),
        ("1", 1),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"k": 1}, {"l": 1}),
        ({"k": 1}, {"k": 2}),
        (dt.datetime(2025, 2, 28, 1), dt.date(2025, 2, 28)),
        (float("nan"), 1.0),
    ],
)
def test_another_answer(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_order_counts_where_it_is_asked_for() -> None:
    rows = [ROW, {**ROW, "a": 2}]
    assert difference(rows, rows[::-1], ordered=False) is None
    assert difference(rows, rows[::-1], ordered=True) is not None


@pytest.mark.parametrize(
    "theirs", [[], [ROW, ROW], [{**ROW, "c": [None, 1.5]}], [dict(reversed(ROW.items()))]]
)
def test_a_difference_is_said(theirs: list[dict[str, Any]]) -> None:
    assert difference([ROW], theirs, ordered=False)


@pytest.mark.parametrize(
    ("theirs", "differs"),
    [
        ([(1, 0.5, ["x"]), (2, 1.5, None)], False),
        ([(2, 1.5, None), (1, 0.5 + 1e-12, ["x"])], False),
        ([(1, 0.5, ["x"]), (2, 1.6, None)], True),
        ([(1, 0.5, ["x"]), (2, 1.5, [])], True),
        ([(1, 0.5, ["x"])], True),
        ([(1, 0.5, ["x"]), (2, 1.5, None), (2, 1.5, None)], True),
    ],
)
def test_tables_of_many_rows(theirs: list[tuple[Any, ...]], differs: bool, tmp_path: Path) -> None:
    kinds = {"a": pa.int32(), "b": pa.float64(), "c": pa.list_(pa.string())}
    columns = {name: [row[n] for row in theirs] for n, name in enumerate(kinds)}
    parquet.write_table(pa.table(columns, schema=pa.schema(kinds)), tmp_path / "t.parquet")
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as from (values (1::bigint, 0.5::double, ['x']), (2, 1.5, null))"
            " as v (a, b, c)"
        )
        found = large_difference(connection, "t", tmp_path / "t.parquet")
    assert (found is not None) is differs
