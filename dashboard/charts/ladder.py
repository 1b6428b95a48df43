"""A grid of regions by ordered steps with numbered marks: how far how many have come.

Marks of different kinds at one step lie in lanes of their own, so that numbers never touch.
"""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import (
    PAPER,
    Axis,
    Labels,
    Marker,
    Plot,
    Rule,
    Series,
    Stroke,
    Symbol,
)
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, LegendEntry

LANE = 33
TOP = 92
LONG_NAME = 14
_SYMBOLS: dict[str, Symbol] = {
    "dot": "dot",
    "square": "square",
    "diamond": "diamond",
    "ring": "dot",
}
_SIZES = {"dot": 25, "square": 23, "diamond": 29, "ring": 24}


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The ladder; the height follows the number of lanes unless given."""
    roles, lang = answer.figure.roles, answer.selection.lang
    steps = list(dictionary.dictionary()[roles["steps"]])
    middles, lanes, edges = _places(answer)
    bottom = edges[-1] if edges else 1.0
    stroke = Stroke(dictionary.ink("year_line"), 1)
    labels = (dictionary.label(roles["steps"], step, lang) for step in steps)
    names = ((middle, theme.wrapped(name, LONG_NAME)) for name, middle in middles.items())
    return Plot(
        (
            *(_marks(answer, entry, steps, lanes) for entry in answer.legend),
            *(Rule(edge, stroke) for edge in (0.0, *edges)),
        ),
        Axis(
            (-0.55, len(steps) - 0.45),
            tuple(enumerate(labels)),
            at_top=True,
            ink="text",
            screen={"tickangle": -55, "ticks": ""},
        ),
        (Axis((bottom, 0), tuple(names), has_grid=False, ink="text", screen={"ticks": ""}),),
        height or round(bottom * LANE) + TOP,
        {"margin": {"l": 8, "r": 8, "t": TOP - 8, "b": 6}},
    )


def _marks(answer: Answer, entry: LegendEntry, steps: list[str], lanes: dict[int, float]) -> Series:
    roles, rows = answer.figure.roles, answer.rows
    tips = answer.tips(words(answer.selection.lang))
    is_ring = entry.mark == "ring"
    return Series(
        tuple((steps.index(rows[i][roles["x"]]), lanes[i]) for i in entry.rows),
        entry.label,
        tuple(tips[i] for i in entry.rows),
        Marker(
            _SIZES[entry.mark],
            PAPER if is_ring else entry.colour,
            _SYMBOLS[entry.mark],
            opacity=1,
            edge=entry.colour if is_ring else dictionary.ink("outline"),
            edge_width=2.4 if is_ring else 0.8,
        ),
        labels=Labels(
            tuple(_number(rows[i], roles) for i in entry.rows),
            size=12.5,
            ink=dictionary.dictionary()[roles["marks"]][entry.key]["ink"],
        ),
        overhangs=True,
    )


def _number(row: dict[str, Any], roles: Any) -> str:
    number = row[roles["number"]]
    return ("" if number is None else str(number)) + ("+" if row[roles["more"]] else "")


def _places(answer: Answer) -> tuple[dict[str, float], dict[int, float], list[float]]:
    """The middle of each region, the height of each mark, and the lower edge of each region.

    Marks at one step share its region's height: one stands in the middle, three one below another.
    """
    roles, rows = answer.figure.roles, answer.rows
    drawn = [i for i in range(len(rows)) if any(i in entry.rows for entry in answer.legend)]
    kinds = {i: place for place, entry in enumerate(answer.legend) for i in entry.rows}
    regions: dict[str, dict[str, list[int]]] = {}
    for i in drawn:
        cells = regions.setdefault(rows[i][roles["y"]], {})
        cells.setdefault(rows[i][roles["x"]], []).append(i)
    middles: dict[str, float] = {}
    lanes: dict[int, float] = {}
    edges: list[float] = []
    top = 0.0
    for name, cells in regions.items():
        tall = max(len(marks) for marks in cells.values())
        middles[name] = top + tall / 2
        for marks in cells.values():
            for n, i in enumerate(sorted(marks, key=kinds.__getitem__)):
                lanes[i] = middles[name] + n - (len(marks) - 1) / 2
        top += tall
        edges.append(top)
    return middles, lanes, edges


CHART = Chart(drawing, value="x")
