"""What differs between two states of the facts: rows by their key, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.facts.csv_table import CsvTable, Key
from dashboard.facts.described_keys import Files, keys_of, package_of, properties, table_of
from dashboard.facts.package import DESCRIPTION
from dashboard.facts.revisions import Counts

# The description counts as a table whose rows are its properties.
DESCRIBED = "datapackage"


@dataclass(frozen=True)
class CellDifference:
    """A cell before and after; empty where there was, or is, nothing."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class RowDifference:
    """A row that was added (`old` is None), removed (`new` is None) or changed.

    Attributes:
        key: the cells that name it, as (column, text).
        old, new: its cells before and after, as column -> text.
    """

    key: tuple[tuple[str, str], ...]
    old: Mapping[str, str] | None = field(hash=False)
    new: Mapping[str, str] | None = field(hash=False)

    @property
    def cells(self) -> tuple[CellDifference, ...]:
        """The cells that differ; of a row that was added or removed, those that are not empty."""
        old, new = self.old or {}, self.new or {}
        pairs = ((name, old.get(name, ""), new.get(name, "")) for name in {**old, **new})
        return tuple(CellDifference(*one) for one in pairs if one[1] != one[2])


@dataclass(frozen=True)
class TableDifference:
    """What differs in a table.

    Attributes:
        table: its name; `datapackage` for the description, whose rows are properties.
        columns: its columns, of both states.
        added, changed, removed: the rows, in the order of the file that they stand in.
        unchanged: how many rows stay as they are.
    """

    table: str
    columns: tuple[str, ...]
    added: tuple[RowDifference, ...]
    changed: tuple[RowDifference, ...]
    removed: tuple[RowDifference, ...]
    unchanged: int

    @property
    def counts(self) -> Counts:
        """How many rows were added, changed and removed."""
        return Counts(self.table, len(self.added), len(self.changed), len(self.removed))


def compare(old: Files, new: Files) -> tuple[TableDifference, ...]:
    """The tables that differ in their cells, in the order of the description.

    Args:
        old: a state of the facts, as file name -> bytes.
        new: a later one. Rows are told apart by the key that its description gives, those of a
            table without one by all their cells.
    """
    keys = {**keys_of(old), **keys_of(new)}
    names = [f"{table}.csv" for table in keys]
    names += [name for name in sorted({**old, **new}) if name not in names]
    found = []
    for name in names:
        if old.get(name) == new.get(name):
            continue
        if name == DESCRIPTION:
            found.append(_description(old, new))
        elif name.endswith(".csv"):
            key = keys.get(table_of(name), ())
            found.append(_table(table_of(name), old.get(name, b""), new.get(name, b""), key))
    return tuple(one for one in found if one.added or one.changed or one.removed)


def counts(differences: tuple[TableDifference, ...]) -> tuple[Counts, ...]:
    """How many rows differ, a table each."""
    return tuple(one.counts for one in differences)


def _table(name: str, old: bytes, new: bytes, key: tuple[str, ...]) -> TableDifference:
    before, after = CsvTable(old, key), CsvTable(new, key)
    if before.key != after.key:  # a file that lacks a column of the key, or that is not there
        shared = () if old and new else before.key or after.key
        before, after = CsvTable(old, shared), CsvTable(new, shared)
    is_alike = before.columns == after.columns
    kept = before.keys_with_equal_text(after) if is_alike else set()
    was = {key: row for key, row in before.rows.items() if key not in kept}
    now = {key: row for key, row in after.rows.items() if key not in kept}
    columns = tuple(dict.fromkeys((*after.columns, *before.columns)))
    named = before.key or after.key

    def difference(key: Key) -> RowDifference:
        row = now.get(key, was.get(key, {}))
        names = named or tuple(row)
        return RowDifference(
            tuple((name, row.get(name, "")) for name in names), was.get(key), now.get(key)
        )

    changed = [difference(key) for key in now if key in was]
    differ = tuple(one for one in changed if one.cells)
    return TableDifference(
        name,
        columns,
        tuple(difference(key) for key in now if key not in was),
        differ,
        tuple(difference(key) for key in was if key not in now),
        len(kept) + len(changed) - len(differ),
    )


def _description(old: Files, new: Files) -> TableDifference:
    before, after = dict(properties(package_of(old))), dict(properties(package_of(new)))

    def row(name: str) -> RowDifference:
        states = (
            {"property": name, "value": state[name]} if name in state else None
            for state in (before, after)
        )
        return RowDifference((("property", name),), *states)

    changed = tuple(row(name) for name in after if name in before and before[name] != after[name])
    return TableDifference(
        DESCRIBED,
        ("property", "value"),
        tuple(row(name) for name in after if name not in before),
        changed,
        tuple(row(name) for name in before if name not in after),
        len([name for name in after if name in before]) - len(changed),
    )
