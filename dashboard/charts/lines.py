"""Series over years: gaps where a year is unknown, breaks as uprights, events on the lines."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry, Row
from dashboard.figures.sentences import lines as text_lines

DASHES = {"line": "solid", "dash": "dash", "dot-line": "dot", "dash-dot": "dashdot"}


def middle(year: int) -> str:
    """Where a year's score stands on a time axis: events keep their own dates around it."""
    return f"{year}-07-01"


HEIGHT = 360


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The lines as a Plotly figure on a real time axis."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    traces: list[dict[str, Any]] = []
    for entry in answer.legend:
        shown = [rows[i] for i in entry.rows]
        traces.append(_line(entry, shown, [tips[i] for i in entry.rows], roles))
        traces += _ranges(entry, shown, roles)
    scored = [row[roles["y"]] for row in rows if row[roles["y"]] is not None]
    floor = (min(scored) if scored else 60) - 2.5
    top = (max(scored) if scored else 80) + 2
    traces += _events(answer, say, floor)
    first, last = answer.selection.from_year, answer.selection.year
    assert first is not None and last is not None  # noqa: S101 (a resolved selection has years)
    years = list(range(first, last + 1))
    shapes, notes = _breaks(answer, say)
    layout = theme.layout(
        answer.selection.lang,
        height or HEIGHT,
        margin={"l": 8, "r": 12, "t": 46 if notes else 10, "b": 8},
        xaxis=theme.axis(
            type="date",
            range=theme.years_range(first, last),
            tickvals=[middle(year) for year in years],
            ticktext=[str(year) for year in years],
            showgrid=False,
        ),
        yaxis=theme.axis(range=[floor - 0.5, top], nticks=6),
        shapes=shapes,
        annotations=notes,
    )
    return {"data": traces, "layout": layout}


def _line(entry: LegendEntry, shown: list[Row], tips: list[str], roles: Any) -> dict[str, Any]:
    is_reference = entry.mark != "line"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": entry.label,
        "x": [middle(row[roles["x"]]) for row in shown],
        "y": [row[roles["y"]] for row in shown],
        "connectgaps": False,
        "line": {
            "color": entry.colour,
            "width": 1.6 if is_reference else 2.6,
            "dash": DASHES[entry.mark],
        },
        "marker": {"size": 5 if is_reference else 8, "color": entry.colour},
        "text": tips,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _ranges(entry: LegendEntry, shown: list[Row], roles: Any) -> list[dict[str, Any]]:
    """What sources say of a disputed value, as a thin upright."""
    disputed = [row for row in shown if row["is_disputed"] and row[roles["low"]] is not None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [middle(row[roles["x"]])] * 2,
            "y": [row[roles["low"]], row[roles["high"]]],
            "line": {"color": entry.colour, "width": 5},
            "opacity": 0.35,
            "hoverinfo": "skip",
        }
        for row in disputed
    ]


def _breaks(answer: Answer, say: Words) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    shapes, notes = [], []
    for row in answer.layers["breaks"]:
        start = f"{row['year']}-01-01"
        what = say("method + classes") if row["has_class_change"] else say("method")
        line = {"color": dictionary.ink("outline"), "width": 1, "dash": "dot"}
        shapes.append(
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": start,
                "x1": start,
                "y0": 0,
                "y1": 1,
                "line": line,
                "layer": "below",
            }
        )
        notes.append(
            {
                "x": start,
                "y": 1,
                "xref": "x",
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "text": say("{what}<br>changed", what=what.replace(" + ", " +<br>")),
                "font": {"size": 10.5, "color": dictionary.ink("muted")},
                "hovertext": text_lines(*row[f"notes_{say.lang}"]),
            }
        )
    return shapes, notes


def _events(answer: Answer, say: Words, floor: float) -> list[dict[str, Any]]:
    """OTT and activities at their dates, on the line of their region where there is one."""
    roles = answer.figure.roles
    drawn = []
    for entry in answer.legend:
        if entry.mark != "line" or entry.colour == dictionary.ink("outline"):
            continue
        points = [
            (dt.date(row[roles["x"]], 7, 1), row[roles["y"]])
            for row in (answer.rows[i] for i in entry.rows)
            if row[roles["y"]] is not None
        ]
        for kind in ("activity", "ott"):
            events = [
                row
                for row in answer.layers["events"]
                if row["series_key"] == entry.key and row["event_kind"] == kind
            ]
            if events:
                drawn.append(
                    {
                        "type": "scatter",
                        "mode": "markers",
                        "name": f"{entry.label}: {dictionary.label('events', kind, say.lang)}",
                        "x": [event["event_date"].isoformat() for event in events],
                        "y": [_height_at(event["event_date"], points, floor) for event in events],
                        "text": [event_tip(event, say) for event in events],
                        "hovertemplate": "%{text}<extra></extra>",
                        "cliponaxis": False,  # a mark of the last days is as whole as others
                        **_event_mark(kind, entry.colour),
                    }
                )
    return drawn


def _event_mark(kind: str, colour: str) -> dict[str, Any]:
    """A diamond for an OTT, a short upright for an activity, in the colour of the region."""
    if kind == "ott":
        outline = {"color": dictionary.colour("events", "ott"), "width": 1.8}
        marker = {"symbol": "diamond", "size": 12, "color": colour, "line": outline}
        return {"marker": marker, "opacity": 1}
    marker = {"symbol": "line-ns-open", "size": 9, "color": colour, "line": {"width": 1.6}}
    return {"marker": marker, "opacity": 0.75}


def event_tip(event: Row, say: Words) -> str:
    """The pointer text of an event: date, place, what, outcome."""
    kind = dictionary.label("event_types", event["event_type"], say.lang)
    date = say.date(event["event_date"], event["date_precision"])
    return text_lines(
        f"{date} · {event['region_label']}",
        f"{dictionary.label('events', event['event_kind'], say.lang)}: {say.pick(event, 'title')}",
        kind,
        say.pick(event, "outcome"),
    )


def _height_at(date: dt.date, points: list[tuple[dt.date, float]], floor: float) -> float:
    """Where an event stands: on its region's line, or on the floor where no line runs.

    A place on paper, not a value: nothing is read off or stored from it.
    """
    for (start, low), (end, high) in pairwise(points):
        if start <= date <= end and end.year - start.year == 1:
            return low + (high - low) * ((date - start).days / (end - start).days)
    near = [value for day, value in points if abs((date - day).days) <= 184]
    return near[0] if near else floor


CHART = Chart(draw, height=HEIGHT, least=0.6, is_line_like=True)
