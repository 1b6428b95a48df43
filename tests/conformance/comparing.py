"""Whether two engines gave the same rows: floats to 1e-9, nulls, dates and lists in order."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

Row = dict[str, Any]


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
