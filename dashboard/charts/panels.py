"""Marks by year in one panel a measure: each source its own mark, what differs joined by a line.

Sources of one year stand side by side in their year; nothing is added up. A year without a number
says so in its place.
"""

from __future__ import annotations

from itertools import groupby

from dashboard.charts.base import Chart
from dashboard.charts.marks import (
    PAPER,
    Axis,
    Labels,
    Mark,
    Marker,
    Note,
    Plot,
    Ranges,
    Run,
    Series,
    Stroke,
    Symbol,
)
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry

PANELS = ("first", "second", "third")
PANEL_HEIGHT = 140
GAP = 0.09
APART = 0.15  # of a year, between sources
ASIDE = 0.3  # of a year, between kinds of counts
_SYMBOLS: dict[str, Symbol] = {"dot": "dot", "square": "square"}


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The panels; the height follows their number unless given."""
    say, roles, rows = words(answer.selection.lang), answer.figure.roles, answer.rows
    measures = [roles[name] for name in PANELS if name in roles]
    years = sorted({row[roles["x"]] for row in rows})
    tall = (1 - GAP * (len(measures) - 1)) / len(measures)
    marks: list[Mark] = []
    axes: list[Axis] = []
    for panel, measure in enumerate(measures):
        top = 1 - panel * (tall + GAP)
        highest = max((row[measure] for row in rows if row[measure] is not None), default=1)
        axes.append(
            Axis(
                (-0.1 * highest, highest * 1.45),
                n_ticks=3,
                domain=(max(top - tall, 0), top - 0.035),
                screen={"tickformat": ",d"},
            )
        )
        marks.append(_title(measure, top, answer.selection.lang))
        known: set[int] = set()
        for place, entry in enumerate(answer.legend):
            marks += _marks(answer, entry, measure, ASIDE * place, panel)
            known |= {
                rows[i][roles["x"]] for i in entry.rows if rows[i][f"{measure}_low"] is not None
            }
        marks += [_unknown(year, panel, say) for year in years if year not in known]
    return Plot(
        tuple(marks),
        Axis(
            (years[0] - 0.55, years[-1] + 0.55),
            tuple((year, str(year)) for year in years),
            has_grid=False,
            screen={"tickangle": 0 if len(years) < 6 else -45},
        ),
        tuple(axes),
        height or PANEL_HEIGHT * len(measures) + 40,
        {"margin": {"l": 8, "r": 8, "t": 12, "b": 8}},
    )


def _marks(answer: Answer, entry: LegendEntry, measure: str, side: float, panel: int) -> list[Mark]:
    """The marks of one kind of counts: a mark a source, a range where they differ, one label."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    known = [i for i in entry.rows if rows[i][measure] is not None]
    if not known:
        return []
    at: list[tuple[float, float]] = []
    ranges: list[tuple[float, float, float, float]] = []
    labels: list[tuple[float, float, str]] = []
    for year, group in groupby(known, key=lambda i: rows[i][roles["x"]]):
        same = list(group)
        low, high = rows[same[0]][f"{measure}_low"], rows[same[0]][f"{measure}_high"]
        for n, i in enumerate(same):
            at.append((year + side + APART * (n - (len(same) - 1) / 2), rows[i][measure]))
        if low != high:
            ranges.append((year + side, low, year + side, high))
        text = say.number(low, 0) if low == high else f"{say.number(low, 0)}–{say.number(high, 0)}"
        labels.append((year + side, high, text))
    texts = tuple(text for _x, _y, text in labels)
    marker = Marker(10, entry.colour, _SYMBOLS[entry.mark], opacity=1, edge=PAPER, edge_width=1)
    points: list[Mark] = [
        Series(
            tuple(at),
            entry.label,
            tuple(tips[i] for i in known),
            marker,
            overhangs=True,
            panel=panel,
        ),
        Series(
            tuple((x, y) for x, y, _text in labels),
            marker=Marker(12, opacity=0),
            labels=Labels(texts, "above", 12, dictionary.ink("text")),
            overhangs=True,
            panel=panel,
        ),
    ]
    if not ranges:
        return points
    return [Ranges(tuple(ranges), Stroke(entry.colour, 5), 0.45, panel), *points]


def _title(measure: str, top: float, lang: str) -> Note:
    label = dictionary.heading(measure, lang)
    text = (Run(label, bold=True),)
    return Note(text, 0, top, "share", "share", anchor="left", upright="middle", size=12.5)


def _unknown(year: int, panel: int, say: Words) -> Note:
    return Note(
        say("not known"),
        year,
        0,
        upright="bottom",
        size=11,
        ink=dictionary.ink("muted"),
        turned=-90,
        panel=panel,
    )


CHART = Chart(drawing, is_line_like=True)
