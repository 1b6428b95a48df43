"""Errors of the whole check of the facts, told at their places in the sheet that was brought in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.facts import FactError
from dashboard.ingest.findings import fault_of
from dashboard.ingest.incoming import Fault, Incoming, Place, Row

_NUMBERED = ("primary-key", "unique")  # their detail is the number of another row


def faults_of(
    errors: Iterable[FactError], incoming: Incoming, rows: Mapping[tuple[str, int], Row]
) -> tuple[Fault, ...]:
    """The errors that a check of the merged facts found, as faults of the file.

    Args:
        errors: of the check.
        incoming: the file.
        rows: by table and number of the row in the merged facts (the header is row 1), those that
            came from the file: rows of its table, and new sources.

    Returns:
        A fault for each error; one of a row that was there before keeps its own place.
    """
    return tuple(_fault(error, incoming, rows) for error in errors)


def _fault(error: FactError, incoming: Incoming, rows: Mapping[tuple[str, int], Row]) -> Fault:
    value, column = error.value or "", error.column or ""
    row = rows.get((error.table, error.row)) if error.row is not None else None
    if row is None:
        if error.rule == "description":
            return Fault(
                Place(error.file, "", error.row, column),
                value,
                error.rule,
                error.detail,
                error.values,
            )
        place = Place(error.file or error.table, "", error.row, column)
        return fault_of(place, value, error.rule, error.detail, error.table)
    year = row.cells.get("year", "")
    names = [incoming.heading_of(name, year) for name in column.split(", ") if name]
    heading = ", ".join(dict.fromkeys(names))
    place = Place(row.place.file, row.place.sheet, row.place.row, row.place.column or heading)
    detail = error.detail
    if error.rule in _NUMBERED and detail.isdigit():
        other = rows.get((error.table, int(detail)))
        detail = str(other.place.row) if other else f"{detail} ({error.file})"
    return fault_of(place, value, error.rule, detail, error.table)
