"""Native tables on slides: drawn grids of classes, scorecards, and rows of a statement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.briefing.content import TextTable
from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.places import one_line, said
from dashboard.briefing.pptx.template import Box
from dashboard.charts.marks import Table, is_bold
from dashboard.core import dictionary
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from typing import Any

    from pptx.slide import Slide

LARGEST, SMALLEST = 14.0, 10.0
_ROOMY = 1.9  # height of a row by its letters, where there is room
_PAD = 5.0  # beside a text in its cell
_ABOVE = 1.5  # and above and below it
_APART = 24.0
_NAME = 40  # letters that a bold name has at most
# The table style that only draws rules, in the theme's text colour: “Light Style 1”.
_STYLE = "{9D7B030F-B1BA-407E-AA7B-6F59D5DC0D1E}"
_RULE = (
    '<a:lnB {} w="6350"><a:solidFill><a:schemeClr val="tx1"><a:lumMod val="20000"/>'
    '<a:lumOff val="80000"/></a:schemeClr></a:solidFill></a:lnB>'
)


@dataclass(frozen=True)
class Cell:
    """A cell: its text, and the colour of what it stands for."""

    text: str
    fill: str = ""
    ink: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        name, reading: in the list of objects, and its alternative text.
        head: the name of each column.
        rows: cells in the same order.
        centred: whether all columns but the first are centred.
    """

    name: str
    reading: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    centred: bool = True


def of_cells(answer: Answer, table: Table) -> Grid:
    """The cells of a chart as a table: each with its text and the colour of its class."""
    rows = []
    for name, cells in zip(table.names, table.rows, strict=True):
        row = [Cell(one_line(said(name)), bold=table.has_strong_names or is_bold(name))]
        for cell in cells:
            colour = "" if cell is None or cell.kind is None else table.colours[cell.kind]
            text = said(cell.text) if cell else ""
            row.append(Cell(text, colour, _ink_on(colour) if colour else ""))
        rows.append(tuple(row))
    head = ("", *(said(heading) for heading in table.head))
    return Grid(answer.headline, answer.reading, head, tuple(rows))


def of_texts(name: str, rows: list[dict[str, str]]) -> Grid:
    """Rows of texts by the name of their column."""
    head = tuple(rows[0]) if rows else ()
    return Grid(
        name,
        name,
        head,
        tuple(
            tuple(Cell(text, bold=place == 0) for place, text in enumerate(row.values()))
            for row in rows
        ),
        centred=False,
    )


def of_text_table(name: str, given: TextTable) -> Grid:
    """A table of plain texts; a first column of few letters names the rows."""
    is_naming = all(len(row[0]) <= _NAME for row in given.rows)
    rows = tuple(
        tuple(Cell(text, bold=is_naming and place == 0) for place, text in enumerate(row))
        for row in given.rows
    )
    return Grid(name, name, given.head, rows, centred=False)


def pages(grid: Grid, room: Box, font: Font) -> list[Page]:
    """What draws a table: on one slide if it can be read there, else shared out over more."""
    whole = _laid_out(grid, room.width, room.height, font)
    if whole is not None:
        return [lambda slide, box: _draw(slide, box, grid, font)]
    half = (room.width - _APART) / 2
    n = len(grid.rows)
    for beside, width in ((2, half), (1, room.width)):
        for parts in range(2, n + 1):
            chunks = _chunks(grid, parts)
            if all(_laid_out(chunk, width, room.height, font) for chunk in chunks):
                break
        else:
            continue
        if beside == 2 and parts > 2 and _fits_in(grid, room, font) <= math.ceil(parts / 2):
            continue  # as many slides with one wide table are easier to read
        return [_beside(chunks[start : start + beside], font) for start in range(0, parts, beside)]
    return [_beside([chunk], font) for chunk in _chunks(grid, n or 1)]


def fits(grid: Grid, room: Box, font: Font) -> bool:
    """Whether the whole table can be read in this room."""
    return _laid_out(grid, room.width, room.height, font) is not None


def _fits_in(grid: Grid, room: Box, font: Font) -> int:
    """How many slides the table needs at full width."""
    return next(
        (
            parts
            for parts in range(1, len(grid.rows) + 1)
            if all(_laid_out(c, room.width, room.height, font) for c in _chunks(grid, parts))
        ),
        len(grid.rows) + 1,
    )


def _chunks(grid: Grid, parts: int) -> list[Grid]:
    edges = [round(len(grid.rows) * k / parts) for k in range(parts + 1)]
    return [
        Grid(grid.name, grid.reading, grid.head, grid.rows[a:b], grid.centred)
        for a, b in pairwise(edges)
    ]


def _beside(chunks: list[Grid], font: Font) -> Page:
    def draw(slide: Slide, box: Box) -> None:
        width = (box.width - _APART * (len(chunks) - 1)) / len(chunks)
        for place, chunk in enumerate(chunks):
            part = Box(box.left + place * (width + _APART), box.top, width, box.height)
            _draw(slide, part, chunk, font)

    return draw


@dataclass(frozen=True)
class _Layout:
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def _laid_out(grid: Grid, width: float, height: float, font: Font) -> _Layout | None:
    """The largest letters at which the table fits; none where even the smallest are too large."""
    size = LARGEST
    while size >= SMALLEST:
        widths = _widths(grid, width, size, font)
        if widths is not None:
            heights = _heights(grid, widths, size, font)
            if sum(heights) <= height:
                return _Layout(size, widths, _stretched(heights, height, size))
        size -= 0.5
    return None


def _widths(grid: Grid, width: float, size: float, font: Font) -> tuple[float, ...] | None:
    """Column widths: each at least its longest word, then shared by what its cells would like."""
    columns = range(len(grid.head))
    texts = [[grid.head[column], *(row[column].text for row in grid.rows)] for column in columns]
    bold = [True] + [False] * (len(texts) - 1)
    least = [
        max(
            font.width(word, size, bold=bold[column] or line == 0)
            for line, text in enumerate(texts[column])
            for word in (text.split() or [""])
        )
        + 2 * _PAD
        for column in columns
    ]
    liked = [
        max(
            min(font.width(line, size, bold=bold[column] or place == 0), width * 0.45)
            for place, text in enumerate(texts[column])
            for line in text.split("\n")
        )
        + 2 * _PAD
        for column in columns
    ]
    least = [min(need, wish) for need, wish in zip(least, liked, strict=True)]
    if sum(least) > width:
        return None
    if sum(liked) <= width:
        spare = (width - sum(liked)) / len(liked)
        return tuple(wish + spare for wish in liked)
    spare = width - sum(least)
    wishes = [max(wish - need, 0) for wish, need in zip(liked, least, strict=True)]
    total = sum(wishes) or 1
    return tuple(need + spare * wish / total for need, wish in zip(least, wishes, strict=True))


def _heights(grid: Grid, widths: tuple[float, ...], size: float, font: Font) -> tuple[float, ...]:
    def tall(texts: tuple[str, ...], bold: bool) -> float:
        lines = max(
            len(font.lines(text, size, room - 2 * _PAD, bold=bold or place == 0))
            for place, (text, room) in enumerate(zip(texts, widths, strict=True))
        )
        return lines * size * LINE_HEIGHT + 2 * _ABOVE

    rows = [tuple(cell.text for cell in row) for row in grid.rows]
    return (tall(grid.head, True), *(tall(row, False) for row in rows))


def _stretched(heights: tuple[float, ...], height: float, size: float) -> tuple[float, ...]:
    """Rows a little taller where there is room, never so tall that the table falls apart."""
    more = min(height / sum(heights), _ROOMY / LINE_HEIGHT)
    return tuple(tall * max(more, 1) for tall in heights) if size else heights


def _draw(slide: Slide, box: Box, grid: Grid, font: Font) -> None:
    from pptx.util import Pt

    layout = _laid_out(grid, box.width, box.height, font) or _Layout(
        SMALLEST,
        (box.width / len(grid.head),) * len(grid.head),
        (SMALLEST * 2,) * (len(grid.rows) + 1),
    )
    frame = slide.shapes.add_table(
        len(grid.rows) + 1,
        len(grid.head),
        *(int(Pt(value)) for value in (box.left, box.top, sum(layout.widths), sum(layout.heights))),
    )
    shapes.named(frame, grid.name, grid.reading)
    table = frame.table
    table._tbl.tblPr.find("{*}tableStyleId").text = _STYLE
    table.horz_banding = False
    for column, width in zip(table.columns, layout.widths, strict=True):
        column.width = int(Pt(width))
    for row, height in zip(table.rows, layout.heights, strict=True):
        row.height = int(Pt(height))
    head = tuple(Cell(text, bold=True) for text in grid.head)
    for given, row in zip((head, *grid.rows), table.rows, strict=True):
        for place, (cell, written) in enumerate(zip(given, row.cells, strict=True)):
            _write(written, cell, layout.size, centred=grid.centred and place > 0)


def _write(written: Any, cell: Cell, size: float, *, centred: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Pt

    written.margin_left = written.margin_right = Pt(_PAD)
    written.margin_top = written.margin_bottom = Pt(_ABOVE)
    written.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = written.text_frame.paragraphs[0]
    if centred:
        paragraph.alignment = PP_ALIGN.CENTER
    run = shapes.Run(cell.text, cell.bold)
    shapes.write(paragraph, run, size=size, ink=cell.ink)  # else the table style's
    if not cell.text:  # else its row is as tall as letters of 18 points need
        paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))
    if cell.fill:
        shapes.fill_with(written.fill, cell.fill)
    else:
        written.fill.background()
    # A rule of its own under each row: not every program knows the table style.
    properties = written._tc.get_or_add_tcPr()
    properties.insert(0, parse_xml(_RULE.format(nsdecls("a"))))


def _ink_on(colour: str) -> str:
    """Dark or light text, whichever stands out more on a colour (WCAG's relative luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    is_light = (luminance + 0.05) / 0.06 > 1.05 / (luminance + 0.05)
    return dictionary.ink("text") if is_light else dictionary.ink("paper")
