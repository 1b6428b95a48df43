"""Two values of each region and the way between them. Colours do not judge the direction."""

from __future__ import annotations

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import PAPER, Axis, Labels, Marker, Plot, Ranges, Series, Stroke
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer, Row

ROW_HEIGHT = 26


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The dumbbells: rows with both values, largest rise first, then chosen ones that lack one."""
    say = words(answer.selection.lang)
    roles = answer.figure.roles
    pairs = [
        (row[roles["from"]], row[roles["to"]], row, tip)
        for row, tip in zip(answer.rows, answer.tips(say), strict=True)
        if row[roles["change"]] is not None
    ]
    missing = [row for row in answer.rows if row[roles["change"]] is None and row[roles["chosen"]]]
    is_chosen = [bool(row[roles["chosen"]]) for _start, _end, row, _tip in pairs]
    colour = dictionary.colour("events", "spi")
    tips = tuple(tip for _start, _end, _row, tip in pairs)
    values = [value for pair in pairs for value in pair[:2]] or [60, 80]
    lowest, highest = min(values), max(values)
    rows = max(len(pairs) + len(missing), 2)
    changes = tuple("   " + say.signed(row[roles["change"]]) for _s, _e, row, _tip in pairs)
    named = [*(pair[2] for pair in pairs), *missing]
    names = tuple((place, theme.row_name(row, roles)) for place, row in enumerate(named))
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
                Marker(
                    tuple(14 if one else 11 for one in is_chosen),
                    colour,
                    edge=dictionary.ink("highlight"),
                    edge_width=tuple(2 if one else 0 for one in is_chosen),
                ),
            ),
            Series(
                tuple((max(pair[:2]), place) for place, pair in enumerate(pairs)),
                labels=Labels(changes, "right", 12.5),
                overhangs=True,
            ),
            *_missing(answer, missing, len(pairs), lowest),
        ),
        Axis((lowest - 1.2, highest + max(4.0, (highest - lowest) * 0.22)), n_ticks=6),
        (Axis((rows - 0.4, -0.6), names, size=13, ink="text"),),
        height or rows * ROW_HEIGHT + 50,
        {"margin": {"l": 8, "r": 8, "t": 6, "b": 8}},
    )


def _missing(answer: Answer, rows: list[Row], first: int, x: float) -> list[Series]:
    """Chosen regions without one of the two values: which year is missing, in words."""
    if not rows:
        return []
    say, roles = words(answer.selection.lang), answer.figure.roles
    texts = []
    for row in rows:
        ends = ((roles["from"], answer.selection.from_year), (roles["to"], answer.selection.year))
        lacking = [str(year) for role, year in ends if row[role] is None]
        texts.append(f"{say.list(lacking)}: {say('no data')}")
    labels = Labels(tuple(texts), "right", 12, dictionary.ink("muted"))
    return [Series(tuple((x, first + place) for place in range(len(rows))), labels=labels)]


CHART = Chart(drawing, value="change", is_line_like=True)
