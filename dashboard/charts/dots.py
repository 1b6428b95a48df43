"""One dot a region, best first, on the class bands of the year; the unknown listed at the end."""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

ROW_HEIGHT = 21


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The dots as a Plotly figure; the height follows the number of rows unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    known = [row[roles["x"]] for row in rows if row[roles["x"]] is not None]
    lowest = min([60.0, *known]) - 4
    highest = max([80.0, *known]) + 3
    ends = [value for row in rows for value in (row[roles["low"]], row[roles["high"]])]
    lowest = min([lowest, *(value - 1 for value in ends if value is not None)])
    traces: list[dict[str, Any]] = [_ranges(answer)]
    for entry in answer.legend:
        if entry.key == "no_data":
            continue
        shown = [rows[i] for i in entry.rows]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": entry.label,
                "x": [row[roles["x"]] for row in shown],
                "y": list(entry.rows),
                "text": [
                    say.number(row[roles["x"]]) + ("*" if row[roles["disputed"]] else "")
                    for row in shown
                ],
                "textposition": "middle right",
                "textfont": {"size": 12},
                "marker": {
                    "size": [13 if row[roles["chosen"]] else 10 for row in shown],
                    "color": entry.colour,
                    "opacity": 1,
                    "line": {
                        "color": dictionary.ink("highlight"),
                        "width": [2 if row[roles["chosen"]] else 0.5 for row in shown],
                    },
                },
                "customdata": [tips[i] for i in entry.rows],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    unknown = [i for i, row in enumerate(rows) if row[roles["x"]] is None]
    if unknown:
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [lowest + 0.4] * len(unknown),
                "y": unknown,
                "text": [say("no data")] * len(unknown),
                "textposition": "middle right",
                "textfont": {"size": 12, "color": dictionary.ink("muted")},
                "hoverinfo": "skip",
            }
        )
    shapes, notes = bands(answer, lowest, highest)
    names = [theme.row_name(row, roles) for row in rows]
    layout = theme.layout(
        answer.selection.lang,
        height or len(rows) * ROW_HEIGHT + 70,
        margin={"l": 8, "r": 16, "t": 30, "b": 8},
        xaxis=theme.axis(range=[lowest, highest + 3], side="bottom"),
        yaxis=theme.axis(
            tickvals=list(range(len(rows))),
            ticktext=names,
            range=[len(rows) - 0.4, -0.6],
            showgrid=False,
            tickfont={"size": 12.5, "color": dictionary.ink("text")},
        ),
        shapes=shapes,
        annotations=notes,
    )
    return {"data": traces, "layout": layout}


def _ranges(answer: Answer) -> dict[str, Any]:
    roles = answer.figure.roles
    xs: list[float | None] = []
    ys: list[int | None] = []
    for position, row in enumerate(answer.rows):
        if row[roles["disputed"]]:
            xs += [row[roles["low"]], row[roles["high"]], None]
            ys += [position, position, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": dictionary.ink("outline"), "width": 5},
        "hoverinfo": "skip",
    }


def bands(
    answer: Answer, lowest: float, highest: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The classes of the year behind an axis of scores: their areas and their names."""
    shapes, notes = [], []
    for band in answer.layers["classes"]:
        left = max(band["class_lower"], lowest)
        right = min(band["class_upper"], highest + 3)
        if right <= left:
            continue
        shapes.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": left,
                "x1": right,
                "y0": 0,
                "y1": 1,
                "fillcolor": dictionary.colour("classes", band["spi_class"]),
                "opacity": 0.09,
                "line": {"width": 0},
                "layer": "below",
            }
        )
        notes.append(
            {
                "x": (left + right) / 2,
                "y": 1,
                "xref": "x",
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "text": dictionary.label("classes", band["spi_class"], answer.selection.lang),
                "font": {"size": 11, "color": dictionary.ink("muted")},
            }
        )
    return shapes, notes


CHART = Chart(draw, value="x")
