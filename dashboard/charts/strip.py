"""Scores as marks along one axis, on the class bands of the year: how a group spreads.

Dots that would cover each other stand one above the other; marks of another shape have a lane of
their own. Lowest and highest dot are named, the legend names the single marks.
"""

from __future__ import annotations

import html
from typing import Any

from dashboard.charts import dots, theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, LegendEntry

ROW_HEIGHT = 17
DOTS_APART = 0.9  # points of score that two dots side by side need on a phone
_SYMBOLS = {"dot": "circle", "ring": "circle", "diamond": "diamond", "square": "square"}
_SIZES = {"dot": 11, "ring": 16, "diamond": 15, "square": 14}


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The strip as a Plotly figure; the height follows the number of lanes unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    shown = [entry for entry in answer.legend if entry.mark in _SYMBOLS]
    drawn = [position for entry in shown for position in entry.rows]
    places = _places(answer, shown)
    ends = [
        value
        for i in drawn
        for value in (rows[i][roles["x"]], rows[i][roles["low"]], rows[i][roles["high"]])
    ]
    lowest, highest = min([62.0, *ends]) - 3, max([80.0, *ends])
    traces: list[dict[str, Any]] = [_ranges(answer, drawn, places)]
    for entry in shown:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": entry.label,
                "x": [rows[i][roles["x"]] for i in entry.rows],
                "y": [places[i] for i in entry.rows],
                "marker": {
                    "symbol": _SYMBOLS[entry.mark],
                    "size": _SIZES[entry.mark],
                    "color": [
                        dictionary.colour("classes", rows[i][roles["class"]]) for i in entry.rows
                    ],
                    "opacity": 1,
                    "line": {
                        "color": dictionary.ink("highlight"),
                        "width": 3 if entry.mark == "ring" else 0.8,
                    },
                },
                "customdata": [tips[i] for i in entry.rows],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    top, bottom = max(places.values(), default=0), min(places.values(), default=0)
    shapes, notes = dots.bands(answer, lowest, highest)
    layout = theme.layout(
        answer.selection.lang,
        height or round((top - bottom + 4) * ROW_HEIGHT) + 62,
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
        xaxis=theme.axis(range=[lowest, highest + 3], side="bottom"),
        yaxis=theme.axis(range=[bottom - 1.9, top + 2.1], visible=False),
        shapes=shapes,
        annotations=[*notes, *_ends(answer, shown, places)],
    )
    return {"data": traces, "layout": layout}


def _places(answer: Answer, shown: list[LegendEntry]) -> dict[int, float]:
    """The height of each mark by its row: dots as low as they fit, single marks above them."""
    score = answer.figure.roles["x"]
    dotted = [i for entry in shown if entry.mark in ("dot", "ring") for i in entry.rows]
    places: dict[int, float] = {}
    last_in_lane: list[float] = []
    for i in sorted(dotted, key=lambda i: answer.rows[i][score]):
        value = answer.rows[i][score]
        lane = next(
            (n for n, last in enumerate(last_in_lane) if value - last >= DOTS_APART),
            len(last_in_lane),
        )
        last_in_lane[lane:] = [value, *last_in_lane[lane + 1 :]]
        places[i] = lane
    top = len(last_in_lane)
    single = [i for entry in shown if entry.mark in ("diamond", "square") for i in entry.rows]
    places |= {i: top + 1.6 + 1.4 * n for n, i in enumerate(single)}
    return places


def _ranges(answer: Answer, drawn: list[int], places: dict[int, float]) -> dict[str, Any]:
    roles = answer.figure.roles
    xs: list[float | None] = []
    ys: list[float | None] = []
    for i in drawn:
        row = answer.rows[i]
        if row[roles["disputed"]]:
            xs += [row[roles["low"]], row[roles["high"]], None]
            ys += [places[i], places[i], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": dictionary.ink("outline"), "width": 5},
        "hoverinfo": "skip",
    }


def _ends(
    answer: Answer, shown: list[LegendEntry], places: dict[int, float]
) -> list[dict[str, Any]]:
    """The names of the lowest and the highest dot, below the lowest lane, each inwards."""
    roles, rows = answer.figure.roles, answer.rows
    dotted = [i for entry in shown if entry.mark in ("dot", "ring") for i in entry.rows]
    if not dotted:
        return []
    lowest = min(dotted, key=lambda i: rows[i][roles["x"]])
    highest = max(dotted, key=lambda i: rows[i][roles["x"]])
    notes = [_note(answer, lowest, -0.5, "left", "top")]
    if highest != lowest:
        top = max(places[i] for i in dotted)
        notes.append(_note(answer, highest, top + 0.5, "right", "bottom"))
    return notes


def _note(answer: Answer, i: int, y: float, anchor: str, side: str) -> dict[str, Any]:
    roles, row = answer.figure.roles, answer.rows[i]
    score = words(answer.selection.lang).number(row[roles["x"]])
    star = "*" if row[roles["disputed"]] else ""
    return {
        "x": row[roles["x"]],
        "y": y,
        "xanchor": anchor,
        "yanchor": side,
        "xshift": -6 if anchor == "left" else 6,
        "showarrow": False,
        "text": f"{html.escape(str(row[roles['name']]), quote=False)} {score}{star}",
        "font": {"size": 12},
    }


CHART = Chart(draw, value="x")
