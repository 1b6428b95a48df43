"""From a sheet that was read to the tables as they would be: rows added, changed, removed.

A row of the sheet whose key is known changes what the sheet says of it; an empty cell changes
nothing, because a sheet often leaves out what others know. Rows are taken away only where whoever
brings the file in says that it is the whole of its years and sources; then its empty cells count.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboard.core.i18n import DEFAULT_LANGUAGE, message, words
from dashboard.facts.csv_table import Key
from dashboard.facts.revisions import Counts
from dashboard.ingest import companions
from dashboard.ingest.changed_tables import CellChange, Kind, RowChange, Tables, present
from dashboard.ingest.incoming import Answers, Fault, Incoming, Question, Row
from dashboard.ingest.values import Cells, comparable, year_of

if TYPE_CHECKING:
    from dashboard.facts.description import Description, Table

_TWICE = message(
    "{where}: the row {row} of the file has the same key ({key}) and says something else. Keep one "
    "of the two."
)


@dataclass(frozen=True)
class Proposal:
    """The facts as they would be.

    Attributes:
        base: the revision that it starts from.
        rows: what becomes of each row of the sheet, and of rows of other tables that come along.
        files: every file as it would be, by its name.
        questions: what the rows that come along need to be told.
        faults: rows that cannot stand beside each other.
    """

    base: str
    rows: tuple[RowChange, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, hash=False, repr=False)
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[RowChange, ...]:
        """The rows that are added, changed, removed or unchanged."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def counts(self) -> tuple[Counts, ...]:
        """How many rows of each table change, the table of the sheet first."""
        found = Counter((row.table, row.kind) for row in self.rows)
        return tuple(
            Counts(table, found[table, "added"], found[table, "changed"], found[table, "removed"])
            for table in dict.fromkeys(row.table for row in self.rows)
        )

    @property
    def is_empty(self) -> bool:
        """Whether the facts hold all of it already."""
        return all(row.kind == "unchanged" for row in self.rows)


def propose(
    files: Mapping[str, bytes],
    described: Description,
    incoming: Incoming,
    *,
    base: str = "",
    today: dt.date,
    answers: Answers | None = None,
    replaces: bool = False,
    lang: str = DEFAULT_LANGUAGE,
) -> Proposal:
    """Lay a sheet that was read over the tables.

    Args:
        files: the facts as they are, each file by its name.
        described: what the description says of them.
        incoming: a sheet without questions and faults.
        base: the revision that the files are of.
        today: the day that the facts would be of.
        answers: to the questions of an earlier proposal, by their keys.
        replaces: the sheet is the whole of its years and sources; rows that it lacks are removed.
        lang: in which the labels of options are written.

    Raises:
        Unusable: the table is none that can be changed.
    """
    tables = Tables(files, described)
    tables.table(incoming.table)
    rows, faults = _once(tables, incoming)
    if faults:
        return Proposal(base, faults=tuple(faults))
    changes = _laid(tables, incoming, rows, replaces=replaces)
    changes += _of_sources(tables, incoming.sources, changes)
    along = companions.along(tables, changes, answers or {}, words(lang))
    changes += along.changes
    changes += _left_over(tables, changes)
    return Proposal(base, tuple(changes), tables.files(today), along.questions)


def _once(tables: Tables, incoming: Incoming) -> tuple[list[Row], list[Fault]]:
    """Rows that stand in a sheet once, and those with the same key that say something else."""
    table, described = tables.table(incoming.table), tables.described[incoming.table]
    first: dict[Key, Row] = {}
    faults = []
    types = {one.name: one.type for one in described.fields}

    def said(row: Row) -> dict[str, str]:
        return {name: comparable(types[name], cell) for name, cell in row.cells.items()}

    for row in incoming.rows:
        earlier = first.setdefault(table.key_of(row.cells), row)
        if earlier is not row and said(earlier) != said(row):
            key = ", ".join(row.cells.get(name, "") for name in described.key)
            values = (("row", earlier.place.row), ("key", key))
            faults.append(Fault(row.place, key, "primary-key", _TWICE, values))
    return list(first.values()), faults


def _laid(
    tables: Tables, incoming: Incoming, rows: Iterable[Row], *, replaces: bool
) -> list[RowChange]:
    """Change a table: what is new is added, what is known is changed where the sheet differs."""
    name, described = incoming.table, tables.described[incoming.table]
    table, changes, spans = tables.table(name), [], set()
    # What the sheet has a column for and leaves empty is said to be empty, where it is the whole.
    emptied = {match.column for match in incoming.columns if replaces and match.column}
    kept = {table.key_of(row.cells) for row in rows}
    for row in rows:
        spans.add(_span(described, row.cells))
        known = table.rows.get(table.key_of(row.cells))
        if known is None:
            tables.put(name, row.cells)
            changes.append(RowChange(name, "added", present(row.cells), place=row.place))
            continue
        change = _change(described, known, row, emptied)
        if change.changes:
            tables.put(name, {**known, **{cell.column: cell.new for cell in change.changes}})
        changes.append(change)
    if replaces:
        gone = [
            key
            for key, cells in table.rows.items()
            if key not in kept and _span(described, cells) in spans
        ]
        changes += [tables.remove(name, key) for key in gone]
    return changes


def _change(table: Table, old: Cells, row: Row, emptied: set[str]) -> RowChange:
    """A known row beside what the sheet says of it; equal numbers keep their spelling."""
    changes = []
    for column in table.fields:
        before, new = old.get(column.name, ""), row.cells.get(column.name, "")
        is_said = bool(new) or column.name in emptied
        if is_said and comparable(column.type, before) != comparable(column.type, new):
            changes.append(CellChange(column.name, before, new))
    cells = present({**old, **{cell.column: cell.new for cell in changes}})
    kind: Kind = "changed" if changes else "unchanged"
    return RowChange(table.name, kind, cells, tuple(changes), row.place)


def _span(table: Table, cells: Cells) -> tuple[int | None, str]:
    return year_of(table, cells), cells.get("source_id", "")


def _of_sources(
    tables: Tables, sources: Iterable[Row], changes: Iterable[RowChange]
) -> list[RowChange]:
    """The sources that the changed rows name and nobody knows yet."""
    named = {row.cells.get("source_id") for row in changes if row.kind in ("added", "changed")}
    new = [
        row.cells
        for row in sources
        if row.cells["source_id"] in named
        and tables.table("sources").key_of(row.cells) not in tables.table("sources").rows
    ]
    for cells in new:
        tables.put("sources", cells)
    return [RowChange("sources", "added", present(cells)) for cells in new]


def _left_over(tables: Tables, changes: Iterable[RowChange]) -> list[RowChange]:
    """Take away what only removed or changed rows were there for: their parts, and sources."""
    gone = [row for row in changes if row.kind == "removed"]
    parts = [part for row in gone for part in _parts(tables, row)]
    lost = {row.cells.get("source_id", "") for row in (*gone, *parts)}
    for row in changes:
        lost |= {cell.old for cell in row.changes if cell.column == "source_id"}
    naming = [name for name in tables.with_column("source_id") if name != "sources"]
    if not lost - {""} or not all(map(tables.is_csv, naming)):
        return parts
    for name in naming:
        lost -= tables.values(name, "source_id")
    unused = [key for key, row in tables.table("sources").rows.items() if row["source_id"] in lost]
    return parts + [tables.remove("sources", key) for key in unused]


def _parts(tables: Tables, row: RowChange) -> Iterator[RowChange]:
    """The rows of other tables that stand for a part of a row, such as the offices of an OTT."""
    key = tables.described[row.table].key
    for other in tables.described.values():
        for link in other.links:
            is_part = (link.table, link.table_columns) == (row.table, key)
            if other.is_confidential:
                continue  # who replaces such a table replaces it as a whole
            if is_part and set(link.columns) <= set(other.key) and tables.is_csv(other.name):
                value = [row.cells.get(name) for name in key]
                for part, cells in list(tables.table(other.name).rows.items()):
                    if [cells.get(name) for name in link.columns] == value:
                        yield tables.remove(other.name, part)
