"""What lies behind a chart and over it: bands, breaks, rules, and texts at exact places.

They only show what the chart's own text says; the texts among them are read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import groups, looks, shapes
from dashboard.briefing.pptx.places import TICK, Rows, Where, one_line, said
from dashboard.briefing.pptx.template import Box
from dashboard.charts.marks import Band, Note, Plot, Ranges, Rule, Series, Upright, is_bold

if TYPE_CHECKING:
    from pptx.slide import Slide

_PIXEL = 0.75  # points
_SMALLER = 0.95  # than on the screen
_FROM_POINT = 5.0  # points between a point and its text
_FROM_MARK = 12.0  # ... and between the middle of a mark and its text
_BETWEEN = 4.0  # points between remarks in a row
_HALF = 0.5
_BEYOND = 30.0, 12.0  # points that a remark may stand over the left and the right edge


def ground(slide: Slide, where: Where, plot: Plot, rows: Rows | None, name: str) -> None:
    """Bands, uprights and rules, behind the chart; each is called what its remark says."""
    for mark in plot.marks:
        match mark:
            case Band() if is_behind(mark, rows):
                called = one_line(said(mark.note.text)) if mark.note else name
                left, right = where.x_to_edge(mark.start), where.x_to_edge(mark.end)
                top, bottom = where.y(1, of_whole=True), where.y(0, of_whole=True)
                if mark.over is not None:
                    top, bottom = sorted(where.y_within(end) for end in mark.over)
                box = Box(min(left, right), top, abs(right - left), bottom - top)
                opacity = 1 if mark.opacity is None else mark.opacity
                groups.decorative(
                    shapes.area(
                        slide, box, mark.colour, name=called, alternative="", opacity=opacity
                    )
                )
            case Upright():
                called = one_line(said(mark.note.text)) if mark.note else name
                x = where.x_within(mark.x)
                ends = (x, where.y(0, of_whole=True)), (x, where.y(1, of_whole=True))
                _line(slide, ends, mark, called)
            case Rule() if rows is None or rows.first <= mark.y <= rows.last:
                y = where.y_within(mark.y)
                left, right = where.x(0, of_whole=True), where.x(1, of_whole=True)
                _line(slide, ((left, y), (right, y)), mark, name)


def is_behind(mark: Band, rows: Rows | None) -> bool:
    """Whether a band lies behind any of these rows."""
    if mark.over is None or rows is None:
        return True
    first, last = sorted(mark.over)
    return first < rows.last and rows.first < last


def ranges(slide: Slide, where: Where, given: tuple[Ranges, ...], name: str) -> None:
    """Lines from one point to another which a line chart cannot hold."""
    for mark in given:
        for x0, y0, x1, y1 in mark.ends:
            stroke = mark.stroke
            line = shapes.rule(
                slide,
                (where.x(x0), where.y_within(y0)),
                (where.x(x1), where.y_within(y1)),
                stroke.colour,
                width=stroke.width * _PIXEL,
                name=name,
                alternative="",
            )
            shapes.seen_through(line.line.fill, 1 if mark.opacity is None else mark.opacity)
            groups.decorative(line)


def _line(
    slide: Slide,
    ends: tuple[tuple[float, float], tuple[float, float]],
    mark: Upright | Rule,
    name: str,
) -> None:
    stroke = mark.stroke
    groups.decorative(
        shapes.rule(
            slide,
            *ends,
            stroke.colour,
            width=stroke.width,
            name=name,
            alternative="",
            dash=stroke.dash,
        )
    )


# --- texts ---------------------------------------------------------------------------------------


def notes_of(plot: Plot, panel: int, rows: Rows | None = None) -> list[Note]:
    """The remarks of a panel, with those of bands and uprights; the first has those of all."""
    notes = [
        mark if isinstance(mark, Note) else mark.note
        for mark in plot.marks
        if isinstance(mark, Note | Upright) or (isinstance(mark, Band) and is_behind(mark, rows))
    ]
    return [
        note
        for note in notes
        if note is not None and (0 if note.y_is == "share" else note.panel) == panel
    ]


def above(notes: list[Note]) -> float:
    """The points that the remarks which stand on a plot need above it."""
    lines = [said(note.text).count("\n") + 1 for note in notes if _is_above(note)]
    return max(lines, default=0) * TICK * LINE_HEIGHT + 6 if lines else 0.0


def width_within(plot: Plot, where: Where, rows: Rows | None, right: float, font: Font) -> float:
    """The width of a plot at which the texts to the right of its points end at an edge.

    Args:
        plot: the marks of one upright axis.
        where: the place of the plot as wide as it can be, and its axes.
        rows: those of this chart; None for all.
        right: the edge.
        font: of the texts.
    """
    width, room = where.plot.width, right - where.plot.left
    for mark in plot.series():
        if isinstance(mark, Ranges) or mark.labels is None:
            continue
        for i, (x, y) in enumerate(mark.at):
            if y is None or (rows is not None and not rows.hold(y)):
                continue
            one = looks.label(mark.labels, i, len(mark.at))
            share = (where.x(x) - where.plot.left) / where.plot.width
            needed = _size(one.text, one.size, font, bold=one.is_bold)[0] + _FROM_MARK
            if one.side == "right" and share > _HALF:
                width = min(width, (room - needed) / share)
    return max(width, where.plot.width * _HALF)


def notes(slide: Slide, where: Where, given: list[Note], font: Font) -> None:
    """Remarks as text boxes of their own size; those in a row above the plot make way."""
    placed = [_placed(one, where, font) for one in given]
    row = [n for n, one in enumerate(given) if _is_above(one) and not one.turned]
    row.sort(key=lambda n: placed[n].left)
    for before, after in pairwise(row):
        least = placed[before].right + _BETWEEN
        placed[after] = replace(placed[after], left=max(placed[after].left, least))
    for one, box in zip(given, placed, strict=True):
        text, size = _written(one, where, font)
        bold = is_bold(one.text)
        shapes.text(
            slide,
            box,
            [text],
            size=size,
            name=one_line(text),
            bold=bold,
            align=one.anchor or "center",
            ink=shapes.TEXT if bold else shapes.MUTED,
            turned=one.turned,
        )


def _is_above(given: Note) -> bool:
    """Whether a remark stands on the plot."""
    return given.y_is == "share" and given.upright == "bottom" and given.y == 1


def _written(given: Note, where: Where, font: Font) -> tuple[str, float]:
    """The text of a remark and its size; one that is turned is no longer than its plot is tall."""
    text, size = said(given.text), max(given.size * _SMALLER, TICK)
    if given.turned:
        bold = is_bold(given.text)
        text = "\n".join(font.lines(text, size, where.plot.height, bold=bold))
    return text, size


def _placed(given: Note, where: Where, font: Font) -> Box:
    """Where a remark stands."""
    text, size = _written(given, where, font)
    width, height = _size(text, size, font, bold=is_bold(given.text))
    x = where.x(given.x, of_whole=given.x_is == "share") + given.shift * _PIXEL
    y = where.y(given.y, of_whole=given.y_is == "share")
    if given.turned:  # the box turns around its middle
        middle = y - width / 2
        return Box(x - width / 2, middle - height / 2, width, height)
    left = x - width * {"left": 0, "right": 1}.get(given.anchor, 0.5)
    top = y - height * {"top": 0, "bottom": 1}.get(given.upright, 0.5)
    return Box(_inside(left, width, where), top, width, height)


def texts(slide: Slide, where: Where, given: Series, font: Font) -> None:
    """Texts at places where no mark of a chart stands."""
    if given.labels is None:
        return
    for i, (x, y) in enumerate(given.at):
        one = looks.label(given.labels, i, len(given.at))
        if y is None or not one.text:
            continue
        width, height = _size(one.text, one.size, font, bold=one.is_bold)
        along = {"left": -1.0, "right": 0.0}.get(one.side, -0.5)
        down = {"above": -1.0, "below": 0.0}.get(one.side, -0.5)
        apart = {"left": (-_FROM_POINT, 0.0), "right": (_FROM_POINT, 0.0)} | {
            "above": (0.0, -_FROM_POINT),
            "below": (0.0, _FROM_POINT),
        }
        across, lower = apart.get(one.side, (0.0, 0.0))
        left = where.x(x) + across + along * width
        top = where.y(y) + lower + down * height
        box = Box(left if one.side == "right" else _inside(left, width, where), top, width, height)
        align = {"left": "right", "right": "left"}.get(one.side, "center")
        shapes.text(
            slide,
            box,
            [one.text],
            size=one.size,
            name=one_line(one.text),
            bold=one.is_bold,
            align=align,
            ink=one.ink,
        )


def _size(text: str, size: float, font: Font, *, bold: bool) -> tuple[float, float]:
    lines = text.split("\n")
    width = max(font.width(line, size, bold=bold) for line in lines) + 6
    return width, len(lines) * size * LINE_HEIGHT


def _inside(left: float, width: float, where: Where) -> float:
    """Where a text begins that may stand a little over the edges of the plot."""
    return min(max(left, where.plot.left - _BEYOND[0]), where.plot.right + _BEYOND[1] - width)
