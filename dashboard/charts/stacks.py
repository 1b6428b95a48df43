"""A bar for each name, split by series, longest first as the rows come; incomplete parts pale."""

from __future__ import annotations

import html
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, Row

BAR_HEIGHT, LEAST_HEIGHT, PALE = 30, 100, 0.35


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The bars as a Plotly figure; the height follows the number of names unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    totals = {row[roles["y"]]: row[roles["total"]] for row in rows}
    places = {name: place for place, name in enumerate(totals)}

    def bar(name: str, colour: str, positions: list[int], opacity: float) -> dict[str, Any]:
        shown: list[Row] = [rows[i] for i in positions]
        return {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "x": [row[roles["x"]] for row in shown],
            "y": [places[row[roles["y"]]] for row in shown],
            "marker": {
                "color": colour,
                "opacity": opacity,
                "line": {"color": "#FFFFFF", "width": 0.5},
            },
            "customdata": [tips[i] for i in positions],
            "hovertemplate": "%{customdata}<extra></extra>",
        }

    traces = []
    for is_complete in (True, False):  # what is sure stands on the axis, what is partial beyond it
        for entry in answer.legend:
            held = [i for i in entry.rows if rows[i][roles["complete"]] is is_complete]
            if held:
                traces.append(bar(entry.label, entry.colour, held, 1 if is_complete else PALE))
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": list(totals.values()),
            "y": list(places.values()),
            "text": [f" {say.number(n, 0)}" for n in totals.values()],
            "textposition": "middle right",
            "textfont": {"size": 13, "color": dictionary.ink("text")},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    most = max(totals.values(), default=1)  # whole operations: no half ones on a short axis
    names = [dictionary.label(roles["names"], code, say.lang) for code in totals]
    layout = theme.layout(
        answer.selection.lang,
        height or max(LEAST_HEIGHT, 34 + BAR_HEIGHT * len(totals)),
        barmode="stack",
        bargap=0.3,
        xaxis=theme.axis(
            range=[0, most * 1.12], nticks=5, showgrid=True, **({"dtick": 1} if most < 6 else {})
        ),
        yaxis=theme.axis(
            range=[len(totals) - 0.45, -0.55],
            tickvals=list(places.values()),
            ticktext=[html.escape(name, quote=False) for name in names],
            showgrid=False,
            tickfont={"size": 13, "color": dictionary.ink("text")},
        ),
    )
    return {"data": traces, "layout": layout}


CHART = Chart(draw)
