"""Series over years: gaps where a year is unknown, breaks as uprights, events on the lines."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import Axis, Mark, Marker, Note, Plot, Series, Stroke, Upright
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry, Row
from dashboard.figures.sentences import lines as text_lines

HEIGHT = 360
_DASHES = {"line": "", "dash": "dash", "dot-line": "dot", "dash-dot": "dashdot"}


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The lines on a real time axis."""
    say, roles, rows = words(answer.selection.lang), answer.figure.roles, answer.rows
    tips = answer.tips(say)
    marks: list[Mark] = []
    for entry in answer.legend:
        shown = [rows[i] for i in entry.rows]
        marks.append(_line(entry, shown, tuple(tips[i] for i in entry.rows), roles))
        marks += _disputed(entry, shown, roles)
    scored = [row[roles["y"]] for row in rows if row[roles["y"]] is not None]
    base = (min(scored) if scored else 60) - 2.5
    top = (max(scored) if scored else 80) + 2
    breaks = _breaks(answer, say)
    return Plot(
        (*marks, *_events(answer, say, base), *breaks),
        theme.years_axis(answer.selection),
        (Axis((base - 0.5, top), n_ticks=6),),
        height or HEIGHT,
        {"margin": {"l": 8, "r": 12, "t": 46 if breaks else 10, "b": 8}},
    )


def _line(entry: LegendEntry, shown: list[Row], tips: tuple[str, ...], roles: Any) -> Series:
    is_reference = entry.mark != "line"
    return Series(
        tuple((theme.middle(row[roles["x"]]), row[roles["y"]]) for row in shown),
        entry.label,
        tips,
        Marker(5 if is_reference else 8, entry.colour),
        Stroke(entry.colour, 1.6 if is_reference else 2.6, _DASHES[entry.mark]),
    )


def _disputed(entry: LegendEntry, shown: list[Row], roles: Any) -> list[Series]:
    """What sources say of a disputed value, as a thin upright."""
    return [
        Series(
            tuple((theme.middle(row[roles["x"]]), row[roles[end]]) for end in ("low", "high")),
            stroke=Stroke(entry.colour, 5),
            opacity=0.35,
        )
        for row in shown
        if row["is_disputed"] and row[roles["low"]] is not None
    ]


def _breaks(answer: Answer, say: Words) -> list[Upright]:
    uprights = []
    for row in answer.layers["breaks"]:
        start = dt.date(row["year"], 1, 1)
        what = say("method + classes") if row["has_class_change"] else say("method")
        note = Note(
            say("{what}\nchanged", what=what.replace(" + ", " +\n")),
            start,
            1,
            y_is="share",
            upright="bottom",
            size=10.5,
            ink=dictionary.ink("muted"),
            tip=text_lines(*row[f"notes_{say.lang}"]),
        )
        uprights.append(Upright(start, Stroke(dictionary.ink("outline"), 1, "dot"), note))
    return uprights


def _events(answer: Answer, say: Words, base: float) -> list[Series]:
    """OTT and activities at their dates, on the line of their region where there is one."""
    roles = answer.figure.roles
    drawn = []
    for entry in answer.legend:
        if entry.mark != "line" or entry.colour == dictionary.ink("outline"):
            continue
        points = [
            (theme.middle(row[roles["x"]]), row[roles["y"]])
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
                dates = [event["event_date"] for event in events]
                drawn.append(
                    Series(
                        tuple((date, _height_at(date, points, base)) for date in dates),
                        f"{entry.label}: {dictionary.label('events', kind, say.lang)}",
                        tuple(event_tip(event, say) for event in events),
                        _event_marker(kind, entry.colour),
                        opacity=1 if kind == "ott" else 0.75,
                        overhangs=True,  # a mark of the last days is as whole as others
                    )
                )
    return drawn


def _event_marker(kind: str, colour: str) -> Marker:
    """A diamond for an OTT, a short upright for an activity, in the colour of the region."""
    if kind == "ott":
        edge = dictionary.colour("events", "ott")
        return Marker(12, colour, "diamond", edge=edge, edge_width=1.8)
    return Marker(9, colour, "tick", edge_width=1.6)


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


def _height_at(date: dt.date, points: list[tuple[dt.date, float]], base: float) -> float:
    """Where an event stands: on its region's line, or at the lower edge where no line runs.

    A place on paper, not a value: nothing is read off or stored from it.
    """
    for (start, low), (end, high) in pairwise(points):
        if start <= date <= end and end.year - start.year == 1:
            return low + (high - low) * ((date - start).days / (end - start).days)
    near = [value for day, value in points if abs((date - day).days) <= 184]
    return near[0] if near else base


CHART = Chart(drawing, least=0.6, is_line_like=True)
