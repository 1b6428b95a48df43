"""The kinds of charts by the names that figures use, and the drawing of an answer."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from dashboard.charts import (
    bars,
    cells,
    dots,
    dumbbell,
    ladder,
    lanes,
    lines,
    map,
    matrix,
    multiples,
    panels,
    ranges,
    scorecard,
    stacks,
    strip,
    swarm,
    timeline,
)
from dashboard.charts.base import Chart
from dashboard.figures.model import Answer, Figure

CHARTS: dict[str, Chart] = {
    "map": map.CHART,
    "lines": lines.CHART,
    "multiples": multiples.CHART,
    "dots": dots.CHART,
    "strip": strip.CHART,
    "dumbbell": dumbbell.CHART,
    "bars": bars.CHART,
    "timeline": timeline.CHART,
    "lanes": lanes.CHART,
    "matrix": matrix.CHART,
    "ladder": ladder.CHART,
    "panels": panels.CHART,
    "scorecard": scorecard.CHART,
    "ranges": ranges.CHART,
    "swarm": swarm.CHART,
    "stacks": stacks.CHART,
    "cells": cells.CHART,
}
# Other forms of these for paper and pictures; no page of the dashboard shows them.
_FORMS: dict[str, Chart] = {**CHARTS, **multiples.FORMS}


def of(figure: Figure) -> Chart:
    """The kind of chart of a figure."""
    return _FORMS[figure.chart]


def on_paper(answer: Answer) -> Answer:
    """The answer as a page of paper draws it, where its kind of chart has another form there."""
    return _as_kind(answer, of(answer.figure).on_paper)


def in_room(answer: Answer, width: int, height: int | None) -> Answer:
    """The answer as a picture draws it; one of fixed height in the form that fits it best."""
    choose = of(answer.figure).in_room
    return _as_kind(answer, choose(answer, width, height) if choose and height else "")


def _as_kind(answer: Answer, kind: str) -> Answer:
    """The answer drawn as another kind of chart; an empty name changes nothing."""
    return replace(answer, figure=replace(answer.figure, chart=kind)) if kind else answer


def is_drawable(answer: Answer) -> bool:
    """Whether there is anything to draw; an empty chart says less than its title alone."""
    return of(answer.figure).is_drawable(answer)


@lru_cache(maxsize=64)
def draw(answer: Answer, height: int | None = None, geojson: str | None = None) -> dict[str, Any]:
    """The Plotly figure of an answer, without title: each renderer sets headline and source.

    Args:
        answer: what to draw.
        height: in pixels; None lets the chart choose.
        geojson: the address of the map shapes, for charts that draw a map.
    """
    return of(answer.figure).draw(answer, height, geojson)
