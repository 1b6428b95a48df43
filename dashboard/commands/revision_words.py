"""How commands write revisions and differences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.core.i18n import Words
from dashboard.facts.differences import RowDifference, TableDifference
from dashboard.facts.merge import Conflict
from dashboard.facts.revisions import Counts, Kind, Revision


def moment(revision: Revision) -> str:
    """When a revision was made, with its zone."""
    return f"{revision.when:%Y-%m-%d %H:%M %z}"


def kind_name(kind: Kind, say: Words) -> str:
    """What kind of change a revision is."""
    return {
        "shipped": say("shipped"),
        "edited": say("edited by hand"),
        "ingest": say("brought in"),
        "revert": say("taken back"),
    }[kind]


def counted(counts: Iterable[Counts], say: Words) -> str:
    """How many rows changed in each table: `spi_results +2 ~1 -0`."""
    shown = [f"{one.table} +{one.added} ~{one.changed} -{one.removed}" for one in counts]
    return ", ".join(shown) or say("no rows")


def differences(tables: Iterable[TableDifference], say: Words) -> Iterator[str]:
    """The rows that differ, one line each, the cells of changed ones old and new."""
    for table in tables:
        same = say("{n} unchanged", n=table.unchanged)
        yield f"{counted((table.counts,), say)} ({same})"
        for sign, rows in (("+", table.added), ("~", table.changed), ("-", table.removed)):
            for row in rows:
                yield f"  {sign} {_key(row.key)}{_cells(row)}"


def conflicts(found: Iterable[Conflict], say: Words) -> Iterator[str]:
    """What two changes disagree on, one line each."""
    for one in found:
        there, back = (say("no row") if text is None else text for text in (one.ours, one.theirs))
        column = f" {one.column}" if one.column else ""
        place = f"{one.table} {_key(one.key)}{column}"
        yield say("  {place}: now {now}, else {other}", place=place, now=there, other=back)


def _key(key: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={text}" for name, text in key)


def _cells(row: RowDifference) -> str:
    named = {name for name, _ in row.key}
    if row.old is None or row.new is None:
        cells = [f"{one.column}={one.old or one.new}" for one in row.cells]
        shown = [
            text for text, one in zip(cells, row.cells, strict=True) if one.column not in named
        ]
    else:
        shown = [f"{one.column}: {one.old or '∅'} → {one.new or '∅'}" for one in row.cells]
    return f": {'; '.join(shown)}" if shown else ""
