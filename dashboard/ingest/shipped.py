"""Changes that come from no sheet, as proposals: facts of data/ that wait, a revision taken back.

Where both sides changed the same cell, only a person can say which text holds: conflicts are the
questions of such a proposal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.core.i18n import message
from dashboard.core.settings import Settings
from dashboard.facts import DESCRIPTION
from dashboard.facts.differences import DESCRIBED, RowDifference, TableDifference
from dashboard.facts.merge import Choice, Conflict
from dashboard.facts.revisions import Revision
from dashboard.ingest.changed_tables import CellChange, Kind, RowChange, brought_up_to_date
from dashboard.ingest.incoming import Answers, Question
from dashboard.ingest.proposal import Proposal
from dashboard.ingest.revert import reversal
from dashboard.warehouse import intake
from dashboard.warehouse.pending_facts import Pending

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

_PREFIX = "conflict:"
_OURS = message("Keep what is served: {text}")
_THEIRS = message("Take instead: {text}")
_NO_ROW = message("no such row")


def decided(answers: Answers) -> dict[str, Choice]:
    """The choices that stand among answers, by the ids of the conflicts."""
    found: dict[str, Choice] = {}
    for key, value in answers.items():
        if key.startswith(_PREFIX) and value in ("ours", "theirs"):
            found[key.removeprefix(_PREFIX)] = value
    return found


def of_pending(pending: Pending, say: Words) -> Proposal:
    """The facts that wait as they would change those that are served."""
    asked = tuple(_question(conflict, say) for conflict in pending.conflicts)
    return Proposal(pending.parent, _rows(pending.differences), pending.files, asked)


def of_revert(
    settings: Settings, name: str, answers: Answers, today: dt.date, say: Words
) -> tuple[Revision, Proposal]:
    """The facts that are served without what a revision changed, and that revision.

    Where it is the newest one, they are byte for byte as they were before.

    Raises:
        UnknownRevision: there is none of this name.
        NothingBefore: it is the first one.
        UnreadableStore: the store is damaged.
    """
    found = reversal(settings, name, decided(answers))
    own: dict[str, Choice] = {one.id: "ours" for one in found.conflicts if _is_own(one)}
    if own:  # version and day are nobody's choice: there is a new one
        found = reversal(settings, name, {**decided(answers), **own})
    files = dict(found.files)
    if found.parent != found.revision.id and found.differences:
        now = intake.base(settings).files[DESCRIPTION]
        files[DESCRIPTION] = brought_up_to_date(now, today)
    asked = tuple(_question(conflict, say) for conflict in found.conflicts)
    return found.revision, Proposal(found.parent, _rows(found.differences), files, asked)


def _is_own(conflict: Conflict) -> bool:
    """Whether nobody is asked about a conflict: the facts get a version and a day anyway."""
    named = {text for _name, text in conflict.key}
    return conflict.table == DESCRIBED and bool(named & {"version", "created"})


def _rows(differences: Iterable[TableDifference]) -> tuple[RowChange, ...]:
    """The rows that differ, of the facts themselves: their description is told by its version."""
    return tuple(
        _row(one.table, kind, row)
        for one in differences
        if one.table != DESCRIBED
        for kind, rows in (
            ("added", one.added),
            ("changed", one.changed),
            ("removed", one.removed),
        )
        for row in rows
    )


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
