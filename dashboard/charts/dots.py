"""One dot a region, best first, on the class bands of the year; the unknown listed at the end.

Where very many are unknown, only the chosen of them have a row, and one row counts the others.
"""

from __future__ import annotations

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import (
    Axis,
    Band,
    Labels,
    Mark,
    Marker,
    Note,
    Plot,
    Ranges,
    Series,
    Stroke,
    Upright,
)
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures import legends, sentences
from dashboard.figures.model import Answer, Row

ROW_HEIGHT = 21


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The dots; the height follows the number of rows unless given."""
    roles, rows = answer.figure.roles, answer.rows
    unknown, others = _unknown_rows(answer)
    scored = [place for place, row in enumerate(rows) if row[roles["x"]] is not None]
    # The unknown stand at the end, so that a row with a score keeps its place.
    names = [theme.row_name(rows[i], roles) for i in (*scored, *unknown)]
    if others:
        say = words(answer.selection.lang)
        names.append(say.plural("{n} other", "{n} others", others))
    known = [row[roles["x"]] for row in rows if row[roles["x"]] is not None]
    ends = [value for row in rows for value in (row[roles["low"]], row[roles["high"]])]
    lowest, highest = _limits(answer, known, [value for value in ends if value is not None])
    room = theme.room(answer, [lowest, highest], 1)
    disputed = [
        (row[roles["low"]], place, row[roles["high"]], place)
        for place, row in enumerate(rows)
        if row[roles["disputed"]]
    ]
    return Plot(
        (
            Ranges(tuple(disputed), Stroke(dictionary.ink("outline"), 5)),
            *_dots(answer),
            *_unknown(answer, lowest + 0.4 * room, unknown, others),
            *bands(answer, lowest, highest, _scored(answer)),
            *_national(answer),
        ),
        Axis((lowest, highest + 3 * room)),
        (
            Axis(
                (len(names) - 0.4, -0.6),
                tuple(enumerate(names)),
                has_grid=False,
                size=12.5,
                ink="text",
            ),
        ),
        height or len(names) * ROW_HEIGHT + 70,
        {"margin": {"l": 8, "r": 16, "t": 30, "b": 8}},
    )


def _limits(answer: Answer, known: list[float], ends: list[float]) -> tuple[float, float]:
    """The ends of the axis: around the usual scores, of a declared indicator around its values."""
    if not answer.figure.described:
        lowest = min([60.0, *known]) - 4
        return min([lowest, *(value - 1 for value in ends)]), max([80.0, *known]) + 3
    values = [*known, *ends] or [0.0]
    room = theme.room(answer, values, 1)
    lowest = min(values)
    # A count begins at zero, and so does what lies near it.
    starts_at_zero = 0 <= lowest < 0.5 * max(values)
    return (0 if starts_at_zero else lowest) - room, max(values) + 2 * room


def _scored(answer: Answer) -> tuple[float, float] | None:
    """From above the first row to below the last one with a score; None where all have one."""
    value = answer.figure.roles["x"]
    known = [place for place, row in enumerate(answer.rows) if row[value] is not None]
    if len(known) == len(answer.rows):
        return None
    return (-0.6, max(known, default=-1) + 0.5)


def _dots(answer: Answer) -> list[Mark]:
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    series: list[Mark] = []
    for entry in answer.legend:
        if not any(rows[i][roles["x"]] is not None for i in entry.rows):
            continue
        shown = [rows[i] for i in entry.rows]
        is_chosen = [bool(row[roles["chosen"]]) for row in shown]
        texts = (
            say.number(row[roles["x"]], answer.decimals) + ("*" if row[roles["disputed"]] else "")
            for row in shown
        )
        series.append(
            Series(
                tuple((rows[i][roles["x"]], i) for i in entry.rows),
                entry.label,
                tuple(tips[i] for i in entry.rows),
                Marker(
                    tuple(13 if one else 10 for one in is_chosen),
                    entry.colour,
                    opacity=1,
                    edge=dictionary.ink("highlight"),
                    edge_width=tuple(2 if one else 0.5 for one in is_chosen),
                ),
                labels=Labels(tuple(texts), "right", 12),
                overhangs=True,
            )
        )
    return series


def _unknown_rows(answer: Answer) -> tuple[list[int], int]:
    """The rows without a score that are drawn, and how many others there are."""
    value, chosen = answer.figure.roles["x"], answer.figure.roles["chosen"]
    unknown = [i for i, row in enumerate(answer.rows) if row[value] is None]
    if len(unknown) <= legends.MOST_UNKNOWN:
        return unknown, 0
    drawn = [i for i in unknown if answer.rows[i][chosen]][: legends.MOST_UNKNOWN]
    others = (answer.rows[i] for i in unknown if i not in drawn)
    return drawn, sum(row.get("has_own_government", True) for row in others)


def _unknown(answer: Answer, x: float, unknown: list[int], others: int) -> list[Mark]:
    """What is said in the rows without a score, below those with one."""
    say = words(answer.selection.lang)
    texts = [_instead(answer.rows[i], say) for i in unknown]
    if others:
        texts.append(say("no data"))
    if not texts:
        return []
    value = answer.figure.roles["x"]
    first = sum(row[value] is not None for row in answer.rows)
    labels = Labels(tuple(texts), "right", 12, dictionary.ink("muted"))
    return [Series(tuple((x, first + n) for n in range(len(texts))), labels=labels)]


def _instead(row: Row, say: Words) -> str:
    """What stands in the row of a region in place of its score."""
    if not row.get("has_own_government", True):
        return say("part of the provincial government")
    return sentences.class_alone(row, say) or say("no data")


def _national(answer: Answer) -> list[Mark]:
    """The national index as a line across all rows, which the legend names."""
    stroke = Stroke(str(dictionary.dictionary()["reference_colour"]), 1.4, "dash")
    return [Upright(row["score"], stroke) for row in answer.layers.get("national", ())]


def bands(
    answer: Answer, lowest: float, highest: float, over: tuple[float, float] | None = None
) -> list[Band]:
    """The classes of the year behind an axis of scores, with their names.

    `over` is the part of the upright axis where scores stand: what is unknown has no class.
    """
    areas = []
    code, most = (
        answer.figure.roles["class"],
        highest + 3 * theme.room(answer, [lowest, highest], 1),
    )
    classes = answer.figure.described.get("classes") or dictionary.dictionary()["classes"]
    for row in answer.layers["classes"]:
        left = max(row["class_lower"], lowest)
        right = most if row["class_upper"] is None else min(row["class_upper"], most)
        if right <= left:
            continue
        name = Note(
            str(classes[row[code]]["label"][answer.selection.lang]),
            (left + right) / 2,
            1,
            y_is="share",
            upright="bottom",
            size=11,
            ink=dictionary.ink("muted"),
        )
        colour = str(classes[row[code]]["colour"])
        areas.append(Band(left, right, colour, 0.09, name, over))
    return areas


CHART = Chart(drawing, value="x")
