"""Single events as marks on a time axis, a lane for each series; marks do not cover each other.

Years whose list is incomplete lie on grey ground that says so, and their marks are hollow.
"""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import PAPER, Axis, Band, Marker, Note, Plot, Run, Series
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, LegendEntry

MARK, LEVEL_HEIGHT, LANE_GAP, TOP = 9, 11, 44, 20
ACROSS_A_PHONE = 34  # marks that fit side by side on a phone
TICKS = 10


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The swarm; the height follows its busiest months unless given."""
    span = theme.span(answer.selection)
    first, last = span[0], span[-1]
    step = (dt.date(last + 1, 1, 1) - dt.date(first, 1, 1)).days / ACROSS_A_PHONE
    marks: list[Series] = []
    names: list[Note] = []
    base = TOP - 18.0  # a strip on top for the word on grey ground
    for entry in answer.legend:
        dates = [theme.placed(answer.rows[i]) for i in entry.rows]
        levels = _stacked(dates, step)
        top, base = base, base + LANE_GAP + LEVEL_HEIGHT * max(levels)
        names.append(_name(entry.label, top))
        places = [level * LEVEL_HEIGHT - base for level in levels]
        marks += _marks(answer, entry, list(zip(dates, places, strict=True)))
    years = range(last, first - 1, -1 if last - first < TICKS else -2)
    return Plot(
        (*marks, *names, *_incomplete(answer)),
        Axis(
            (dt.date(first, 1, 1), dt.date(last + 1, 1, 1)),
            tuple((theme.middle(year), str(year)) for year in years),
            has_grid=False,
            screen={"tickangle": 0},
        ),
        (Axis((-(base + 14), 6), is_shown=False),),
        height or round(base) + 76,
        {"margin": {"l": 8, "r": 8, "t": 8, "b": 8}},
    )


def _marks(answer: Answer, entry: LegendEntry, at: list[tuple[dt.date, float]]) -> list[Series]:
    """The marks of one lane: whole ones, and hollow ones of years whose list is incomplete."""
    complete, tips = answer.figure.roles["complete"], answer.tips(words(answer.selection.lang))
    series = []
    for is_complete, marker in (
        (True, Marker(MARK, entry.colour, opacity=1, edge=PAPER, edge_width=0.5)),
        (False, Marker(MARK, PAPER, opacity=1, edge=entry.colour, edge_width=2)),
    ):
        shown = [n for n, i in enumerate(entry.rows) if answer.rows[i][complete] is is_complete]
        if shown:
            places, said = (at[n] for n in shown), (tips[entry.rows[n]] for n in shown)
            series.append(Series(tuple(places), entry.label, tuple(said), marker, overhangs=True))
    return series


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


def _name(label: str, top: float) -> Note:
    """A lane's name above its first marks: beside them it would take the room of a phone."""
    return Note(
        (Run(label, bold=True),),
        0,
        -(top + 21),
        x_is="share",
        anchor="left",
        upright="middle",
        size=13,
        ink=dictionary.ink("text"),
    )


def _incomplete(answer: Answer) -> list[Band]:
    """Grey ground with a word on it under each run of years whose list is incomplete."""
    say, span = words(answer.selection.lang), theme.span(answer.selection)
    known = {row["year"]: row["is_complete"] for row in answer.layers["years"]}
    ground, bands = dictionary.ink("ground"), []
    for is_complete, group in groupby(span, key=known.get):
        if is_complete:
            continue
        run = list(group)
        start, end = dt.date(run[0], 1, 1), dt.date(run[-1] + 1, 1, 1)
        # A word that is wider than its ground hangs from it like a tab, towards the middle.
        at_end = run[-1] == span[-1] and run[0] != span[0]
        note = Note(
            say("incomplete list"),
            end if at_end else start,
            1,
            y_is="share",
            anchor="right" if at_end else "left",
            upright="top",
            ink=dictionary.ink("muted"),
            ground=ground,
        )
        bands.append(Band(start, end, ground, note=note))
    return bands


CHART = Chart(drawing, is_line_like=True)
