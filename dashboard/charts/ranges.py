"""A rank a region with the range it moves in: rank 1 at the top, the unranked at the end.

Where several kinds of government are shown, each has a block of its own.
"""

from __future__ import annotations

from dashboard.charts import kinds
from dashboard.charts.base import Chart
from dashboard.charts.marks import (
    Axis,
    Labels,
    Mark,
    Marker,
    Plot,
    Ranges,
    Run,
    Series,
    Stroke,
    Text,
)
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

ROW_HEIGHT = 24


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The ranges; the height follows the number of rows unless given."""
    say, roles, rows = words(answer.selection.lang), answer.figure.roles, answer.rows
    last = max((row[roles["worst"]] for row in rows if row[roles["x"]] is not None), default=1)
    step = next(step for step in (1, 2, 5, 10, 50, 100) if last / step <= 10)
    places, heads = kinds.places(rows, roles, say)
    many = max(len(rows) + len(heads), 2)
    return Plot(
        (*_ranked(answer, places), *_unranked(answer, places), *kinds.headings(heads, 0.6)),
        Axis(
            (0.4, last + max(last * 0.3, 0.8)),
            tuple((rank, str(rank)) for rank in sorted({1, *range(step, last + 1, step)})),
            at_top=True,
            title=say("Rank"),
        ),
        (
            Axis(
                (many - 0.4, -0.6),
                kinds.ticks(
                    [
                        (place, str(row[roles["y"]]))
                        for place, row in zip(places, rows, strict=True)
                    ],
                    heads,
                ),
                has_grid=False,
                size=12.5,
                ink="text",
            ),
        ),
        height or many * ROW_HEIGHT + 60,
        {"margin": {"l": 8, "r": 8, "t": 36, "b": 8}},
    )


def _ranked(answer: Answer, places: list[int]) -> list[Mark]:
    """From best to worst a thin line, over the usual ranks a thick one, the rank and its words."""
    roles, rows = answer.figure.roles, answer.rows
    all_tips = answer.tips(words(answer.selection.lang))
    known = [number for number, row in enumerate(rows) if row[roles["x"]] is not None]
    tips = tuple(all_tips[number] for number in known)
    colours = {entry.key: entry.colour for entry in answer.legend}

    def between(start: str, end: str, colour: str, width: float) -> Ranges:
        ends = ((rows[n][roles[start]], places[n], rows[n][roles[end]], places[n]) for n in known)
        return Ranges(tuple(ends), Stroke(colour, width))

    def said(number: int) -> Text:
        row = rows[number]
        best, worst = row[roles["best"]], row[roles["worst"]]
        rank = (Run("   "), Run(str(row[roles["x"]]), bold=True))
        return (*rank, Run(f" ({best}–{worst})")) if best != worst else rank

    return [
        between("best", "worst", colours.get("ends", ""), 1.5),
        between("low", "high", colours.get("band", ""), 9),
        Series(
            tuple((rows[n][roles["x"]], places[n]) for n in known),
            tips=tips,
            marker=Marker(11, colours.get("rank", "")),
        ),
        Series(
            tuple((rows[n][roles["worst"]], places[n]) for n in known),
            tips=tips,
            labels=Labels(tuple(said(n) for n in known), "right", 12),
            overhangs=True,
        ),
    ]


def _unranked(answer: Answer, places: list[int]) -> list[Mark]:
    say = words(answer.selection.lang)
    tips, value = answer.tips(say), answer.figure.roles["x"]
    unknown = [number for number, row in enumerate(answer.rows) if row[value] is None]
    if not unknown:
        return []
    texts = (say("not ranked"),) * len(unknown)
    return [
        Series(
            tuple((0.6, places[n]) for n in unknown),
            tips=tuple(tips[n] for n in unknown),
            labels=Labels(texts, "right", 12, dictionary.ink("muted")),
        )
    ]


CHART = Chart(drawing, value="x", is_line_like=True)
