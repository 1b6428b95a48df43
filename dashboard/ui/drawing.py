"""A drawing as Streamlit's chart takes it: what a chart drew, written once, not checked again."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any

import plotly.io
from plotly.basedatatypes import BaseFigure


class Written(dict[str, Any]):
    """A figure of which there is only the text that goes to browsers.

    Args:
        text: traces and layout as JSON.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Drawing(BaseFigure):
    """A Plotly figure that is handed on as the text that was written of it.

    Plotly's own figure checks and copies every part when it is made (20 to 80 ms) and again
    whenever it is shown; what charts draw is checked in the tests. All readers of one answer share
    it, and no run writes it anew.

    Args:
        drawn: traces and layout.
    """

    def __init__(self, drawn: dict[str, Any]) -> None:  # nothing of the checking figure is needed
        self._written = Written(plotly.io.to_json(drawn, validate=False))

    def to_dict(self) -> Written:
        """The text of traces and layout, in the place of a dictionary of them."""
        return self._written

    @property
    def traces(self) -> list[dict[str, Any]]:
        """The traces, in the order in which they are drawn."""
        traces: list[dict[str, Any]] = json.loads(self._written.text)["data"]
        return traces


def _write_once() -> None:
    """Let Plotly give the text of a figure that has been written by now."""
    write = plotly.io.to_json
    if hasattr(write, "__wrapped__"):
        return

    @wraps(write)
    def to_json(fig: Any, *given: Any, **named: Any) -> str:
        if isinstance(fig, Written):
            return fig.text
        text: str = write(fig, *given, **named)
        return text

    plotly.io.to_json = to_json


_write_once()
