"""A grid of regions by ordered steps with numbered marks: how far how many have come.

Marks of different kinds at one step lie in lanes of their own, so that numbers never touch.
"""

from __future__ import annotations

import html
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

LANE = 33
TOP = 92
LONG_NAME = 14
_SYMBOLS = {"dot": "circle", "square": "square", "diamond": "diamond", "ring": "circle"}
_SIZES = {"dot": 25, "square": 23, "diamond": 29, "ring": 24}


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The ladder as a Plotly figure; the height follows the number of lanes unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    steps = list(dictionary.dictionary()[roles["steps"]])
    inks = dictionary.dictionary()[roles["marks"]]
    middles, lanes, edges = _places(answer)
    traces: list[dict[str, Any]] = []
    for entry in answer.legend:
        is_ring = entry.mark == "ring"
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": entry.label,
                "x": [steps.index(rows[i][roles["x"]]) for i in entry.rows],
                "y": [lanes[i] for i in entry.rows],
                "text": [_number(rows[i], roles) for i in entry.rows],
                "textfont": {"size": 12.5, "color": inks[entry.key]["ink"]},
                "marker": {
                    "symbol": _SYMBOLS[entry.mark],
                    "size": _SIZES[entry.mark],
                    "color": "#FFFFFF" if is_ring else entry.colour,
                    "opacity": 1,
                    "line": {
                        "color": entry.colour if is_ring else dictionary.ink("outline"),
                        "width": 2.4 if is_ring else 0.8,
                    },
                },
                "customdata": [tips[i] for i in entry.rows],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    bottom = edges[-1] if edges else 1.0
    rules = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": edge,
            "y1": edge,
            "line": {"color": dictionary.ink("year_line"), "width": 1},
            "layer": "below",
        }
        for edge in (0.0, *edges)
    ]
    layout = theme.layout(
        answer.selection.lang,
        height or round(bottom * LANE) + TOP,
        margin={"l": 8, "r": 8, "t": TOP - 8, "b": 6},
        shapes=rules,
        xaxis=theme.axis(
            range=[-0.55, len(steps) - 0.45],
            tickvals=list(range(len(steps))),
            ticktext=[dictionary.label(roles["steps"], step, say.lang) for step in steps],
            tickangle=-55,
            side="top",
            ticks="",
            tickfont={"size": 12, "color": dictionary.ink("text")},
        ),
        yaxis=theme.axis(
            range=[bottom, 0],
            tickvals=list(middles.values()),
            ticktext=[_wrapped(name) for name in middles],
            showgrid=False,
            ticks="",
            tickfont={"size": 12, "color": dictionary.ink("text")},
        ),
    )
    return {"data": traces, "layout": layout}


def _number(row: dict[str, Any], roles: Any) -> str:
    number = row[roles["number"]]
    return ("" if number is None else str(number)) + ("+" if row[roles["more"]] else "")


def _places(answer: Answer) -> tuple[dict[str, float], dict[int, float], list[float]]:
    """The middle of each region, the height of each mark, and the lower edge of each region.

    Marks at one step share its region's height: one stands in the middle, three one below another.
    """
    roles, rows = answer.figure.roles, answer.rows
    drawn = [i for i in range(len(rows)) if any(i in entry.rows for entry in answer.legend)]
    kinds = {i: place for place, entry in enumerate(answer.legend) for i in entry.rows}
    regions: dict[str, dict[str, list[int]]] = {}
    for i in drawn:
        cells = regions.setdefault(rows[i][roles["y"]], {})
        cells.setdefault(rows[i][roles["x"]], []).append(i)
    middles: dict[str, float] = {}
    lanes: dict[int, float] = {}
    edges: list[float] = []
    top = 0.0
    for name, cells in regions.items():
        tall = max(len(marks) for marks in cells.values())
        middles[name] = top + tall / 2
        for marks in cells.values():
            for n, i in enumerate(sorted(marks, key=kinds.__getitem__)):
                lanes[i] = middles[name] + n - (len(marks) - 1) / 2
        top += tall
        edges.append(top)
    return middles, lanes, edges


def _wrapped(name: str) -> str:
    """A long name on two lines: on a phone each pixel beside the grid counts."""
    parts = name.split(" ")
    if len(name) < LONG_NAME or len(parts) < 2:
        return html.escape(name, quote=False)
    half = (len(parts) + 1) // 2
    first, second = " ".join(parts[:half]), " ".join(parts[half:])
    return html.escape(first, quote=False) + "<br>" + html.escape(second, quote=False)


CHART = Chart(draw, value="x")
