"""A statement on a slide: key numbers, sentences, and the table behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import charts
from dashboard.briefing.content import KeyNumber, Part
from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import native_charts, shapes, tables
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.tables import Grid
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable
from dashboard.charts.marks import Plot
from dashboard.core import dictionary
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.slide import Slide

_TEXT_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
# A figure beside its table: shares of the width that are tried, and what lies between them.
_SHARES, _BESIDE, _APART = (0.52, 0.46, 0.4), 20.0, 12.0
_POINTS, _LOW = 0.95, 0.5  # points a pixel of a drawing; of the room, below which it is low


def draw(slide: Slide, box: Box, grid: Grid, design: Design, part: Part) -> None:
    """Key numbers, sentences, and the table behind them as far as there is room."""
    top = box.top
    if part.numbers:
        top = _numbers(slide, Box(box.left, top, box.width, 96), part.numbers, design) + 14
    left = Box(box.left, top, box.width, box.bottom - top)
    beside = None
    if grid.rows:
        if part.numbers:  # sentences on the left, the table on the right
            left = Box(box.left, top, box.width * 0.56, box.bottom - top)
            at = Box(box.left + box.width * 0.6, top, box.width * 0.4, box.bottom - top)
            beside = (tables.pages(grid, at, design.body), at)
        else:
            needed = _sentences_height(part.sentences, left, design)
            at = Box(box.left, top + needed + 8, box.width, box.bottom - top - needed - 8)
            left = Box(box.left, top, box.width, needed)
            beside = (tables.pages(grid, at, design.body), at)
    _sentences(slide, left, part.sentences, design)
    if beside is not None and len(beside[0]) == 1:
        beside[0][0](slide, beside[1])


def with_figure(part: Part, answer: Answer, grid: Grid, room: Box, font: Font) -> list[Page]:
    """A figure and the table that belongs to it: side by side, else above each other, else apart.

    A low drawing has its table below it.
    """
    drawing = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(drawing, Plot)  # noqa: S101 (statements carry plots beside their tables)
    tall = drawing.height * _POINTS
    below = Box(room.left, room.top + tall + _APART, room.width, room.height - tall - _APART)
    if tall < room.height * _LOW and tables.fits(grid, below, font):
        return [
            _two(
                native_charts.pages(answer, drawing, _above(room, tall), font)[0],
                _above(room, tall),
                grid,
                below,
                font,
            )
        ]
    for share in _SHARES:
        left = Box(room.left, room.top, room.width * share, room.height)
        right = Box(left.right + _BESIDE, room.top, room.width - left.width - _BESIDE, room.height)
        if tables.fits(grid, right, font):
            draw_figure = native_charts.pages(answer, drawing, left, font)[0]
            return [_two(draw_figure, left, grid, right, font)]
    return [*native_charts.pages(answer, drawing, room, font), *tables.pages(grid, room, font)]


def _above(room: Box, tall: float) -> Box:
    return Box(room.left, room.top, room.width, tall)


def _two(figure: Page, at: Box, grid: Grid, beside: Box, font: Font) -> Page:
    def draw_both(slide: Slide, _box: Box) -> None:
        figure(slide, at)
        tables.pages(grid, beside, font)[0](slide, beside)

    return draw_both


def with_grid(part: Part, grid: Grid, room: Box, design: Design) -> list[Page]:
    """Sentences, if any, and the table under them; a long one goes on to further slides."""
    if not grid.rows or part.sentences:
        return [lambda slide, box: draw(slide, box, grid, design, part)]
    return tables.pages(grid, room, design.body)


def _numbers(slide: Slide, box: Box, numbers: tuple[KeyNumber, ...], design: Design) -> float:
    """The numbers side by side, large; returns where they end."""
    gap = 12.0
    width = (box.width - gap * (len(numbers) - 1)) / len(numbers)
    for place, number in enumerate(numbers):
        at = Box(box.left + place * (width + gap), box.top, width, box.height)
        fill = number.colour or dictionary.ink("ground")
        ink = number.ink or dictionary.ink("text")
        said = f"{number.label}: {number.value}, {number.note}"
        shapes.area(slide, at, fill, name=number.label, alternative=said)
        inner = Box(at.left + 12, at.top + 8, at.width - 24, at.height - 16)
        for text, size, least, bold, top, tall in (
            (number.label, 13.0, 9.0, False, 0.0, 16.0),
            (number.value, 34.0, 16.0, True, 17.0, 42.0),
            (number.note, 13.0, 9.0, False, 61.0, 19.0),
        ):
            fitted, used = design.body.fitting(
                printable(text), (size, size - 2, least), (inner.width, tall), bold=bold
            )
            line = Box(inner.left, inner.top + top, inner.width, tall)
            shapes.text(slide, line, [fitted], size=used, name=text, ink=ink, bold=bold)
    return box.bottom


def _fitted(sentences: tuple[str, ...], box: Box, design: Design) -> tuple[list[str], float, float]:
    """The sentences at the largest size that fits; those that never fit are left to the notes."""
    texts = [printable(one) for one in sentences]
    while True:
        for size in _TEXT_SIZES:
            tall = design.body.height(texts, size, box.width - size) + len(texts) * size * 0.4
            if tall <= box.height:
                return texts, size, tall
        if len(texts) <= 1:
            text, size = design.body.fitting(
                texts[0] if texts else "", _TEXT_SIZES[-1:], (box.width - 12, box.height)
            )
            return [text], size, box.height
        texts = texts[:-1]


def _sentences_height(sentences: tuple[str, ...], box: Box, design: Design) -> float:
    half = Box(box.left, box.top, box.width, box.height * 0.45)
    return _fitted(sentences, half, design)[2]


def _sentences(slide: Slide, box: Box, sentences: tuple[str, ...], design: Design) -> None:
    if sentences:
        texts, size, _tall = _fitted(sentences, box, design)
        name = texts[0]
        shapes.text(slide, box, texts, size=size, name=name, bullets=True, after=size * 0.4)
