"""Which rows of which table stand behind a number of a figure.

A figure says it once (`Figure.facts`); pages show these rows, and addresses lead to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.core.selection import Selection
from dashboard.warehouse.table_rows import Question

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """How the rows of a table are found that stand behind a row of a figure.

    Attributes:
        table: its name in the catalogue of tables.
        match: which column of the table equals which column of the row; one that the row does not
            know decides nothing.
        filters: which column of the table a parameter of the figure filters.
        of_regions: whether only the chosen regions count.
        of_years: whether years decide: those of the row, else those that the figure was asked for.
        of_own_region: whether the row's region counts, a province with its governments.
        years: which columns of the row are the first and the last year; no first one is from ever.
        fixed: conditions that hold for all rows.
    """

    table: str
    match: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    of_regions: bool = False
    of_years: bool = True
    of_own_region: bool = False
    years: tuple[str, str] = ("from_year", "year")
    fixed: tuple[str, ...] = ()


def facts(table: str, *same: str, **match: str) -> Facts:
    """Rows of a table that agree with the figure's row in columns of the same or another name."""
    return Facts(table, {**{name: name for name in same}, **match})


# What every source says of a score, as it was printed.
SCORES = facts("spi_results", "region_code", "scope")
# What every source reports of a class.
CLASS_REPORTS = facts("spi_class_reports", "region_code", "scope")
# Operations and activities of chosen regions; a province stands for its governments too.
OPERATIONS = Facts("mart_ott_case", of_regions=True)
ACTIVITIES = Facts("mart_activity", of_regions=True)
# An operation of a region, or of all governments of a province.
OPERATIONS_OF_PROVINCE = facts("mart_ott_case", province_code="region_code")


def question(behind: Facts, row: Row, selection: Selection) -> Question:
    """The rows behind one row of a figure.

    Args:
        behind: how they are found.
        row: of the figure.
        selection: what the figure was asked, with its years resolved.
    """
    where = [*behind.fixed]
    where += [
        f"{column}:{_written(row[own])}"
        for column, own in behind.match.items()
        if row.get(own) is not None
    ]
    where += [
        f"{column}:{code}"
        for column, parameter in behind.filters.items()
        if column not in behind.match
        for code in getattr(selection, parameter)
    ]
    first, last = _years(behind, row, selection) if behind.of_years else (None, None)
    region = selection.region if behind.of_regions else ()
    region = (str(row["region_code"]),) if behind.of_own_region else region
    return Question(behind.table, region, first, last, where=tuple(where))


def scores_or_class(row: Row) -> Facts:
    """What sources say of a row: its scores, or without one the reports of its class."""
    is_class_only = row["score"] is None and row["reported_class"] is not None
    return CLASS_REPORTS if is_class_only else SCORES


def score(region_code: str, scope: str, year: int, from_year: int | None = None) -> Question:
    """What every source printed as the score of a region in a year, or in a span of years."""
    row = {"region_code": region_code, "scope": scope, "from_year": from_year, "year": year}
    return question(SCORES, row, Selection())


def class_reports(region_code: str, scope: str, year: int) -> Question:
    """What every source reports as the class of a region in a year."""
    row = {"region_code": region_code, "scope": scope, "year": year}
    return question(CLASS_REPORTS, row, Selection())


def operations(province_code: str, from_year: int, year: int) -> Question:
    """The operations in a province, its kabupaten and kota included, in a span of years."""
    row = {"region_code": province_code, "from_year": from_year, "year": year}
    return question(OPERATIONS_OF_PROVINCE, row, Selection())


def of_region(behind: Facts, region_code: str, from_year: int, year: int) -> Question:
    """The rows of one region in a span of years, of a province with its governments."""
    span = {"from_year": from_year, "year": year}
    return question(behind, span, Selection(region=(region_code,)))


def _years(behind: Facts, row: Row, selection: Selection) -> tuple[int | None, int | None]:
    """The years of a row: its span, its year, that of its date, else the asked ones."""
    date = row.get("event_date")
    if isinstance(date, dt.date):
        return date.year, date.year
    first, last = behind.years
    year = row.get(last)
    if year is None:
        return selection.from_year, selection.year
    return (row.get(first) or year) if first else None, year


def _written(value: Any) -> str:
    """A value as a condition writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
