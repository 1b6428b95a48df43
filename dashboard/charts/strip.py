"""Scores as marks along one axis, on the class bands of the year: how a group spreads.

Dots that would cover each other stand one above the other; marks of another shape have a lane of
their own. Lowest and highest dot are named, the legend names the single marks.
"""

from __future__ import annotations

from dashboard.charts.base import Chart
from dashboard.charts.dots import bands
from dashboard.charts.marks import Axis, Marker, Note, Plot, Ranges, Series, Stroke, Symbol
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, LegendEntry

ROW_HEIGHT = 17
DOTS_APART = 0.9  # points of score that two dots side by side need on a phone
_SYMBOLS: dict[str, Symbol] = {
    "dot": "dot",
    "ring": "dot",
    "diamond": "diamond",
    "square": "square",
}
_SIZES = {"dot": 11, "ring": 16, "diamond": 15, "square": 14}


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The strip; the height follows the number of lanes unless given."""
    roles, rows = answer.figure.roles, answer.rows
    shown = [entry for entry in answer.legend if entry.mark in _SYMBOLS]
    drawn = [position for entry in shown for position in entry.rows]
    places = _places(answer, shown)
    values = [rows[i][roles[role]] for i in drawn for role in ("x", "low", "high")]
    lowest, highest = min([62.0, *values]) - 3, max([80.0, *values])
    disputed = (
        (rows[i][roles["low"]], places[i], rows[i][roles["high"]], places[i])
        for i in drawn
        if rows[i][roles["disputed"]]
    )
    top, bottom = max(places.values(), default=0), min(places.values(), default=0)
    return Plot(
        (
            Ranges(tuple(disputed), Stroke(dictionary.ink("outline"), 5)),
            *(_marks(answer, entry, places) for entry in shown),
            *bands(answer, lowest, highest),
            *_ends(answer, shown, places),
        ),
        Axis((lowest, highest + 3)),
        (Axis((bottom - 1.9, top + 2.1), is_shown=False),),
        height or round((top - bottom + 4) * ROW_HEIGHT) + 62,
        {"margin": {"l": 8, "r": 8, "t": 30, "b": 8}},
    )


def _marks(answer: Answer, entry: LegendEntry, places: dict[int, float]) -> Series:
    roles, rows = answer.figure.roles, answer.rows
    tips = answer.tips(words(answer.selection.lang))
    classes = (rows[i][roles["class"]] for i in entry.rows)
    return Series(
        tuple((rows[i][roles["x"]], places[i]) for i in entry.rows),
        entry.label,
        tuple(tips[i] for i in entry.rows),
        Marker(
            _SIZES[entry.mark],
            tuple(dictionary.colour("classes", one) for one in classes),
            _SYMBOLS[entry.mark],
            opacity=1,
            edge=dictionary.ink("highlight"),
            edge_width=3 if entry.mark == "ring" else 0.8,
        ),
        overhangs=True,
    )


def _places(answer: Answer, shown: list[LegendEntry]) -> dict[int, float]:
    """The height of each mark by its row: dots as low as they fit, single marks above them."""
    score = answer.figure.roles["x"]
    dotted = [i for entry in shown if entry.mark in ("dot", "ring") for i in entry.rows]
    places: dict[int, float] = {}
    last_in_lane: list[float] = []
    for i in sorted(dotted, key=lambda i: answer.rows[i][score]):
        value = answer.rows[i][score]
        lane = next(
            (n for n, last in enumerate(last_in_lane) if value - last >= DOTS_APART),
            len(last_in_lane),
        )
        last_in_lane[lane:] = [value, *last_in_lane[lane + 1 :]]
        places[i] = lane
    top = len(last_in_lane)
    single = [i for entry in shown if entry.mark in ("diamond", "square") for i in entry.rows]
    places |= {i: top + 1.6 + 1.4 * n for n, i in enumerate(single)}
    return places


def _ends(answer: Answer, shown: list[LegendEntry], places: dict[int, float]) -> list[Note]:
    """The names of the lowest and the highest dot, below the lowest lane, each inwards."""
    roles, rows = answer.figure.roles, answer.rows
    dotted = [i for entry in shown if entry.mark in ("dot", "ring") for i in entry.rows]
    if not dotted:
        return []
    lowest = min(dotted, key=lambda i: rows[i][roles["x"]])
    highest = max(dotted, key=lambda i: rows[i][roles["x"]])
    notes = [_note(answer, lowest, -0.5, "left", "top")]
    if highest != lowest:
        top = max(places[i] for i in dotted)
        notes.append(_note(answer, highest, top + 0.5, "right", "bottom"))
    return notes


def _note(answer: Answer, i: int, y: float, anchor: str, upright: str) -> Note:
    roles, row = answer.figure.roles, answer.rows[i]
    score = words(answer.selection.lang).number(row[roles["x"]])
    star = "*" if row[roles["disputed"]] else ""
    return Note(
        f"{row[roles['name']]} {score}{star}",
        row[roles["x"]],
        y,
        anchor=anchor,
        upright=upright,
        shift=-6 if anchor == "left" else 6,
    )


CHART = Chart(drawing, value="x")
