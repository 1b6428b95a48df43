"""Two values of each region and the way between them. Colours do not judge the direction."""

from __future__ import annotations

from dashboard.charts.base import Chart
from dashboard.charts.marks import PAPER, Axis, Labels, Marker, Plot, Ranges, Series, Stroke
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

ROW_HEIGHT = 26


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The dumbbells: rows with both values, largest rise first."""
    say = words(answer.selection.lang)
    roles = answer.figure.roles
    pairs = [
        (row[roles["from"]], row[roles["to"]], row, tip)
        for row, tip in zip(answer.rows, answer.tips(say), strict=True)
        if row[roles["change"]] is not None
    ]
    colour = dictionary.colour("events", "spi")
    tips = tuple(tip for _start, _end, _row, tip in pairs)
    values = [value for pair in pairs for value in pair[:2]] or [60, 80]
    lowest, highest = min(values), max(values)
    rows = max(len(pairs), 2)
    changes = tuple("   " + say.signed(row[roles["change"]]) for _s, _e, row, _tip in pairs)
    return Plot(
        (
            Ranges(
                tuple((pair[0], place, pair[1], place) for place, pair in enumerate(pairs)),
                Stroke(dictionary.ink("span"), 4),
            ),
            Series(
                tuple((pair[0], place) for place, pair in enumerate(pairs)),
                str(answer.selection.from_year),
                tips,
                Marker(10, PAPER, edge=colour, edge_width=2),
            ),
            Series(
                tuple((pair[1], place) for place, pair in enumerate(pairs)),
                str(answer.selection.year),
                tips,
                Marker(11, colour),
            ),
            Series(
                tuple((max(pair[:2]), place) for place, pair in enumerate(pairs)),
                labels=Labels(changes, "right", 12.5),
                overhangs=True,
            ),
        ),
        Axis((lowest - 1.2, highest + max(4.0, (highest - lowest) * 0.22)), n_ticks=6),
        (
            Axis(
                (rows - 0.4, -0.6),
                tuple((place, str(pair[2][roles["y"]])) for place, pair in enumerate(pairs)),
                size=13,
                ink="text",
            ),
        ),
        height or rows * ROW_HEIGHT + 50,
        {"margin": {"l": 8, "r": 8, "t": 6, "b": 8}},
    )


CHART = Chart(drawing, value="change", is_line_like=True)
