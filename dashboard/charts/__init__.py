"""How each form is drawn with Plotly. One place keeps drawings, as one place keeps answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dashboard.charts import (
    bars,
    dots,
    dumbbell,
    ladder,
    lanes,
    lines,
    map,
    matrix,
    panels,
    ranges,
    scorecard,
    stacks,
    strip,
    swarm,
    timeline,
)
from dashboard.figures.model import Answer

_HEIGHTS = {"map": 360, "lines": 360, "bars": 340}
# Height by width of what a map shows.
_ASPECTS = {"map": (map.LATITUDES[1] - map.LATITUDES[0]) / (map.LONGITUDES[1] - map.LONGITUDES[0])}
_LEAST = {"map": 0.6, "lines": 0.6, "bars": 0.6}
_DRAW: dict[str, Callable[..., dict[str, Any]]] = {
    "map": map.draw,
    "lines": lines.draw,
    "dots": dots.draw,
    "strip": strip.draw,
    "dumbbell": dumbbell.draw,
    "bars": bars.draw,
    "timeline": timeline.draw,
    "lanes": lanes.draw,
    "matrix": matrix.draw,
    "ladder": ladder.draw,
    "panels": panels.draw,
    "scorecard": scorecard.draw,
    "ranges": ranges.draw,
    "swarm": swarm.draw,
    "stacks": stacks.draw,
}


def is_drawable(answer: Answer) -> bool:
    """Whether there is anything to draw; an empty chart says less than its title alone.

    Dumbbells need a pair of values; other forms of scores need one known value. A map, a
    matrix and a scorecard show what is unknown too, and events stand for themselves.
    """
    roles = answer.figure.roles
    if answer.figure.form in ("map", "matrix", "scorecard"):
        return bool(answer.rows)
    if answer.figure.form in ("timeline", "lanes") or any(answer.layers.get("events", ())):
        return bool(answer.rows) or bool(answer.layers.get("events"))
    across = answer.figure.form in ("dots", "strip", "ladder", "ranges")
    value = roles.get("change") or roles["x" if across else "y"]
    return any(row[value] is not None for row in answer.rows)


@lru_cache(maxsize=512)
def draw(answer: Answer, height: int | None = None, geojson: str | None = None) -> dict[str, Any]:
    """The Plotly figure of an answer, without title: each door sets headline and source itself.

    Args:
        answer: what to draw.
        height: in pixels; None lets the form choose.
        geojson: the address of the map shapes, for forms that draw a map.
    """
    form = answer.figure.form
    size = height if height is not None else _HEIGHTS.get(form)
    if form == "map":
        return _DRAW[form](answer, geojson=geojson, height=size)
    return _DRAW[form](answer, height=size)


def room(form: str, spec: dict[str, Any]) -> dict[str, float | None]:
    """The room that a drawing wants: its height or its height by width, and the least part of it.

    Rows need all of their height; maps, lines and bars can do with less.
    """
    return {
        "height": spec["layout"]["height"],
        "aspect": _ASPECTS.get(form),
        "least": _LEAST.get(form, 1),
    }
