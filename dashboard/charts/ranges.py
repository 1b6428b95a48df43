"""A rank a region with the range it moves in: rank 1 at the top, the unranked at the end."""

from __future__ import annotations

import html
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

ROW_HEIGHT = 24


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The ranges as a Plotly figure; the height follows the number of rows unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    known = [place for place, row in enumerate(rows) if row[roles["x"]] is not None]
    unknown = [place for place in range(len(rows)) if place not in set(known)]
    colours = {entry.key: entry.colour for entry in answer.legend}
    last = max((row[roles["worst"]] for row in rows if row[roles["x"]] is not None), default=1)

    def told(place: int) -> str:
        row = rows[place]
        best, worst = row[roles["best"]], row[roles["worst"]]
        text = f"<b>{row[roles['x']]}</b>"
        return f"   {text} ({best}–{worst})" if best != worst else f"   {text}"

    common = {
        "type": "scatter",
        "y": known,
        "customdata": [tips[place] for place in known],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    traces: list[dict[str, Any]] = [
        _lines(answer, known, ("best", "worst"), colours.get("ends", ""), 1.5),
        _lines(answer, known, ("low", "high"), colours.get("band", ""), 9),
        {
            **common,
            "mode": "markers",
            "x": [rows[place][roles["x"]] for place in known],
            "marker": {"size": 11, "color": colours.get("rank", "")},
        },
        {
            **common,
            "mode": "text",
            "x": [rows[place][roles["worst"]] for place in known],
            "text": [told(place) for place in known],
            "textposition": "middle right",
            "textfont": {"size": 12},
            "cliponaxis": False,
        },
    ]
    if unknown:
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [0.6] * len(unknown),
                "y": unknown,
                "text": [say("not ranked")] * len(unknown),
                "textposition": "middle right",
                "textfont": {"size": 12, "color": dictionary.ink("muted")},
                "customdata": [tips[place] for place in unknown],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    step = next(step for step in (1, 2, 5, 10, 50, 100) if last / step <= 10)
    layout = theme.layout(
        answer.selection.lang,
        height or max(len(rows), 2) * ROW_HEIGHT + 60,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        xaxis=theme.axis(
            range=[0.4, last + max(last * 0.3, 0.8)],
            tickvals=sorted({1, *range(step, last + 1, step)}),
            side="top",
            title={"text": say("Rank"), "standoff": 4, "font": {"size": 12}},
        ),
        yaxis=theme.axis(
            tickvals=list(range(len(rows))),
            ticktext=[html.escape(str(row[roles["y"]]), quote=False) for row in rows],
            range=[max(len(rows), 2) - 0.4, -0.6],
            showgrid=False,
            tickfont={"size": 12.5, "color": dictionary.ink("text")},
        ),
    )
    return {"data": traces, "layout": layout}


def _lines(
    answer: Answer, places: list[int], ends: tuple[str, str], colour: str, width: float
) -> dict[str, Any]:
    """A line a region between two of its ranks."""
    roles, rows = answer.figure.roles, answer.rows
    xs: list[float | None] = []
    ys: list[int | None] = []
    for place in places:
        low, high = (rows[place][roles[end]] for end in ends)
        xs += [low, high, None]
        ys += [place, place, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


CHART = Chart(draw, value="x", is_line_like=True)
