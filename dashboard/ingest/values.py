"""Cells of the facts as values: equal ones however they are written, numbers, years."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.facts.description import Field, Table

Cells = Mapping[str, str]


def comparable(type_: str, text: str) -> str:
    """A cell so that equal values are equal texts: 5.0 and 5, but not 5 and five."""
    if type_ not in ("integer", "number", "year"):
        return text
    found = number(text)
    return text if found is None else f"{found.normalize():f}"


def number(text: str) -> Decimal | None:
    """A cell as a number, or None where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def year_of(table: Table, cells: Cells) -> int | None:
    """The year that a row speaks of: its column of years, else the first of its dates."""
    years = [one.name for one in table.fields if one.type == "year"]
    dates = [one.name for one in table.fields if one.type == "date" or one.is_partial_date]
    for name in (*years, *dates):
        if (text := cells.get(name, "")[:4]).isdecimal():
            return int(text)
    return None


def score_column(table: Table) -> Field | None:
    """The column of a score from 0 to 100, in a table of a score a region and year."""
    if not {"region_code", "year"} <= set(table.columns):
        return None
    bounds = [
        one
        for one in table.fields
        if one.type == "number"
        and (one.constraints.get("minimum"), one.constraints.get("maximum")) == (0, 100)
    ]
    return bounds[0] if len(bounds) == 1 else None
