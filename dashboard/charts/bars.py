"""Stacked bars over years, with a check value as a short stroke; incomplete years are pale."""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

HALF_STROKE = 0.4
HEIGHT = 340


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The bars as a Plotly figure."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    traces: list[dict[str, Any]] = []
    for entry in answer.legend:
        shown = [rows[i] for i in entry.rows]
        if not shown:
            continue
        traces.append(
            {
                "type": "bar",
                "name": entry.label,
                "x": [row[roles["x"]] for row in shown],
                "y": [row[roles["y"]] for row in shown],
                "marker": {
                    "color": entry.colour,
                    "opacity": [1 if row[roles["complete"]] else 0.35 for row in shown],
                    "line": {"color": "#FFFFFF", "width": 0.5},
                },
                "customdata": [tips[i] for i in entry.rows],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    checked = {
        row[roles["x"]]: row[roles["check"]] for row in rows if row[roles["check"]] is not None
    }
    # A stroke as wide as its bar at any width of the screen: a marker's size would be in pixels.
    xs: list[float | None] = []
    ys: list[int | None] = []
    told: list[str] = []
    for year, count in checked.items():
        xs += [year - HALF_STROKE, year + HALF_STROKE, None]
        ys += [count, count, None]
        told += [f"{year}: " + say("KPK's own count: {n}", n=count)] * 3
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "name": say("KPK's own count"),
            "x": xs,
            "y": ys,
            "line": {"color": dictionary.ink("text"), "width": 2.6},
            "customdata": told,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    )
    years = sorted({row[roles["x"]] for row in rows})
    layout = theme.layout(
        answer.selection.lang,
        height or HEIGHT,
        barmode="stack",
        bargap=0.28,
        xaxis=theme.axis(
            tickvals=years, ticktext=[f"{year}" for year in years], showgrid=False, tickangle=-45
        )
        if len(years) > 8
        else theme.axis(tickvals=years, showgrid=False),
        yaxis=theme.axis(rangemode="tozero", nticks=6),
    )
    return {"data": traces, "layout": layout}


CHART = Chart(draw, height=HEIGHT, least=0.6)
