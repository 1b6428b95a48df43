"""A drawing as Streamlit's chart takes it: what a chart drew, neither copied nor checked again."""

from __future__ import annotations

from typing import Any

from plotly.basedatatypes import BaseFigure


class Drawing(BaseFigure):
    """A Plotly figure whose dictionary is handed on as it is.

    Plotly's own figure checks and copies every part when it is made (20 to 80 ms) and again
    whenever it is shown; what charts draw is checked in the tests. Nobody may change what
    `to_dict` gives: all readers of one answer share it.

    Args:
        drawn: traces and layout.
    """

    def __init__(self, drawn: dict[str, Any]) -> None:  # nothing of the checking figure is needed
        self._drawn = drawn

    def to_dict(self) -> dict[str, Any]:
        """Traces and layout."""
        return self._drawn

    @property
    def traces(self) -> list[dict[str, Any]]:
        """The traces, in the order in which they are drawn."""
        traces: list[dict[str, Any]] = self._drawn["data"]
        return traces
