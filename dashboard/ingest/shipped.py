"""Facts of data/ that wait for a decision, as a proposal: conflicts are its questions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.core.i18n import message
from dashboard.facts.differences import RowDifference
from dashboard.facts.merge import Choice, Conflict
from dashboard.ingest.incoming import Answers, Question
from dashboard.ingest.proposal import CellChange, Kind, Proposal, RowChange
from dashboard.warehouse.pending_facts import Pending

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

_PREFIX = "conflict:"
_OURS = message("Keep what is here: {text}")
_THEIRS = message("Take what the program ships: {text}")
_NO_ROW = message("no such row")


def decided(answers: Answers) -> dict[str, Choice]:
    """The choices that stand among answers, by the ids of the conflicts."""
    found: dict[str, Choice] = {}
    for key, value in answers.items():
        if key.startswith(_PREFIX) and value in ("ours", "theirs"):
            found[key.removeprefix(_PREFIX)] = value
    return found


def proposal(pending: Pending, say: Words) -> Proposal:
    """The facts that wait as they would change those that are served."""
    rows = [
        _row(one.table, kind, row)
        for one in pending.differences
        for kind, rows in (
            ("added", one.added),
            ("changed", one.changed),
            ("removed", one.removed),
        )
        for row in rows
    ]
    asked = tuple(_question(conflict, say) for conflict in pending.conflicts)
    return Proposal(pending.parent, tuple(rows), pending.files, asked)


def _row(table: str, kind: str, row: RowDifference) -> RowChange:
    kinds: dict[str, Kind] = {"added": "added", "changed": "changed", "removed": "removed"}
    cells = {name: cell for name, cell in (row.new or row.old or {}).items() if cell}
    changes = tuple(CellChange(cell.column, cell.old, cell.new) for cell in row.cells)
    changed = RowChange(table, kinds[kind], cells)
    return replace(changed, changes=changes) if kind == "changed" else changed


def _question(conflict: Conflict, say: Words) -> Question:
    key = ", ".join(text for _name, text in conflict.key)
    place = " · ".join(part for part in (conflict.table, key, conflict.column) if part)
    options = tuple(
        (value, say(text, text=say(_NO_ROW) if cell is None else cell or "–"))
        for value, text, cell in (
            ("ours", _OURS, conflict.ours),
            ("theirs", _THEIRS, conflict.theirs),
        )
    )
    key = f"{_PREFIX}{conflict.id}"
    return Question(key, "value", place, (), options, column=conflict.column)
