"""A statement on a slide: key numbers, sentences, and the table behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard import charts
from dashboard.briefing.content import KeyNumber, Part
from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
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
_SPREAD = 16.0  # where one slide is not enough
_SMALL = 12.0
_TILE, _UNDER = 112.0, 12.0  # points: of key numbers, and below them
_LEAST_BESIDE, _LEAST_TABLE = 14.0, 60.0  # letters of sentences above a table; of its room
# A figure beside its table: shares of the width that are tried, and what lies between them.
_SHARES, _BESIDE, _APART = (0.52, 0.46, 0.4), 20.0, 12.0
_POINTS, _LOW = 0.95, 0.5  # points a pixel of a drawing; of the room, below which it is low


def pages(part: Part, grid: Grid, room: Box, design: Design) -> list[Page]:
    """Key numbers, sentences and the table behind them: on one slide where all can be read there.

    What has no room there goes on to further slides, never into smaller letters.
    """
    top = room.top + (_TILE + _UNDER if part.numbers else 0)
    first = Box(room.left, top, room.width, room.bottom - top)
    if not grid.rows:
        return _with_numbers(part, _told(part.sentences, first, room, design), design)
    if part.numbers:  # sentences on the left, the table on the right
        left = Box(first.left, top, first.width * 0.54, first.height)
        at = Box(first.left + first.width * 0.58, top, first.width * 0.42, first.height)
    else:
        needed = _height(part.sentences, _LEAST_BESIDE, first, design) if part.sentences else 0
        left = Box(first.left, top, first.width, needed)
        under = top + needed + 8
        at = Box(first.left, under, first.width, room.bottom - under)
    if at.height > _LEAST_TABLE and tables.fits(grid, at, design.body):
        told = _told(part.sentences, left, room, design)
        if len(told) <= 1:
            beside = tables.pages(grid, at, design.body)
            return _with_numbers(part, [_all_of([*told, _at(beside[0], at)])], design)
    told = _told(part.sentences, first, room, design)
    return _with_numbers(part, [*told, *tables.pages(grid, room, design.body)], design)


def _with_numbers(part: Part, drawn: list[Page], design: Design) -> list[Page]:
    """The pages with the key numbers on top of the first."""
    if not part.numbers:
        return drawn

    def numbers(slide: Slide, box: Box) -> None:
        _numbers(slide, Box(box.left, box.top, box.width, _TILE), part.numbers, design)

    return [_all_of([numbers, *drawn[:1]]), *drawn[1:]]


def _all_of(drawn: list[Page]) -> Page:
    def draw(slide: Slide, box: Box) -> None:
        for one in drawn:
            one(slide, box)

    return draw


def _at(page: Page, box: Box) -> Page:
    return lambda slide, _box: page(slide, box)


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


def _numbers(slide: Slide, box: Box, numbers: tuple[KeyNumber, ...], design: Design) -> None:
    """The numbers side by side, large, each on its tile."""
    gap = 12.0
    width = (box.width - gap * (len(numbers) - 1)) / len(numbers)
    font = design.body.wherever_shown
    for place, number in enumerate(numbers):
        at = Box(box.left + place * (width + gap), box.top, width, box.height)
        fill = number.colour or dictionary.ink("ground")
        ink = number.ink or dictionary.ink("text")
        said = f"{number.label}: {number.value}, {number.note}"
        shapes.area(slide, at, fill, name=number.label, alternative=said)
        inner = Box(at.left + 10, at.top + 8, at.width - 20, at.height - 14)
        for text, sizes, bold, top, tall in (
            (number.label, (13.0, _SMALL), False, 0.0, 16.5),
            (number.value, (34.0, 28.0, 22.0, 16.0), True, 16.0, 42.0),
            (number.note, (13.0, _SMALL), False, 59.0, 2 * _SMALL * LINE_HEIGHT + 1),
        ):
            fitted, used = font.fitting(printable(text), sizes, (inner.width, tall), bold=bold)
            line = Box(inner.left, inner.top + top, inner.width, tall)
            shapes.text(slide, line, [fitted], size=used, name=text, ink=ink, bold=bold)


def _told(sentences: tuple[str, ...], first: Box, further: Box, design: Design) -> list[Page]:
    """What writes sentences: at the largest size at which all stand on the first slide.

    Else they stand on as many slides as they need, at a size that can be read from afar.
    """
    texts = [printable(one) for one in sentences]
    for size in _TEXT_SIZES:
        if _height(texts, size, first, design) <= first.height:
            return [_written(texts, size, first)] if texts else []
    drawn: list[Page] = []
    box, shown = first, list[str]()
    for text in texts:
        if shown and _height([*shown, text], _SPREAD, box, design) > box.height:
            drawn.append(_written(shown, _SPREAD, box))
            box, shown = further, []
        shown.append(_whole(text, box, design))
    return [*drawn, _written(shown, _SPREAD, box)]


def _whole(text: str, box: Box, design: Design) -> str:
    """A sentence as far as a slide can hold it; the notes have all of it."""
    room = (box.width - _SPREAD, box.height - _SPREAD * LINE_HEIGHT)
    return design.body.wherever_shown.fitting(text, (_SPREAD,), room)[0]


def _written(texts: list[str], size: float, box: Box) -> Page:
    def draw(slide: Slide, _box: Box) -> None:
        shapes.text(slide, box, texts, size=size, name=texts[0], bullets=True, after=size * 0.4)

    return draw


def _height(texts: Sequence[str], size: float, box: Box, design: Design) -> float:
    """Points that sentences take as a list."""
    shown = [printable(one) for one in texts]
    tall = design.body.wherever_shown.height(shown, size, box.width - size)
    return float(tall + len(shown) * size * 0.4)
