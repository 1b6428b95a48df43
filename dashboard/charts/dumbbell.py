"""Two values of each region and the way between them. Colours do not judge the direction."""

from __future__ import annotations

from dashboard.charts import kinds, theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import PAPER, Axis, Labels, Marker, Plot, Ranges, Series, Stroke
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures import sentences
from dashboard.figures.model import Answer, Row

ROW_HEIGHT, LEAST_ROW = 26, 15  # in a row of fewer pixels names run into each other


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The dumbbells: rows with both values, largest rise first, then chosen ones that lack one.

    Where several kinds of government are shown, each has a block of its own.
    """
    say = words(answer.selection.lang)
    roles = answer.figure.roles
    shown = [
        (row, tip)
        for row, tip in zip(answer.rows, answer.tips(say), strict=True)
        if row[roles["change"]] is not None or row[roles["chosen"]]
    ]
    places, heads = kinds.places([row for row, _tip in shown], roles, say)
    placed = [(place, *one) for place, one in zip(places, shown, strict=True)]
    pairs = [
        (row[roles["from"]], row[roles["to"]], place, row, tip)
        for place, row, tip in placed
        if row[roles["change"]] is not None
    ]
    missing = [(place, row) for place, row, _tip in placed if row[roles["change"]] is None]
    is_chosen = [bool(row[roles["chosen"]]) for *_ends, row, _tip in pairs]
    described = answer.figure.described
    colour = answer.legend[-1].colour if answer.legend else dictionary.colour("events", "spi")
    tips = tuple(tip for *_ends, tip in pairs)
    values = [value for pair in pairs for value in pair[:2]] or ([0, 1] if described else [60, 80])
    lowest, highest = min(values), max(values)
    rows = max(len(shown) + len(heads), 2)
    changes = tuple(
        "   " + say.signed(row[roles["change"]], answer.decimals) for *_ends, row, _tip in pairs
    )
    room = theme.room(answer, values, 1)
    names = kinds.ticks([(place, theme.row_name(row, roles)) for place, row, _tip in placed], heads)
    return Plot(
        (
            Ranges(
                tuple((start, place, end, place) for start, end, place, *_row in pairs),
                Stroke(dictionary.ink("span"), 4),
            ),
            Series(
                tuple((start, place) for start, _end, place, *_row in pairs),
                str(answer.selection.from_year),
                tips,
                Marker(10, PAPER, edge=colour, edge_width=2),
            ),
            Series(
                tuple((end, place) for _start, end, place, *_row in pairs),
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
                tuple((max(start, end), place) for start, end, place, *_row in pairs),
                labels=Labels(changes, "right", 12.5),
                overhangs=True,
            ),
            *_missing(answer, missing, lowest),
            *kinds.headings(heads, lowest),
        ),
        Axis(
            (lowest - 1.2 * room, highest + max(4.0 * room, (highest - lowest) * 0.22)), n_ticks=6
        ),
        (Axis((rows - 0.4, -0.6), names, size=13, ink="text"),),
        max(height, rows * LEAST_ROW + 50) if height else rows * ROW_HEIGHT + 50,
        {"margin": {"l": 8, "r": 8, "t": 6, "b": 8}},
    )


def _missing(answer: Answer, rows: list[tuple[int, Row]], x: float) -> list[Series]:
    """Chosen regions without one of the two values: what is known of the year that lacks it."""
    if not rows:
        return []
    say, roles = words(answer.selection.lang), answer.figure.roles
    texts = []
    for _place, row in rows:
        known: dict[str, list[str]] = {}
        for role, year in (
            ("from", answer.selection.from_year),
            ("to", answer.selection.year),
        ):
            if row[roles[role]] is None:
                reported = row.get(roles.get(f"{role}_reported", ""))
                alone = sentences.class_alone({"score": None, "reported_class": reported}, say)
                known.setdefault(alone or say("no data"), []).append(str(year))
        texts.append("; ".join(f"{say.list(years)}: {text}" for text, years in known.items()))
    labels = Labels(tuple(texts), "right", 12, dictionary.ink("muted"))
    return [Series(tuple((x, place) for place, _row in rows), labels=labels)]


CHART = Chart(drawing, value="change", is_line_like=True)
