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


class Refused(Exception):
    """A construct that does not carry over, and the English message that says why."""

    def __init__(self, node: exp.Expr, reason: str) -> None:
        super().__init__(reason)
        self.node, self.reason = node, reason
