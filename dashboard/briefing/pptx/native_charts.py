"""Charts that PowerPoint draws itself and a reader can edit, from the marks of a plot.

They are the marks that the screen shows, so that a slide and the page cannot differ; here they
become series of an office chart with a sheet behind it. Lines over years are a line chart, bars a
chart with categories. What stands at days, or at numbers beside names, needs an XY chart. All of a
drawing is one group: the chart, what lies behind it, and what is written on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import (
    axis_names,
    bar_charts,
    groups,
    inks,
    line_series,
    looks,
    office_charts,
    remarks,
    shapes,
    xy_series,
)
from dashboard.briefing.pptx.places import TICK, Rows, Scale, Where
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.pptx.workbook import Grid, PointTable
from dashboard.charts.marks import Plot, Rule, Series
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.slide import Slide

Page = Callable[["Slide", Box], None]

_LEAST_ROW = 14.4  # points: below it names touch
_LEAST_MARK = 24.0  # ... and marks with a number in them
_AROUND = 46.0  # above and below the rows
_MOST_BESIDE = 2  # panels of names side by side on one slide
_APART = 26.0
_LEAST_PLOT = 150.0  # points of width that marks with their numbers need
_MOST_GROWN = 1.6  # points of height by pixels on the screen
_BELOW, _RIGHT, _EDGE = (
    22.0,
    12.0,
    8.0,
)  # points around a plot: for names, and for marks at its ends


@dataclass(frozen=True)
class _Drawn:
    """What every panel of a chart is drawn from."""

    answer: Answer
    plot: Plot
    font: Font
    name: str


def draw(slide: Slide, box: Box, answer: Answer, plot: Plot, font: Font, *, name: str) -> None:
    """Draw a plot of points and lines as one of several charts of an answer, not yet a group.

    Args:
        slide: where it goes.
        box: its place, names of axes included.
        answer: whose marks they are: its words and unit.
        plot: the marks.
        font: of the labels.
        name: of this chart among those of the slide.
    """
    drawn = _Drawn(answer, inks.themed(plot), font, name)
    if len(plot.up) > 1:
        _stacked(slide, box, drawn)
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
    chunks = [] if plot.bars or len(plot.up) > 1 else _chunks(plot, room.height - _AROUND)
    n_beside = _columns(chunks, plot, room, font)
    shared = [chunks[start : start + n_beside] for start in range(0, len(chunks), n_beside)]

    def page(shown: list[Rows]) -> Page:
        def drawing(slide: Slide, box: Box) -> None:
            with groups.one_group(slide, name=answer.headline, alternative=answer.reading):
                if plot.bars:
                    themed = inks.themed(plot)
                    bar_charts.draw(slide, box, answer, themed, font)
                elif len(chunks) > 1:
                    drawn = _Drawn(answer, inks.themed(plot), font, answer.headline)
                    _beside(slide, box, drawn, shown, n_beside)
                else:
                    draw(slide, box, answer, plot, font, name=answer.headline)

        return drawing

    return [page(shown) for shown in shared or [[]]]


def _chunks(plot: Plot, height: float) -> list[Rows]:
    """The names of an axis shared out among as many panels as they need; none for numbers."""
    axis = plot.up[0]
    if not axis.ticks or axis.ends is None or axis.ends[0] < axis.ends[1]:  # type: ignore[operator]
        return []
    n = len(axis.ticks)
    if [place for place, _text in axis.ticks] == list(range(n)):
        panels = math.ceil(n * _LEAST_ROW / height)
        ends = [round(n * k / panels) for k in range(panels + 1)]
        longest = max(b - a for a, b in pairwise(ends))
        return [
            Rows(a - 0.5, b - 0.5, is_of_names=True, until=a - 0.5 + longest)
            for a, b in pairwise(ends)
        ]
    # Names of different heights, with a rule below each.
    edges = sorted({mark.y for mark in plot.marks if isinstance(mark, Rule)})
    most = height / _LEAST_MARK
    cuts = [edges[0]]
    for before, edge in pairwise(edges):
        if edge - cuts[-1] > most and before > cuts[-1]:
            cuts.append(before)
    cuts.append(edges[-1])
    return [Rows(a, b, is_of_names=False) for a, b in pairwise(cuts)]


def _columns(chunks: list[Rows], plot: Plot, room: Box, font: Font) -> int:
    """How many panels of names stand side by side: two, or three where that spares a slide."""
    if not chunks or not chunks[0].is_of_names:
        return 1
    third = (room.width - 2 * _APART) / 3
    names = axis_names.beside(plot.up[0], font, third)
    is_wide = third - names - _RIGHT >= _LEAST_PLOT
    return 3 if len(chunks) == 3 and is_wide else _MOST_BESIDE


def _beside(slide: Slide, box: Box, drawn: _Drawn, chunks: list[Rows], n: int) -> None:
    """Rows side by side in n columns; those of a last page are as wide as on the others."""
    width = (box.width - _APART * (n - 1)) / n
    for place, chunk in enumerate(chunks):
        left = box.left + place * (width + _APART)
        _panel(slide, Box(left, box.top, width, box.height), drawn, rows=chunk)


def _stacked(slide: Slide, box: Box, drawn: _Drawn) -> None:
    """One chart below the other, as the plot shares its height out.

    Years stand on the axis of their lines, or below all where they need the width of more years.
    """
    plot, font = drawn.plot, drawn.font
    left = max(axis_names.beside(axis, font, box.width) for axis in plot.up)
    notes = remarks.notes_of(plot, 0)
    above = max(remarks.above(notes), _EDGE)
    width = box.width - left - _RIGHT
    named = next((n for n in range(len(plot.up)) if _names_years(plot, n, width, font)), -1)
    below = 0.0 if named >= 0 else _BELOW
    whole = Box(box.left + left, box.top + above, width, box.height - above - below - 4)
    for panel, axis in enumerate(plot.up):
        low, high = axis.domain or (0, 1)
        top, bottom = whole.bottom - high * whole.height, whole.bottom - low * whole.height
        inner = Box(whole.left, top, whole.width, bottom - top)
        if panel == named:
            inner = replace(inner, height=inner.height - _BELOW)
        has_names = panel == (named if named >= 0 else len(plot.up) - 1)
        _draw(slide, drawn, box, inner, whole, panel=panel, has_names=has_names)


def _names_years(plot: Plot, panel: int, width: float, font: Font) -> bool:
    """Whether the axis of a line chart can write its years: each has room for its name."""
    years = line_series.years_of(plot, panel)
    if not years:
        return False
    across = Scale.of(plot.across)
    first, last = across.slots(years)
    slot = width * (last - first) / (across.high - across.low) / len(years)
    return slot >= font.width(str(years[-1]), TICK) + 4


def _panel(slide: Slide, box: Box, drawn: _Drawn, rows: Rows | None = None) -> None:
    """Draw the marks of the only upright axis; `rows` are the names that belong to this panel."""
    plot, font = drawn.plot, drawn.font
    most = plot.height * _MOST_GROWN  # a few rows do not grow until they fall apart
    if rows is not None and not rows.is_of_names:
        most = (rows.last - rows.first) * _LEAST_MARK * _MOST_GROWN + _AROUND
    box = replace(box, height=min(box.height, most))
    left = axis_names.beside(plot.up[0], font, box.width, rows)
    width = box.width - left - _RIGHT
    across = Scale.of(plot.across)
    above = axis_names.above(across, font, width)
    above = max(above, remarks.above(remarks.notes_of(plot, 0, rows)), _EDGE)
    below = _BELOW if across.is_shown and not across.at_top else _EDGE
    inner = Box(box.left + left, box.top + above, width, box.height - above - below)
    where = Where(inner, across, Scale.of(plot.up[0], rows), inner)
    if not line_series.years_of(plot, 0):
        inner = replace(inner, width=remarks.width_within(plot, where, rows, box.right, font))
    _draw(slide, drawn, box, inner, inner, rows=rows)


def _draw(
    slide: Slide,
    drawn: _Drawn,
    box: Box,
    inner: Box,
    whole: Box,
    *,
    panel: int = 0,
    rows: Rows | None = None,
    has_names: bool = True,
) -> None:
    """Draw one upright axis: areas behind, the chart, and its remarks.

    Args:
        slide: where it goes.
        drawn: from what.
        box: of all panels, with the names of axes.
        inner: where the marks of this panel stand.
        whole: where those of all panels stand.
        panel: which one.
        rows: those of this panel; None for all.
        has_names: whether the names of the axis of x stand here.
    """
    plot, font, answer = drawn.plot, drawn.font, drawn.answer
    say = words(answer.selection.lang)
    years = line_series.years_of(plot, panel)
    given = plot if years else line_series.in_days(plot, panel)
    where = Where(inner, Scale.of(given.across), Scale.of(plot.up[panel], rows), whole)
    if panel == 0:  # what stands on all panels together is drawn with the first of them
        remarks.ground(slide, where, plot, rows, say("Ground of the chart"))
    frame: Any = None
    if years:
        has_own = has_names and _names_years(plot, panel, inner.width, font)
        frame, texts = _lines(slide, drawn, where, box, panel, has_years=has_own)
    else:
        series, texts = xy_series.of_panel(given, panel, answer, where, rows)
        if series:
            numbered = where.across.is_shown and not where.across.ticks
            outer = _around(inner, box, _BELOW if numbered else _EDGE)
            frame = office_charts.draw_xy(
                slide, outer, where, series, _table(drawn, where, panel), lang=say.lang
            )
        has_own = False
        axis_names.draw_up(slide, where, plot.up[panel], rows, box.left)
        axis_names.draw_title(slide, where, box.top)
    if has_names and not has_own:
        axis_names.draw_across(slide, where, font)
    if frame is not None:
        shapes.named(frame, drawn.name, drawn.name)
    for text in texts:
        remarks.texts(slide, where, text, font)
    remarks.notes(slide, where, remarks.notes_of(plot, panel, rows), font)


def _around(inner: Box, box: Box, below: float) -> Box:
    """The place of a chart around its plot: as wide as all panels, with room below."""
    top, bottom = max(inner.top - _EDGE, box.top), min(inner.bottom + below, box.bottom)
    return Box(box.left, top, box.width, bottom - top)


def _lines(
    slide: Slide, drawn: _Drawn, where: Where, box: Box, panel: int, *, has_years: bool
) -> tuple[Any, list[Series]]:
    """A line chart in the part of the panel where years have their slots."""
    plot, answer = drawn.plot, drawn.answer
    say, years = words(answer.selection.lang), line_series.years_of(plot, panel)
    first, last = where.across.slots(years)
    left, right = where.at_x(first), where.at_x(last)
    inner = Box(left, where.plot.top, right - left, where.plot.height)
    within = Where(inner, Scale.of_years(years), where.up, where.whole)
    outer = _around(inner, box, _BELOW if has_years else _EDGE)
    lines = line_series.of_panel(plot, panel, answer, within, outer, font=drawn.font)
    name = say("What sources say of one year")
    remarks.ranges(slide, within, lines.ranges, name)
    frame = office_charts.draw_lines(
        slide,
        outer,
        within,
        lines.series,
        Grid(say("Year"), years, answer.facts_date),
        lang=say.lang,
        has_years=has_years,
    )
    return frame, list(lines.texts)


def _table(drawn: _Drawn, where: Where, panel: int) -> PointTable:
    """What the columns of an XY chart's sheet are called."""
    answer, across = drawn.answer, where.across
    say, axis = words(answer.selection.lang), drawn.plot.up[panel]
    has_numbers = axis.is_shown and axis.ticks is None
    measured = looks.measured(answer)
    x = across.title or (say("Column") if across.ticks else measured)
    if across.is_of_days:
        x = say("Date")
    elif across.ticks and all(text.isdigit() for _place, text in across.ticks) and not across.title:
        x = say("Year")
    return PointTable(
        name=say("Name") if axis.ticks and axis.is_shown else "",
        series=say("Series"),
        x=x,
        y=axis.title or measured if has_numbers else say("Row"),
        note=say("Note"),
        made_on=answer.facts_date,
        is_of_days=across.is_of_days,
    )
