"""Marks by year in one panel a measure: each source its own mark, what differs joined by a line.

Sources of one year stand side by side in their year; nothing is added up. A year without a number
says so in its place.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dashboard.charts import theme
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry

PANELS = ("first", "second", "third")
PANEL_HEIGHT = 140
GAP = 0.09
APART = 0.15  # of a year, between sources
ASIDE = 0.3  # of a year, between kinds of counts
_SYMBOLS = {"dot": "circle", "square": "square"}


def draw(answer: Answer, height: int | None = None) -> dict[str, Any]:
    """The panels as a Plotly figure."""
    say = words(answer.selection.lang)
    roles, rows = answer.figure.roles, answer.rows
    measures = [roles[name] for name in PANELS if name in roles]
    years = sorted({row[roles["x"]] for row in rows})
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    tall = (1 - GAP * (len(measures) - 1)) / len(measures)
    for number, measure in enumerate(measures, 1):
        axis = "y" if number == 1 else f"y{number}"
        top = 1 - (number - 1) * (tall + GAP)
        highest = max((row[measure] for row in rows if row[measure] is not None), default=1)
        axes[f"yaxis{axis[1:]}"] = theme.axis(
            domain=[max(top - tall, 0), top - 0.035],
            range=[-0.1 * highest, highest * 1.45],
            nticks=3,
            tickformat=",d",
        )
        notes.append(_title(measure, top, answer.selection.lang))
        told: set[int] = set()
        for place, entry in enumerate(answer.legend):
            side = ASIDE * place
            traces += _marks(answer, entry, measure, side, axis)
            told |= {
                rows[i][roles["x"]] for i in entry.rows if rows[i][f"{measure}_low"] is not None
            }
        silent = [year for year in years if year not in told]
        notes += [_silence(year, axis, say) for year in silent]
    layout = theme.layout(
        answer.selection.lang,
        height or PANEL_HEIGHT * len(measures) + 40,
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
        annotations=notes,
        xaxis=theme.axis(
            range=[years[0] - 0.55, years[-1] + 0.55],
            tickvals=years,
            ticktext=[str(year) for year in years],
            tickangle=0 if len(years) < 6 else -45,
            showgrid=False,
            anchor="y" if len(measures) == 1 else f"y{len(measures)}",
        ),
        **axes,
    )
    return {"data": traces, "layout": layout}


def _marks(
    answer: Answer, entry: LegendEntry, measure: str, side: float, axis: str
) -> list[dict[str, Any]]:
    """The marks of one kind of counts: a mark a source, a range where they differ, one label."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    held = [i for i in entry.rows if rows[i][measure] is not None]
    if not held:
        return []
    xs: list[float] = []
    ranges: list[tuple[float, int, int]] = []
    labels: list[tuple[float, int, str]] = []
    for year, group in groupby(held, key=lambda i: rows[i][roles["x"]]):
        same = list(group)
        low, high = rows[same[0]][f"{measure}_low"], rows[same[0]][f"{measure}_high"]
        xs += [year + side + APART * (n - (len(same) - 1) / 2) for n in range(len(same))]
        if low != high:
            ranges.append((year + side, low, high))
        text = say.number(low, 0) if low == high else f"{say.number(low, 0)}–{say.number(high, 0)}"
        labels.append((year + side, high, text))
    joined = [
        {
            "type": "scatter",
            "mode": "lines",
            "yaxis": axis,
            "x": [x for place, _low, _high in ranges for x in (place, place, None)],
            "y": [y for _place, low, high in ranges for y in (low, high, None)],
            "line": {"color": entry.colour, "width": 5},
            "opacity": 0.45,
            "hoverinfo": "skip",
        }
    ]
    return [
        *(joined if ranges else []),
        {
            "type": "scatter",
            "mode": "markers",
            "yaxis": axis,
            "name": entry.label,
            "x": xs,
            "y": [rows[i][measure] for i in held],
            "marker": {
                "symbol": _SYMBOLS[entry.mark],
                "size": 10,
                "color": entry.colour,
                "opacity": 1,
                "line": {"color": "#FFFFFF", "width": 1},
            },
            "customdata": [tips[i] for i in held],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "yaxis": axis,
            "marker": {"size": 12, "opacity": 0},
            "x": [x for x, _y, _text in labels],
            "y": [y for _x, y, _text in labels],
            "text": [text for _x, _y, text in labels],
            "textposition": "top center",
            "textfont": {"size": 12, "color": dictionary.ink("text")},
            "hoverinfo": "skip",
            "cliponaxis": False,
        },
    ]


def _title(measure: str, top: float, lang: str) -> dict[str, Any]:
    return {
        "text": f"<b>{dictionary.heading(measure, lang)}</b>",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 12.5},
    }


def _silence(year: int, axis: str, say: Words) -> dict[str, Any]:
    return {
        "text": say("not known"),
        "x": year,
        "y": 0,
        "yref": axis,
        "yanchor": "bottom",
        "textangle": -90,
        "showarrow": False,
        "font": {"size": 11, "color": dictionary.ink("muted")},
    }
