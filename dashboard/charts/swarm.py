"""Single events as marks on a time axis, a lane for each series; marks do not cover each other.

Years whose list is incomplete lie on grey ground that says so, and their marks are hollow.
"""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.lines import middle
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, Row

MARK, LEVEL_HEIGHT, LANE_GAP, TOP = 9, 11, 44, 20
ACROSS_A_PHONE = 34  # marks that fit side by side on a phone
TICKS = 10


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The swarm as a Plotly figure; the height follows its busiest months unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    first, last = answer.selection.from_year, answer.selection.year
    assert first is not None and last is not None  # noqa: S101 (a resolved selection has years)
    step = (dt.date(last + 1, 1, 1) - dt.date(first, 1, 1)).days / ACROSS_A_PHONE
    traces: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    base = TOP - 18.0  # a strip on top for the word on grey ground
    for entry in answer.legend:
        dates = [_placed(rows[i], roles) for i in entry.rows]
        levels = _stacked(dates, step)
        top, base = base, base + LANE_GAP + LEVEL_HEIGHT * max(levels)
        names.append(_name(entry.label, top))
        for is_complete in (True, False):
            held = [
                n for n, i in enumerate(entry.rows) if rows[i][roles["complete"]] is is_complete
            ]
            if not held:
                continue
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": entry.label,
                    "x": [dates[n].isoformat() for n in held],
                    "y": [levels[n] * LEVEL_HEIGHT - base for n in held],
                    "marker": {
                        "size": MARK,
                        "color": entry.colour if is_complete else "#FFFFFF",
                        "line": {
                            "color": "#FFFFFF" if is_complete else entry.colour,
                            "width": 0.5 if is_complete else 2,
                        },
                        "opacity": 1,
                    },
                    "customdata": [tips[entry.rows[n]] for n in held],
                    "hovertemplate": "%{customdata}<extra></extra>",
                    "cliponaxis": False,
                }
            )
    shapes, notes = _incomplete(answer, first, last, say)
    years = list(range(last, first - 1, -1 if last - first < TICKS else -2))
    layout = theme.layout(
        answer.selection.lang,
        height or round(base) + 76,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        shapes=shapes,
        annotations=[*names, *notes],
        xaxis=theme.axis(
            type="date",
            range=[f"{first}-01-01", f"{last + 1}-01-01"],
            tickvals=[middle(year) for year in years],
            ticktext=[str(year) for year in years],
            tickangle=0,
            showgrid=False,
        ),
        yaxis=theme.axis(range=[-(base + 14), 6], visible=False),
    )
    return {"data": traces, "layout": layout}


def _placed(row: Row, roles: Any) -> dt.date:
    date: dt.date = row[roles["x"]]
    if row[roles["precision"]] == "month":  # the day is a placeholder: the middle misleads least
        return date.replace(day=15)
    return date


def _stacked(dates: list[dt.date], step: float) -> list[int]:
    """The level of each mark in its lane: as low as it fits beside those before it."""
    ends: list[dt.date] = []
    levels = [0] * len(dates)
    for n in sorted(range(len(dates)), key=lambda n: dates[n]):
        free = (k for k, end in enumerate(ends) if (dates[n] - end).days >= step)
        level = next(free, len(ends))
        ends[level : level + 1] = [dates[n]]
        levels[n] = level
    return levels


def _name(label: str, top: float) -> dict[str, Any]:
    """A lane's name above its first marks: beside them it would take the room of a phone."""
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": -(top + 21),
        "yanchor": "middle",
        "text": f"<b>{label}</b>",
        "showarrow": False,
        "font": {"size": 13, "color": dictionary.ink("text")},
    }


def _incomplete(
    answer: Answer, first: int, last: int, say: Words
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Grey ground with a word on it under each run of years whose list is incomplete."""
    known = {row["year"]: row["is_complete"] for row in answer.layers["years"]}
    shapes, notes = [], []
    for is_complete, group in groupby(range(first, last + 1), key=known.get):
        if is_complete:
            continue
        run = list(group)
        start, end = f"{run[0]}-01-01", f"{run[-1] + 1}-01-01"
        shapes.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": start,
                "x1": end,
                "y0": 0,
                "y1": 1,
                "fillcolor": dictionary.ink("ground"),
                "line": {"width": 0},
                "layer": "below",
            }
        )
        # A word that is wider than its ground hangs from it like a tab, towards the middle.
        at_end = run[-1] == last and run[0] != first
        notes.append(
            {
                "x": end if at_end else start,
                "xanchor": "right" if at_end else "left",
                "yref": "paper",
                "y": 1,
                "yanchor": "top",
                "text": say("incomplete list"),
                "showarrow": False,
                "font": {"size": 12, "color": dictionary.ink("muted")},
                "bgcolor": dictionary.ink("ground"),
            }
        )
    return shapes, notes


CHART = Chart(draw, is_line_like=True)
