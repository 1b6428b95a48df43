"""What a reader points at in a drawing: which row of the answer it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dashboard.charts.plotly import written
from dashboard.core.i18n import words
from dashboard.figures.model import Answer


@lru_cache(maxsize=128)
def names(answer: Answer) -> dict[int, str]:
    """What each row is called in a list: the first lines of its pointer text."""
    tips = answer.tips(words(answer.selection.lang))
    return {place: " · ".join(tip.split("\n")[:2]) for place, tip in enumerate(tips)}


def row_of(answer: Answer, point: Mapping[str, Any]) -> int | None:
    """The place of the row that a selected point of Plotly stands for.

    A province says its code. Any other mark says its pointer text, which may be that of several
    rows: the first of them. A mark that stands for no row gives none.
    """
    location = point.get("location")
    if location is not None:
        column = answer.figure.roles["location"]
        found = (n for n, row in enumerate(answer.rows) if row[column] == location)
        return next(found, None)
    said = point.get("customdata")
    said = said[0] if isinstance(said, list) and said else said
    if not isinstance(said, str) or not said:
        return None
    tips = [written(tip) for tip in answer.tips(words(answer.selection.lang))]
    if said in tips:
        return tips.index(said)
    return next((n for n, tip in enumerate(tips) if tip and tip in said), None)
