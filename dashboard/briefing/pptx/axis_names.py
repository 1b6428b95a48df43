"""The names on the axes of an XY chart, which office programs cannot write themselves.

They are texts beside the chart at the places of its marks: in its sheet they would be points
without a meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.places import TICK, Rows, Scale, Where, number, one_line, said
from dashboard.briefing.pptx.template import Box
from dashboard.charts.marks import Axis, is_bold

if TYPE_CHECKING:
    from pptx.slide import Slide

_MOST_BESIDE = 0.6  # of a chart's width
_NUMBERS, _NOTHING = 40.0, 6.0  # points beside a chart whose axis has numbers, or nothing
_APART = 8.0  # points between a name and the chart


def beside(given: Axis, font: Font, width: float, rows: Rows | None = None) -> float:
    """The points that the names of an upright axis need beside a chart of a width."""
    if not given.is_shown:
        return _NOTHING
    if not given.ticks:
        return _NUMBERS
    names = [
        font.width(one_line(said(text)), TICK, bold=is_bold(text))
        for place, text in given.ticks
        if rows is None or rows.hold(number(place))
    ]
    return min(max(names, default=0) + _APART + 4, width * _MOST_BESIDE)


def above(across: Scale, font: Font, width: float) -> float:
    """The points that the names of an axis at the top need over a chart of a width."""
    if not across.at_top or not across.ticks:
        return 0.0
    slot = width / len(across.ticks) - 6
    lines = max(len(font.lines(text, TICK, slot)) for _place, text in across.ticks)
    return lines * TICK * LINE_HEIGHT + 6 + (TICK * 1.5 if across.title else 0)


def draw_up(slide: Slide, where: Where, given: Axis, rows: Rows | None, left: float) -> None:
    """The names of the rows, each at its height; those of the chosen are bold.

    Args:
        slide: where they go.
        where: the place of the plot, and its axes.
        given: the upright axis of the plot.
        rows: those of this chart; None for all.
        left: where the names may begin.
    """
    if not given.is_shown:
        return
    right = where.plot.left - _APART
    for place, text in given.ticks or ():
        name = one_line(said(text))
        if not name or (rows is not None and not rows.hold(number(place))):
            continue
        height = TICK * LINE_HEIGHT
        box = Box(left, where.y(number(place)) - height / 2, max(right - left, 1), height)
        bold = is_bold(text)
        shapes.text(
            slide, box, [name], size=TICK, name=name, bold=bold, align="right", anchor="middle"
        )


def draw_across(slide: Slide, where: Where, font: Font) -> None:
    """The names of an axis of days or of places, below the plot or above it, with its title."""
    across, plot = where.across, where.plot
    if not across.ticks or not across.is_shown:
        return
    slot = plot.width / len(across.ticks)
    tall = above(across, font, plot.width) - (TICK * 1.5 if across.title else 0)
    for place, text in across.ticks:
        x = where.at_x(place)
        lines = font.lines(text, TICK, slot - 6) if across.at_top else [text]
        wide = max(font.width(line, TICK) for line in lines) + 4
        top = plot.top - tall if across.at_top else plot.bottom + 4
        height = tall - 4 if across.at_top else TICK * LINE_HEIGHT
        box = Box(x - wide / 2, top, wide, height)
        shapes.text(
            slide,
            box,
            [text],
            size=TICK,
            name=one_line(text),
            ink=shapes.MUTED,
            align="center",
            anchor="bottom" if across.at_top else "top",
        )


def draw_title(slide: Slide, where: Where, top: float) -> None:
    """What an axis measures, over the chart."""
    title = where.across.title
    if title:
        box = Box(where.plot.left, top, where.plot.width, TICK * 1.4)
        shapes.text(slide, box, [title], size=TICK, name=title, align="center", ink=shapes.MUTED)
