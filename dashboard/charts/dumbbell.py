"""Two values of each region and the way between them. Colours do not judge the direction."""

from __future__ import annotations

import html
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

ROW_HEIGHT = 26


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The dumbbells as a Plotly figure: rows with both values, largest rise first."""
    say = words(answer.selection.lang)
    roles, tips = answer.figure.roles, answer.tips(say)
    pairs = [
        (row, tip)
        for row, tip in zip(answer.rows, tips, strict=True)
        if row[roles["change"]] is not None
    ]
    colour = dictionary.colour("events", "spi")
    places = list(range(len(pairs)))
    xs: list[float | None] = []
    ys: list[int | None] = []
    for place, (row, _tip) in zip(places, pairs, strict=True):
        xs += [row[roles["from"]], row[roles["to"]], None]
        ys += [place, place, None]
    ends = [row[roles[end]] for row, _tip in pairs for end in ("from", "to")] or [60, 80]
    common = {
        "type": "scatter",
        "y": places,
        "customdata": [tip for _row, tip in pairs],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"color": dictionary.ink("span"), "width": 4},
            "hoverinfo": "skip",
        },
        {
            **common,
            "mode": "markers",
            "name": str(answer.selection.from_year),
            "x": [row[roles["from"]] for row, _tip in pairs],
            "marker": {"size": 10, "color": "#FFFFFF", "line": {"color": colour, "width": 2}},
        },
        {
            **common,
            "mode": "markers",
            "name": str(answer.selection.year),
            "x": [row[roles["to"]] for row, _tip in pairs],
            "marker": {"size": 11, "color": colour},
        },
        {
            "type": "scatter",
            "mode": "text",
            "x": [max(row[roles["from"]], row[roles["to"]]) for row, _tip in pairs],
            "y": places,
            "text": ["   " + say.signed(row[roles["change"]]) for row, _tip in pairs],
            "textposition": "middle right",
            "textfont": {"size": 12.5},
            "hoverinfo": "skip",
            "cliponaxis": False,
        },
    ]
    span = max(ends) - min(ends)
    layout = theme.layout(
        answer.selection.lang,
        height or max(len(pairs), 2) * ROW_HEIGHT + 50,
        margin={"l": 8, "r": 8, "t": 6, "b": 8},
        xaxis=theme.axis(range=[min(ends) - 1.2, max(ends) + max(4.0, span * 0.22)], nticks=6),
        yaxis=theme.axis(
            tickvals=places,
            ticktext=[html.escape(str(row[roles["y"]]), quote=False) for row, _tip in pairs],
            range=[max(len(pairs), 2) - 0.4, -0.6],
            tickfont={"size": 13, "color": dictionary.ink("text")},
        ),
    )
    return {"data": traces, "layout": layout}


CHART = Chart(draw, value="change", is_line_like=True)
