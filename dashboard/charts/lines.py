"""Scores over the years: lines with their last values, breaks as uprights, events in lanes."""

from __future__ import annotations

import datetime as dt
from itertools import groupby, pairwise
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import (
    Axis,
    Labels,
    Mark,
    Marker,
    Note,
    Plot,
    Series,
    Stroke,
    Upright,
)
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry, Row
from dashboard.figures.sentences import lines as text_lines

SCORES_HEIGHT, LANE_HEIGHT, LABEL_HEIGHT = 360, 26, 15
AROUND = 70  # pixels above and below all panels
GAP = 0.03
LEAST_APART = 0.08  # of the scores' height, between last values: slides have less of it


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The lines on a real time axis, and below them a lane of events for each coloured region."""
    say, roles, rows = words(answer.selection.lang), answer.figure.roles, answer.rows
    tips = answer.tips(say)
    lanes = _lanes(answer)
    total = height or SCORES_HEIGHT + LANE_HEIGHT * len(lanes)
    split = LANE_HEIGHT * len(lanes) / (total - AROUND)
    scored = [row[roles["y"]] for row in rows if row[roles["y"]] is not None]
    room = theme.room(answer, scored, 2)
    base, top = min(scored, default=60) - room, max(scored, default=80) + room
    marks: list[Mark] = []
    for entry in answer.legend:
        shown = [rows[i] for i in entry.rows]
        marks.append(_line(entry, shown, tuple(tips[i] for i in entry.rows), roles))
        marks += _disputed(entry, shown, roles)
    share = LABEL_HEIGHT / ((total - AROUND) * (1 - split))
    apart = max(share, LEAST_APART) * (top - base)
    breaks = _breaks(answer, say)
    up = [Axis((base, top), n_ticks=6, domain=(split + GAP, 1) if lanes else None)]
    if lanes:
        names = tuple((place, theme.wrapped(entry.label)) for place, entry in enumerate(lanes))
        ends = (len(lanes) - 0.4, -0.6)
        up.append(Axis(ends, names, has_grid=False, ink="text", domain=(0, split)))
    return Plot(
        (*marks, *_last_values(answer, apart, say), *_events(answer, lanes, say), *breaks),
        theme.years_axis(answer.selection),
        tuple(up),
        total,
        {"margin": {"l": 8, "r": 26, "t": 46 if breaks else 10, "b": 8}},
    )


def _lanes(answer: Answer) -> list[LegendEntry]:
    """The coloured regions, if any of them has an event."""
    keys = {event["series_key"] for event in answer.layers.get("events", ())}
    plain = dictionary.ink("outline")
    coloured = [one for one in answer.legend if one.mark == "line" and one.colour != plain]
    return coloured if any(one.key in keys for one in coloured) else []


def _line(entry: LegendEntry, shown: list[Row], tips: tuple[str, ...], roles: Any) -> Series:
    is_reference = entry.mark != "line"
    return Series(
        tuple((theme.middle(row[roles["x"]]), row[roles["y"]]) for row in shown),
        entry.label,
        tips,
        Marker(5 if is_reference else 8, entry.colour),
        Stroke(entry.colour, 1.6 if is_reference else 2.6, theme.DASHES[entry.mark]),
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
    for row in answer.layers.get("breaks", ()):
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


def _last_values(answer: Answer, apart: float, say: Words) -> list[Series]:
    """The newest value at the end of each line, in its colour; those of one year do not touch.

    A place on paper, not a value: nothing is read off or stored from it.
    """
    roles = answer.figure.roles
    ends: dict[int, list[tuple[float, str, str]]] = {}
    plain = dictionary.ink("outline")  # of regions that are too many to be told apart
    for entry in (one for one in answer.legend if one.colour != plain):
        for series in _by_series(answer, entry):
            known = [row for row in series if row[roles["y"]] is not None]
            if known:
                last, value = known[-1], known[-1][roles["y"]]
                text = say.number(value, answer.decimals) + ("*" if last["is_disputed"] else "")
                ends.setdefault(last[roles["x"]], []).append((value, text, entry.colour))
    return [
        Series(
            ((theme.middle(year), place),),
            labels=Labels((f"   {text}",), "right", 12, colour),
            overhangs=True,
        )
        for year, values in ends.items()
        for place, (_value, text, colour) in _spread(values, apart)
    ]


def _by_series(answer: Answer, entry: LegendEntry) -> list[list[Row]]:
    """The rows of each line of an entry."""
    key = answer.figure.roles["series"]
    rows = (answer.rows[i] for i in entry.rows)
    return [list(group) for _key, group in groupby(rows, key=lambda row: row[key])]


def _spread(
    values: list[tuple[float, str, str]], apart: float
) -> list[tuple[float, tuple[float, str, str]]]:
    """A place for each value, as near to it as those beside it allow."""
    ordered = sorted(values)
    places = [value[0] for value in ordered]
    for _round in range(len(places)):  # neighbours that touch move apart around their middle
        for low, high in pairwise(range(len(places))):
            short = apart - (places[high] - places[low])
            if short > 0:
                places[low] -= short / 2
                places[high] += short / 2
    return list(zip(places, ordered, strict=True))


def _events(answer: Answer, lanes: list[LegendEntry], say: Words) -> list[Series]:
    """OTT and activities at their dates, in the lane of their region; OTT a little higher."""
    tips = answer.figure.layer_tips
    drawn = []
    for place, entry in enumerate(lanes):
        for kind, lifted in (("activity", 0.0), ("ott", 0.22)):
            events = [
                event
                for event in answer.layers.get("events", ())
                if event["series_key"] == entry.key and event["event_kind"] == kind
            ]
            if events:
                drawn.append(
                    Series(
                        tuple((theme.placed(event), place - lifted) for event in events),
                        f"{entry.label}: {dictionary.label('events', kind, say.lang)}",
                        tuple(tips["events"](event, say) for event in events),
                        theme.event_marker(kind, entry.colour),
                        opacity=1 if kind == "ott" else 0.75,
                        overhangs=True,  # a mark of the last days is as whole as others
                        panel=1,
                    )
                )
    return drawn


CHART = Chart(drawing, least=0.6, is_line_like=True)
