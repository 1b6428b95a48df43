"""Tables of the facts that are being changed: rows put and removed, and what becomes of each."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dashboard import facts
from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable
from dashboard.facts.csv_table import CsvTable, Key
from dashboard.ingest.incoming import Place
from dashboard.ingest.values import Cells

if TYPE_CHECKING:
    from dashboard.facts.description import Description

Kind = Literal["added", "changed", "removed", "unchanged"]
KINDS: tuple[Kind, ...] = ("added", "changed", "removed", "unchanged")

NO_TABLE = message("There is no table {table} in the facts. There are: {tables}.")
ONLY_CSV = message(
    "The table {table} is kept as Parquet, which is replaced as a whole by whoever looks after the "
    "folder of the facts. Only tables that are kept as CSV are changed here."
)

CONFIDENTIAL = message(
    "The table {table} is confidential: no row of it is shown, so none is previewed or changed "
    "here. Whoever looks after the folder of the facts replaces its file as a whole."
)


@dataclass(frozen=True)
class CellChange:
    """A cell that changes; empty is missing."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """What becomes of a row.

    Attributes:
        table: the table that it stands in.
        kind: what becomes of it.
        cells: the row as it will be, missing left out; a removed one as it was.
        changes: the cells that change, of a changed row.
        place: where the sheet says it; None for rows that come along with those of the sheet.
    """

    table: str
    kind: Kind
    cells: Cells = field(hash=False)
    changes: tuple[CellChange, ...] = ()
    place: Place | None = None


class Tables:
    """The tables of a state of the facts, and what is changed in them.

    Args:
        files: the state, each file by its name.
        described: what the description says of the tables.
    """

    def __init__(self, files: Mapping[str, bytes], described: Description) -> None:
        self._files = files
        self._read: dict[str, CsvTable] = {}
        self._put: dict[str, dict[Key, Cells]] = {}
        self._removed: dict[str, set[Key]] = {}
        self.described = {table.name: table for table in described.tables}

    def table(self, name: str) -> CsvTable:
        """A table as it stands in its file.

        Raises:
            Unusable: there is none of this name, or it is kept otherwise than as CSV.
        """
        if name in self.described and self.described[name].is_confidential:
            raise Unusable(CONFIDENTIAL, table=name)
        return self._table(name)

    def _table(self, name: str) -> CsvTable:
        if name not in self._read:
            if name not in self.described:
                raise no_table(name, self.described)
            if (content := self._files.get(f"{name}.csv")) is None:
                raise Unusable(ONLY_CSV, table=name)
            self._read[name] = CsvTable(content, self.described[name].key)
        return self._read[name]

    def is_csv(self, name: str) -> bool:
        """Whether a table is there and kept as CSV."""
        return f"{name}.csv" in self._files and name in self.described

    def put(self, name: str, cells: Cells) -> None:
        """Add a row, or change the one of its key in the cells that are given."""
        self._put.setdefault(name, {})[self.table(name).key_of(cells)] = cells

    def remove(self, name: str, key: Key) -> RowChange:
        """Take a row away, and tell it."""
        self._removed.setdefault(name, set()).add(key)
        return RowChange(name, "removed", present(self.table(name).rows[key]))

    def rows(self, name: str) -> Iterator[tuple[Key, Cells]]:
        """The rows of a table as they would be, missing left out."""
        self.table(name)  # whose rows may be shown
        yield from self._rows(name)

    def values(self, name: str, column: str) -> set[str]:
        """What stands in a column of a table as it would be, also of one whose rows are not shown.

        Raises:
            Unusable: there is none of this name, or it is kept otherwise than as CSV.
        """
        return {cells.get(column, "") for _key, cells in self._rows(name)} - {""}

    def _rows(self, name: str) -> Iterator[tuple[Key, Cells]]:
        known, put = self._table(name).rows, self._put.get(name, {})
        gone = self._removed.get(name, set())
        for key, cells in known.items():
            if key not in gone:
                yield key, present({**cells, **put.get(key, {})})
        yield from ((key, present(cells)) for key, cells in put.items() if key not in known)

    def with_column(self, column: str) -> tuple[str, ...]:
        """The names of the tables that have a column."""
        return tuple(name for name, one in self.described.items() if column in one.columns)

    def files(self, today: dt.date) -> dict[str, bytes]:
        """Every file as it would be; the description with its day where another one differs."""
        made: dict[str, bytes] = dict(self._files)
        for name in dict.fromkeys((*self._put, *self._removed)):
            put, gone = self._put.get(name, {}), self._removed.get(name, set())
            made[f"{name}.csv"] = self.table(name).edited(put.values(), gone)
        if made != self._files:
            made[facts.DESCRIPTION] = brought_up_to_date(made[facts.DESCRIPTION], today)
        return made


def no_table(name: str, known: Iterable[str]) -> Unusable:
    """A table that the facts do not have, with those that they have."""
    return Unusable(NO_TABLE, table=name[:80], tables=", ".join(known))


def present(cells: Cells) -> dict[str, str]:
    """The cells of a row without the empty ones."""
    return {name: cell for name, cell in cells.items() if cell}


def brought_up_to_date(content: bytes, today: dt.date) -> bytes:
    """The description with the next version of the facts, and the day that they are of."""
    text, package = content.decode("utf-8-sig"), json.loads(content.decode("utf-8-sig"))
    version, created = package["version"], str(package["created"])
    shipped, _, own = version.partition("-")
    values = {
        "version": f"{shipped}-{int(own) + 1 if own.isdecimal() else 1}",
        "created": max(today.isoformat(), created[:10]) + created[10:],
    }
    for name, value in values.items():
        pattern = rf'("{name}"\s*:\s*){re.escape(json.dumps(package[name]))}'
        if found := re.search(pattern, text):
            text = text[: found.end(1)] + json.dumps(value) + text[found.end() :]
    changed: dict[str, Any] = {**package, **values}
    if json.loads(text) != changed:  # the file says so at another place first: written anew
        text = json.dumps(changed, ensure_ascii=False, indent=2) + "\n"
    return text.encode()
