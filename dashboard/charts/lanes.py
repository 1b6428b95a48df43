"""Events of several regions on one time axis: a line a region, a mark an event."""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.lines import middle
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

SYMBOLS = {"dot": "circle", "square": "square", "ring": "circle-open", "diamond": "diamond"}
SIZES = {"dot": 10, "square": 9, "ring": 9, "diamond": 13}
LANE_HEIGHT, AXIS_HEIGHT = 36, 60
LIFTED = {"diamond": 0.3}  # above its line, so that it hides nothing that followed within days


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The lanes as a Plotly figure; the height follows their number unless given."""
    roles, rows = answer.figure.roles, answer.rows
    tips = answer.tips(words(answer.selection.lang))
    names = list(dict.fromkeys(row[roles["y"]] for row in rows))
    places = {name: place for place, name in enumerate(names)}
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": entry.label,
            "x": [theme.placed(rows[i]) for i in entry.rows],
            "y": [places[rows[i][roles["y"]]] - LIFTED.get(entry.mark, 0) for i in entry.rows],
            "marker": {
                "symbol": SYMBOLS[entry.mark],
                "size": SIZES[entry.mark],
                "color": entry.colour,
                # Marks of one week lie over each other: an edge keeps them apart.
                "line": {
                    "width": 2 if entry.mark == "ring" else 1,
                    "color": entry.colour if entry.mark == "ring" else "#FFFFFF",
                },
            },
            "customdata": [tips[i] for i in entry.rows],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for entry in answer.legend
    ]
    first, last = answer.selection.from_year, answer.selection.year
    assert first is not None and last is not None  # noqa: S101 (a resolved selection has years)
    years = list(range(first, last + 1))
    layout = theme.layout(
        answer.selection.lang,
        height or max(LANE_HEIGHT * len(places) + AXIS_HEIGHT, 110),
        shapes=[theme.year_line(year) for year in years[1:]],
        xaxis=theme.axis(
            type="date",
            range=theme.years_range(first, last),
            tickvals=[middle(year) for year in years],
            ticktext=[str(year) for year in years],
            showgrid=False,
        ),
        yaxis=theme.axis(
            range=[len(places) - 0.5, -0.8],
            tickvals=list(places.values()),
            ticktext=[theme.wrapped(theme.text(name)) for name in names],
            tickfont={"size": 12, "color": dictionary.ink("text")},
        ),
    )
    return {"data": traces, "layout": layout}


CHART = Chart(draw, value=None, is_line_like=True)
