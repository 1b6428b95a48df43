"""A sheet as it is read: rows of cells, and what is known of them beyond their text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable

FORMULA = "="  # the flaw of a formula whose result was never stored
# What is read of a file; a list of every government over ten years has 6,000 rows. Tables of
# millions of rows are no sheets: they lie beside the facts as Parquet.
MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 500_000
MOST_SHEETS = 100
MOST_TEXT = 64 << 20  # bytes of all cells together

UNPACKS = message(
    "It unpacks to more than {n} MB. Copy the table into a new workbook and save that."
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a spreadsheet: `digits` as it is stored, `shown` as its format writes it.

    `shown` is empty where the format does not fix the decimals.
    """

    digits: str
    shown: str = ""

    @property
    def text(self) -> str:
        """What a reader takes it for: as shown, if that shows hundredths or loses nothing."""
        if not self.shown:
            return self.digits
        is_same = Decimal(self.shown) == Decimal(self.digits)
        return self.shown if is_same or len(self.shown.partition(".")[2]) >= 2 else self.digits

    @property
    def is_cut(self) -> bool:
        """Whether the text says less than what is stored."""
        return Decimal(self.text) != Decimal(self.digits)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds an error such as `#REF!`, or a formula without a result."""

    text: str


Cell = str | Number | dt.date | Flaw | None
Merged = tuple[int, int, int, int]  # first row, first column, last row, last column; rows from 1


@dataclass(frozen=True)
class Sheet:
    """One sheet; CSV and Parquet have one without a name.

    Attributes:
        name: as the workbook calls it.
        rows: number of the row and its cells; rows without any cell are left out, and empty cells
            at the end of a row.
        is_hidden: whether the workbook hides it.
        hidden: numbers of hidden rows.
        merged: ranges of merged cells.
        is_strict: whether a row may not have more cells than the header (CSV).
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    is_hidden: bool = False
    hidden: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    is_strict: bool = False


def text_of(cell: Cell) -> str:
    """A cell as text, on one line."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    return cell.isoformat() if isinstance(cell, dt.date) else cell.text


def trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells without empty ones at the end; blank text is an empty cell."""
    kept = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def packed(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as JSON, for the way out of the confined process.

    Raises:
        Unusable: their texts are longer than a table's can be.
    """
    content = json.dumps(
        [
            {
                "name": sheet.name,
                "rows": [[number, [_packed(cell) for cell in row]] for number, row in sheet.rows],
                "is_hidden": sheet.is_hidden,
                "hidden": sorted(sheet.hidden),
                "merged": sheet.merged,
            }
            for sheet in sheets
        ],
        ensure_ascii=False,
    ).encode("utf-8", errors="replace")
    if len(content) > MOST_TEXT:
        raise Unusable(UNPACKS, n=MOST_TEXT >> 20)
    return content


def unpacked(content: bytes) -> tuple[Sheet, ...]:
    """The same sheets on this side."""
    return tuple(
        Sheet(
            one["name"],
            tuple((number, tuple(map(_unpacked, row))) for number, row in one["rows"]),
            one["is_hidden"],
            frozenset(one["hidden"]),
            tuple((a, b, c, d) for a, b, c, d in one["merged"]),
        )
        for one in json.loads(content)
    )


def _packed(cell: Cell) -> Any:
    if isinstance(cell, Number):
        return [cell.digits, cell.shown]
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    return {"flaw": cell.text} if isinstance(cell, Flaw) else cell


def _unpacked(given: Any) -> Cell:
    if isinstance(given, list):
        return Number(*given)
    if isinstance(given, dict):
        flaw = given.get("flaw")
        return dt.date.fromisoformat(given["date"]) if flaw is None else Flaw(flaw)
    return given if isinstance(given, str) else None
