"""Small charts on slides: a grid of native charts, on as many slides as can be read.

Every small chart is one of PowerPoint's own: a reader can take it out, edit it, or make it large.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import groups, native_charts, shapes
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable
from dashboard.charts.grids import Multiples, Small
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.slide import Slide

_COLUMNS, _ROWS = 5, 3  # at most, on one slide
_TITLE = 12.0
_LEAST, _MOST = 92.0, 260.0  # points of height that a chart needs, and that it takes at most
_APART, _BELOW = 14.0, 6.0


@dataclass(frozen=True)
class _Grid:
    """What the charts of all pages are drawn from, and how many stand side by side and below."""

    answer: Answer
    drawn: Multiples
    font: Font
    columns: int
    rows: int


def pages(answer: Answer, drawn: Multiples, room: Box, font: Font) -> list[Page]:
    """What draws small charts: a page for as many of them as can be read on one slide.

    Args:
        answer: whose charts they are.
        drawn: the charts.
        room: on each page.
        font: of titles and labels.
    """
    n = len(drawn.smalls)
    rows = min(max(int(room.height // (_LEAST + _TITLE * LINE_HEIGHT + _BELOW)), 1), _ROWS)
    n_pages = math.ceil(n / (_COLUMNS * rows))
    each = math.ceil(n / n_pages)  # no slide of two beside slides of ten
    columns = each if each < _COLUMNS - 1 else max(math.ceil(each / rows), _COLUMNS - 2)
    grid = _Grid(answer, drawn, font, columns, math.ceil(each / columns))

    def page(start: int) -> Page:
        smalls = drawn.smalls[start : start + each]
        return lambda slide, box: _draw(slide, box, grid, smalls)

    return [page(start) for start in range(0, n, each)]


def _draw(slide: Slide, box: Box, grid: _Grid, smalls: tuple[Small, ...]) -> None:
    """The charts of one page, each as large as on the others."""
    columns, font = grid.columns, grid.font
    width = (box.width - _APART * (columns - 1)) / columns
    titles = [printable(" ".join(small.title)) for small in smalls]
    n_lines = max(len(font.lines(title, _TITLE, width, bold=True)) for title in titles)
    above = n_lines * _TITLE * LINE_HEIGHT
    height = min((box.height - _BELOW * (grid.rows - 1)) / grid.rows, _MOST + above)
    for place, (small, title) in enumerate(zip(smalls, titles, strict=True)):
        row, column = divmod(place, columns)
        left, top = box.left + column * (width + _APART), box.top + row * (height + _BELOW)
        head = Box(left, top, width, above)
        chart = Box(left, top + above, width, height - above)
        with groups.one_group(slide, name=title, alternative=small.reading):
            shapes.text(slide, head, [title], size=_TITLE, name=title, bold=True, anchor="bottom")
            native_charts.draw(slide, chart, grid.answer, grid.drawn.plot(small), font, name=title)
