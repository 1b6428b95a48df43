"""Lists of a preview as CSV, for whoever mends the sheet beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from dashboard.core.i18n import Words
from dashboard.ingest.changed_tables import RowChange
from dashboard.ingest.incoming import Fault
from dashboard.ingest.values import number

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def faults(wrong: Iterable[Fault], say: Words) -> bytes:
    """Each fault with its place, its value, and the sentence that says how to mend it."""
    rows: list[list[object]] = [["file", "sheet", "row", "column", "value", "rule", "sentence"]]
    for one in wrong:
        place = one.place
        where = (place.file, place.sheet, place.row, place.column)
        rows.append([*where, one.value, one.rule, one.sentence(say)])
    return _written(rows)


def changes(found: Iterable[RowChange]) -> bytes:
    """Each cell that is added, changed or removed, old and new."""
    rows: list[list[object]] = [["table", "kind", "sheet_row", "column", "old", "new"]]
    for row in found:
        at = row.place.row if row.place else None
        if row.kind == "changed":
            cells = [(one.column, one.old, one.new) for one in row.changes]
        elif row.kind == "added":
            cells = [(name, "", cell) for name, cell in row.cells.items()]
        elif row.kind == "removed":
            cells = [(name, cell, "") for name, cell in row.cells.items()]
        else:
            continue
        rows += [[row.table, row.kind, at, *cell] for cell in cells]
    return _written(rows)


def _written(rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(map(_tame, row) for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _tame(cell: object) -> str:
    """A cell that no program for tables takes for a formula, whatever a file held."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) and number(text) is None else text
