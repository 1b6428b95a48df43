"""Whether two engines gave the same rows: floats to 1e-9, nulls, dates and lists in order."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]
_WHOLE = ("INTEGER", "BIGINT", "HUGEINT")


def difference(ours: list[Row], theirs: list[Row], *, ordered: bool) -> str | None:
    """What is the first difference between the rows of two engines; None where there is none.

    Args:
        ours: the rows as DuckDB gives them.
        theirs: the rows as the other engine gives them.
        ordered: whether the rows stand in an order that the query asks for.
    """
    if len(ours) != len(theirs):
        return f"{len(ours)} rows here and {len(theirs)} there"
    if ours and list(ours[0]) != list(theirs[0]):
        return f"columns {list(ours[0])} here and {list(theirs[0])} there"
    if not ordered:
        ours, theirs = sorted(ours, key=_place), sorted(theirs, key=_place)
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        for column, value in one.items():
            if not same(value, other[column]):
                return f"row {number}, {column}: {value!r} here and {other[column]!r} there: {one}"
    return None


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same answer."""
    if one is None or other is None:
        return one is other
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float, Decimal)):
        if not isinstance(other, (int, float, Decimal)):
            return False
        if isinstance(one, int) and isinstance(other, int):
            return one == other
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (
            math.isnan(one) and math.isnan(other)
        )
    if isinstance(one, dt.date):
        return _moment(one) == _moment(other)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and list(one) == list(other)
            and all(same(value, other[name]) for name, value in one.items())
        )
    return type(one) is type(other) and one == other


def _moment(value: Any) -> Any:
    """A date with a time added to it is a moment in one engine and still a date in the other."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value


def _place(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a row stands among others: by what is exact first, by rounded numbers last."""
    exact, rounded = [], []
    for value in row.values():
        if isinstance(value, (float, Decimal)):
            rounded.append(f"{value:.6g}")
        else:
            exact.append(str(value))
    return tuple(exact), tuple(rounded)


def large_difference(connection: duckdb.DuckDBPyConnection, table: str, other: Path) -> str | None:
    """The same for a table of many rows and a file, in DuckDB; what is left over row by row.

    Args:
        connection: the database with the table.
        table: a model's name.
        other: a Parquet file with the rows of the other engine.
    """
    described = connection.sql(f"describe {table}").fetchall()
    columns = ", ".join(_rounded(name, kind) for name, kind, *_rest in described)
    ours = f"select {columns} from {table}"
    theirs = f"select {columns} from read_parquet('{other}')"
    left = [
        connection.sql(f"({one} except all {two}) limit 1000").to_arrow_table().to_pylist()
        for one, two in ((ours, theirs), (theirs, ours))
    ]
    return difference(*left, ordered=False)


def _rounded(name: str, kind: str) -> str:
    """A column as what both engines' rows are told apart by: numbers to six decimals."""
    if kind.endswith("[]"):
        if kind == "DOUBLE[]":
            return f"list_transform({name}, lambda one: round(one, 6)) as {name}"
        return name
    if kind.startswith(("DECIMAL", "DOUBLE")):
        return f"round(cast({name} as double), 6) as {name}"
    return f"cast({name} as bigint) as {name}" if kind in _WHOLE else name
