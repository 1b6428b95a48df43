"""Why SQL of DuckDB does not carry over to Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.core.i18n import message

if TYPE_CHECKING:
    from sqlglot import exp

DESCENDING = message("A list cannot be collected in descending order: turn the key around.")
COLLECTED_OVER = message("A list cannot be collected over a window: group and join.")
FIRST_MATCH = message(
    "DuckDB replaces the first match and Spark each one: add 'g', or bind the pattern to the start "
    "or the end of the text."
)
PATTERN = message("Both engines read such a pattern differently: write it in other words.")
NEGATIVE = message("A negative number of letters means something else in Spark.")
SLICE = message("A part of a list goes from one written number to another, both from 1 on.")
SCHEMA = message("Of the engine's own tables only information_schema.columns carries over.")
WRITTEN_NUMBER = message("Both engines write such a number differently as a text: round it first.")
ROUNDED = message(
    "Both engines round doubles and decimals differently: write which one it is, cast(x as double) "
    "or cast(x as decimal(…)) of at most 15 digits, and round to a written number of places."
)
TRIED = message(
    "Both engines take other texts for numbers and dates (“1e3”, “2024”): cast what was checked."
)
MOMENTS = message(
    "A date with an interval is a moment in DuckDB: put cast(… as date) around it, or compare it."
)
DAYS = message("Days between two dates are date_diff('day', from, to).")
PART = message("A part is asked by a delimiter that is written out, and by a number but nought.")


class Refused(Exception):
    """A construct that does not carry over, and the English message that says why."""

    def __init__(self, node: exp.Expr, reason: str) -> None:
        super().__init__(reason)
        self.node, self.reason = node, reason


def line_of(node: exp.Expr) -> int | None:
    """The line of a node or of the first below it that knows, else of what it stands in."""
    for known in node.walk():
        if "line" in known.meta:
            return int(known.meta["line"])
    return line_of(node.parent) if node.parent is not None else None
