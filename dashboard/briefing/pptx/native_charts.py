"""Charts that PowerPoint draws itself and a reader can edit, from the marks of a plot.

They are the marks that the screen shows, so that a slide and the page cannot differ; here they
become series of an office chart with a sheet behind it. Marks on an axis of names or days stand in
an XY chart: names and years of its axes are labels of a series.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import bar_charts, office_charts, shapes, xy_series
from dashboard.briefing.pptx.places import LEAST_TICK, TICK, Rows, Scale, Where, one_line, said
from dashboard.briefing.pptx.template import Box
from dashboard.charts.marks import Axis, Band, Note, Plot, Rule, Upright, is_bold
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.slide import Slide

Page = Callable[["Slide", Box], None]

_LEAST_ROW = 14.0  # points: below it names touch
_LEAST_MARK = 24.0  # ... and marks with a number in them
_AROUND = 60.0  # above and below the rows
_MOST_BESIDE = 2  # panels of names side by side on one slide
_APART = 26.0
_MOST_GROWN = 1.6  # points of height by pixels on the screen
_PIXEL = 0.75  # points


@dataclass(frozen=True)
class _Drawn:
    """What every panel of a chart is drawn from."""

    answer: Answer
    plot: Plot
    font: Font
    name: str = ""  # of the chart; empty for the answer's title
    reading: str = ""


def draw(
    slide: Slide, box: Box, answer: Answer, plot: Plot, font: Font, *, name: str, reading: str
) -> None:
    """Draw a plot of points and lines as one of several charts of an answer.

    Args:
        slide: where it goes.
        box: its place, names of axes included.
        answer: whose marks they are: its words and unit.
        plot: the marks.
        font: of the labels.
        name: of this chart among those of the slide.
        reading: its alternative text.
    """
    drawn = _Drawn(answer, plot, font, name, reading)
    if len(plot.up) > 1:
        _stacked(drawn)(slide, box)
    else:
        _panel(slide, box, drawn)


def pages(answer: Answer, plot: Plot, room: Box, font: Font) -> list[Page]:
    """What draws a plot: one page, or more where names are many.

    Args:
        answer: whose marks they are: its title, words and unit.
        plot: the marks.
        room: on each page.
        font: of the labels.
    """
    drawn = _Drawn(answer, plot, font)
    if plot.bars:
        return [lambda slide, box: bar_charts.draw(slide, box, answer, plot, font)]
    if len(plot.up) > 1:
        return [_stacked(drawn)]
    chunks = _chunks(plot, room.height - _AROUND)
    if len(chunks) < 2:
        return [lambda slide, box: _panel(slide, box, drawn)]
    beside = _MOST_BESIDE if chunks[0].is_of_names else 1
    return [
        _beside(drawn, chunks[start : start + beside]) for start in range(0, len(chunks), beside)
    ]


def _chunks(plot: Plot, height: float) -> list[Rows]:
    """The names of an axis shared out among as many panels as they need; none for numbers."""
    axis = plot.up[0]
    if not axis.ticks or axis.ends is None or axis.ends[0] < axis.ends[1]:  # type: ignore[operator]
        return []
    n = len(axis.ticks)
    if [place for place, _text in axis.ticks] == list(range(n)):
        panels = math.ceil(n * _LEAST_ROW / height)
        ends = [round(n * k / panels) for k in range(panels + 1)]
        return [Rows(a - 0.5, b - 0.5, is_of_names=True) for a, b in pairwise(ends)]
    # Names of different heights, with a rule below each.
    edges = sorted({mark.y for mark in plot.marks if isinstance(mark, Rule)})
    most = height / _LEAST_MARK
    cuts = [edges[0]]
    for before, edge in pairwise(edges):
        if edge - cuts[-1] > most and before > cuts[-1]:
            cuts.append(before)
    cuts.append(edges[-1])
    return [Rows(a, b, is_of_names=False) for a, b in pairwise(cuts)]


def _beside(drawn: _Drawn, chunks: list[Rows]) -> Page:
    def draw(slide: Slide, box: Box) -> None:
        width = (box.width - _APART * (len(chunks) - 1)) / len(chunks)
        for place, chunk in enumerate(chunks):
            left = box.left + place * (width + _APART)
            _panel(slide, Box(left, box.top, width, box.height), drawn, rows=chunk)

    return draw


def _stacked(drawn: _Drawn) -> Page:
    """One chart below the other, as the plot shares its height out."""

    def draw(slide: Slide, box: Box) -> None:
        left = max(_left(axis, drawn.font, box) for axis in drawn.plot.up)
        whole = Box(box.left + left, box.top, box.width - left - 12, box.height - 22)
        for panel, axis in enumerate(drawn.plot.up):
            low, high = axis.domain or (0, 1)
            part = Box(
                box.left,
                box.top + (1 - high) * (box.height - 22),
                box.width,
                (high - low) * (box.height - 22) + (22 if low == 0 else 0),
            )
            _panel(slide, part, drawn, panel=panel, whole=whole, is_last=low == 0)

    return draw


def _left(given: Axis, font: Font, box: Box, rows: Rows | None = None) -> float:
    """What the names of an axis need beside the chart."""
    scale = Scale.of(given, rows)
    if not scale.is_shown:
        return 6.0
    if not scale.ticks:
        return 40.0
    widest = max(font.width(one_line(text), TICK, bold=True) for _place, text in scale.ticks)
    return min(widest + 14, box.width * 0.45)


# --- one chart of marks --------------------------------------------------------------------------


def _panel(
    slide: Slide,
    box: Box,
    drawn: _Drawn,
    *,
    panel: int = 0,
    rows: Rows | None = None,
    whole: Box | None = None,
    is_last: bool = True,
) -> None:
    """Draw the marks of one upright axis: areas behind, the chart, and its remarks.

    `rows` are the names that belong to this panel; `whole` is the plot of all panels together.
    """
    plot, font, answer = drawn.plot, drawn.font, drawn.answer
    if whole is None:  # a few rows do not grow until they fall apart
        most = plot.height * _MOST_GROWN
        if rows is not None and not rows.is_of_names:
            most = (rows.last - rows.first) * _LEAST_MARK * _MOST_GROWN + _AROUND
        box = replace(box, height=min(box.height, most))
    given = plot.up[panel]
    across, up = Scale.of(plot.across), Scale.of(given, rows)
    beside = whole.left - box.left if whole is not None else _left(given, font, box, rows)
    notes = _notes(plot, panel, rows)
    above = _above(across, notes, font, box.width - beside - 12)
    below = 22.0 if not across.at_top and across.is_shown and is_last else 6.0
    inner = Box(
        box.left + beside, box.top + above, box.width - beside - 12, box.height - above - below
    )
    where = Where(inner, across, up, whole or inner)
    if panel == 0:  # what stands on all panels together is drawn with the first of them
        say = words(answer.selection.lang)
        _ground(slide, where, plot, rows, say("Ground of the chart"))
    series = xy_series.names(where, font, is_last=is_last)
    for mark in plot.series(panel):
        series += xy_series.series(mark, answer.unit, where, rows)
    name, reading = drawn.name or answer.headline, drawn.reading or answer.reading
    office_charts.draw_xy(slide, box, where, series, answer, name=name, reading=reading)
    for note in notes:
        _remark(slide, where, note, font)
    if across.title:
        at = Box(inner.left, box.top, inner.width, LEAST_TICK * 1.4)
        name, size = across.title, LEAST_TICK + 1
        shapes.text(slide, at, [name], size=size, name=name, align="center", ink=shapes.MUTED)


def _notes(plot: Plot, panel: int, rows: Rows | None = None) -> list[Note]:
    """The remarks of a panel, with those of bands and uprights; the first has those of all."""
    notes = [
        mark if isinstance(mark, Note) else mark.note
        for mark in plot.marks
        if isinstance(mark, Note | Upright) or (isinstance(mark, Band) and _is_behind(mark, rows))
    ]
    return [
        note
        for note in notes
        if note is not None and (0 if note.y_is == "share" else note.panel) == panel
    ]


def _above(across: Scale, notes: list[Note], font: Font, width: float) -> float:
    """The room over the plot: names of an axis at the top, or remarks that stand on it."""
    needed = 8.0
    if across.at_top and across.ticks:
        slot = width / max(len(across.ticks), 1) - 6
        lines = max(len(font.lines(text, LEAST_TICK + 1, slot)) for _place, text in across.ticks)
        needed = lines * (LEAST_TICK + 1) * 1.2 + 8 + (16 if across.title else 0)
    for note in notes:
        if note.y_is == "share" and note.upright == "bottom" and note.y == 1:
            lines = said(note.text).count("\n") + 1
            needed = max(needed, lines * LEAST_TICK * 1.25 + 8)
    return needed


def _ground(slide: Slide, where: Where, plot: Plot, rows: Rows | None, name: str) -> None:
    """Bands, uprights and rules, behind the chart; each is called what its remark says."""
    for mark in plot.marks:
        match mark:
            case Band() if _is_behind(mark, rows):
                called = one_line(said(mark.note.text)) if mark.note else name
                left, right = where.x_within(mark.start), where.x_within(mark.end)
                top, bottom = where.y(1, of_whole=True), where.y(0, of_whole=True)
                if mark.over is not None:
                    top, bottom = sorted(where.y_within(end) for end in mark.over)
                box = Box(min(left, right), top, abs(right - left), bottom - top)
                opacity = 1 if mark.opacity is None else mark.opacity
                shapes.area(
                    slide, box, mark.colour, name=called, alternative=called, opacity=opacity
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


def _is_behind(mark: Band, rows: Rows | None) -> bool:
    """Whether a band lies behind any of these rows."""
    if mark.over is None or rows is None:
        return True
    first, last = sorted(mark.over)
    return first < rows.last and rows.first < last


def _line(
    slide: Slide,
    ends: tuple[tuple[float, float], tuple[float, float]],
    mark: Upright | Rule,
    name: str,
) -> None:
    stroke = mark.stroke
    shapes.rule(
        slide,
        *ends,
        stroke.colour,
        width=stroke.width,
        name=name,
        alternative=name,
        dash=stroke.dash,
    )


def _remark(slide: Slide, where: Where, note: Note, font: Font) -> None:
    """A remark as a text box of its own size."""
    text, bold = said(note.text), is_bold(note.text)
    size = max(note.size * 0.95, LEAST_TICK)
    lines = text.split("\n")
    width = max(font.width(line, size, bold=bold) for line in lines) + 4
    height = len(lines) * size * 1.22
    x = where.x(note.x, of_whole=note.x_is == "share") + note.shift * _PIXEL
    y = where.y(note.y, of_whole=note.y_is == "share")
    if note.turned:  # the box turns around its middle
        middle = y - width / 2
        box = Box(x - width / 2, middle - height / 2, width, height)
    else:
        left = x - width * {"left": 0, "right": 1}.get(note.anchor, 0.5)
        top = y - height * {"top": 0, "bottom": 1}.get(note.upright, 0.5)
        left = min(max(left, where.plot.left - 30), where.plot.right + 12 - width)
        box = Box(left, top, width, height)
    shapes.text(
        slide,
        box,
        [text],
        size=size,
        name=text,
        bold=bold,
        align=note.anchor or "center",
        ink=shapes.TEXT if bold else shapes.MUTED,
        turned=note.turned,
    )
