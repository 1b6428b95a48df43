"""Events of several regions on one time axis: a line a region, a mark an event."""

from __future__ import annotations

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import PAPER, Axis, Marker, Plot, Series, Symbol
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

SYMBOLS: dict[str, Symbol] = {
    "dot": "dot",
    "square": "square",
    "ring": "ring",
    "diamond": "diamond",
}
SIZES = {"dot": 10, "square": 9, "ring": 9, "diamond": 13}
LANE_HEIGHT, AXIS_HEIGHT = 36, 60
LIFTED = {"diamond": 0.3}  # above its line, so that it hides nothing that followed within days


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The lanes; the height follows their number unless given."""
    roles, rows = answer.figure.roles, answer.rows
    tips = answer.tips(words(answer.selection.lang))
    names = list(dict.fromkeys(row[roles["y"]] for row in rows))
    places = {name: place for place, name in enumerate(names)}
    events = (
        Series(
            tuple(
                (theme.placed(rows[i]), places[rows[i][roles["y"]]] - LIFTED.get(entry.mark, 0))
                for i in entry.rows
            ),
            entry.label,
            tuple(tips[i] for i in entry.rows),
            Marker(
                SIZES[entry.mark],
                entry.colour,
                SYMBOLS[entry.mark],
                # Marks of one week lie over each other: an edge keeps them apart.
                edge=entry.colour if entry.mark == "ring" else PAPER,
                edge_width=2 if entry.mark == "ring" else 1,
            ),
        )
        for entry in answer.legend
    )
    ticks = tuple((place, theme.wrapped(name)) for name, place in places.items())
    return Plot(
        (*events, *theme.year_lines(answer.selection)),
        theme.years_axis(answer.selection),
        (Axis((len(places) - 0.5, -0.8), ticks, ink="text"),),
        height or max(LANE_HEIGHT * len(places) + AXIS_HEIGHT, 110),
    )


CHART = Chart(drawing, value=None, is_line_like=True)
