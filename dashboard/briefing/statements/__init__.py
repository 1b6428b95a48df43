"""Parts of a briefing that are written for it: one module a subject, one function a part.

A statement is written by the same sentences as the pages, and may carry a figure.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.briefing.content import Part
from dashboard.briefing.statements import change, comparison, position, standing, summary
from dashboard.briefing.statements.actions import actions
from dashboard.briefing.statements.gaps import next_steps, unknown
from dashboard.briefing.statements.operations import operations
from dashboard.core.selection import Selection
from dashboard.warehouse.engine import Warehouse

# By the names of `dashboard.export.tray.STATEMENTS`.
STATEMENTS: dict[str, Callable[[Warehouse, Selection], Part]] = {
    "summary": summary.summary,
    "position": position.position,
    "change": change.change,
    "peers": standing.peers,
    "kind": standing.kind,
    "operations": operations,
    "actions": actions,
    "comparison": comparison.comparison,
    "unknown": unknown,
    "next-steps": next_steps,
}
