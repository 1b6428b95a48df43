"""What a reader points at in a drawing: which row of the answer it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from dashboard.charts.plotly import written
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, Row


@lru_cache(maxsize=128)
def _pointed(answer: Answer) -> tuple[tuple[Row, str], ...]:
    return answer.pointed(words(answer.selection.lang))


@lru_cache(maxsize=128)
def names(answer: Answer) -> dict[int, str]:
    """What each row is called in a list, by its place: the first lines of its pointer text."""
    told = enumerate(tip for _row, tip in _pointed(answer))
    return {place: " · ".join(tip.split("\n")[:2]) for place, tip in told if tip}


def row_at(answer: Answer, place: int) -> Row:
    """The row at a place of `names`."""
    return _pointed(answer)[place][0]


def with_location(point: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A selected point of a map with the code of its region: of a dot Plotly gives its place only.

    Args:
        point: as Streamlit gives it.
        traces: of the drawing.
    """
    curve, at = point.get("curve_number"), point.get("point_index")
    if point.get("location") is None and isinstance(curve, int) and isinstance(at, int):
        trace = traces[curve] if curve < len(traces) else {}
        if "locations" in trace and at < len(trace["locations"]):
            return {**point, "location": trace["locations"][at]}
    return dict(point)


def place_of(answer: Answer, point: Mapping[str, Any]) -> int | None:
    """The place in `names` that a selected point of Plotly stands for.

    A province says its code. Any other mark says its pointer text, which may be that of several
    rows: the first of them. A mark that stands for no row gives none.
    """
    location = point.get("location")
    if location is not None:
        column = answer.figure.roles["location"]
        return next((n for n, row in enumerate(answer.rows) if row[column] == location), None)
    said = point.get("customdata")
    said = said[0] if isinstance(said, list) and said else said
    if not isinstance(said, str) or not said:
        return None
    tips = [written(tip) for _row, tip in _pointed(answer)]
    if said in tips:
        return tips.index(said)
    return next((n for n, tip in enumerate(tips) if tip and tip in said), None)
