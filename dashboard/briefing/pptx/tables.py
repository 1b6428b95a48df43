"""Native tables on slides: drawn grids of classes, scorecards, and rows of a statement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.briefing.content import TextTable
from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import colours, shapes, table_fit
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.places import one_line, said
from dashboard.briefing.pptx.template import Box
from dashboard.charts.marks import Table, is_bold
from dashboard.core import dictionary
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from typing import Any

    from pptx.slide import Slide

_APART = 24.0
_NAME = 40  # letters that a bold name has at most
# A table style without lines: each row has a rule of its own, which every program draws.
_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_RULE = (
    '<a:lnB {} w="{}"><a:solidFill><a:schemeClr val="tx1"><a:lumMod val="{}"/><a:lumOff val="{}"/>'
    "</a:schemeClr></a:solidFill></a:lnB>"
)
_THIN, _UNDER_HEAD = 6350, 12700  # of rules


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

    @property
    def names(self) -> tuple[Cell, ...]:
        """The cells of the first row."""
        return tuple(Cell(text, bold=True) for text in self.head)


def of_cells(answer: Answer, table: Table) -> Grid:
    """The cells of a chart as a table: each with its text and the colour of its class."""
    rows = []
    for name, cells in zip(table.names, table.rows, strict=True):
        row = [Cell(one_line(said(name)), bold=table.has_strong_names or is_bold(name))]
        for cell in cells:
            colour = "" if cell is None or cell.kind is None else table.colours[cell.kind]
            text = said(cell.text) if cell else ""
            row.append(Cell(text, colour, _ink_on(colour)))
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
    """What draws a table: on one slide if it can be read there, else shared out over more.

    Rows that are too many go on below; columns that are too many for whole words go on the slides
    after, beside the first column again.
    """
    font = font.wherever_shown
    drawn: list[Page] = []
    for part in _by_columns(grid, room.width, font):
        drawn += _by_rows(part, room, font)
    return drawn


def _by_rows(grid: Grid, room: Box, font: Font) -> list[Page]:
    whole = table_fit.laid_out(grid, room.width, room.height, font)
    if whole is not None:
        return [lambda slide, box: _draw(slide, box, grid, font)]
    half = (room.width - _APART) / 2
    n = len(grid.rows)
    for beside, width in ((2, half), (1, room.width)):
        words = zip(
            table_fit.longest_words(grid, table_fit.SMALLEST, font),
            table_fit.most_of_words(grid, width),
            strict=True,
        )
        if beside == 2 and any(word > most for word, most in words):
            continue  # a word that is whole in a wide table
        for parts in range(2, n + 1):
            chunks = _chunks(grid, parts)
            if all(table_fit.laid_out(chunk, width, room.height, font) for chunk in chunks):
                break
        else:
            continue
        if beside == 2 and parts > 2 and _fits_in(grid, room, font) <= math.ceil(parts / 2):
            continue  # as many slides with one wide table are easier to read
        return [_beside(chunks[start : start + beside], font) for start in range(0, parts, beside)]
    return [_beside([chunk], font) for chunk in _chunks(grid, n or 1)]


def _by_columns(grid: Grid, width: float, font: Font) -> list[Grid]:
    """The table, or its columns shared out so that no word breaks, with the first one in each."""
    last, parts, start = len(grid.head), [], 1
    while start < last:
        end = last
        while end > start + 1 and not table_fit.widths_of(
            _columns(grid, start, end), width, table_fit.SMALLEST, font
        ):
            end -= 1
        parts.append(_columns(grid, start, end))
        start = end
    return parts or [grid]


def _columns(grid: Grid, start: int, end: int) -> Grid:
    """The first column with some of the others."""
    head = (grid.head[0], *grid.head[start:end])
    rows = tuple((row[0], *row[start:end]) for row in grid.rows)
    return Grid(grid.name, grid.reading, head, rows, grid.centred)


def fits(grid: Grid, room: Box, font: Font) -> bool:
    """Whether the whole table can be read in this room."""
    return table_fit.laid_out(grid, room.width, room.height, font.wherever_shown) is not None


def _fits_in(grid: Grid, room: Box, font: Font) -> int:
    """How many slides the table needs at full width."""
    return next(
        (
            parts
            for parts in range(1, len(grid.rows) + 1)
            if all(
                table_fit.laid_out(c, room.width, room.height, font) for c in _chunks(grid, parts)
            )
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
        alike = table_fit.alike(chunks, width, box.height, font)
        for place, (chunk, layout) in enumerate(zip(chunks, alike, strict=True)):
            part = Box(box.left + place * (width + _APART), box.top, width, box.height)
            _draw(slide, part, chunk, font, layout)

    return draw


def _draw(
    slide: Slide, box: Box, grid: Grid, font: Font, layout: table_fit.Layout | None = None
) -> None:
    from pptx.util import Pt

    layout = layout or table_fit.laid_out(grid, box.width, box.height, font)
    if layout is None:
        grid, layout = table_fit.cut(grid, box, font)
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
    for number, (given, row) in enumerate(zip((grid.names, *grid.rows), table.rows, strict=True)):
        for place, (cell, written) in enumerate(zip(given, row.cells, strict=True)):
            _write(written, cell, layout.size, centred=grid.centred and place > 0)
            _rule(written, is_head=number == 0)


def _write(written: Any, cell: Cell, size: float, *, centred: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    written.margin_left = written.margin_right = Pt(table_fit.PAD)
    written.margin_top = written.margin_bottom = Pt(table_fit.ABOVE)
    written.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = written.text_frame.paragraphs[0]
    if centred:
        paragraph.alignment = PP_ALIGN.CENTER
    if cell.text:
        run = shapes.Run(cell.text, cell.bold)
        shapes.write(paragraph, run, size=size, ink=cell.ink)  # else the table style's
    else:  # else its row is as tall as letters of 18 points need
        paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))
    if cell.fill:
        shapes.fill_with(written.fill, cell.fill)
    else:
        written.fill.background()


def _rule(written: Any, *, is_head: bool) -> None:
    """The rule under a cell; that under the head is stronger."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    width, share = (
        (_UNDER_HEAD, shapes.LIGHTER[shapes.MUTED])
        if is_head
        else (
            _THIN,
            shapes.LIGHTER[shapes.HAIR],
        )
    )
    shares = (round((1 - share) * 100_000), round(share * 100_000))
    properties = written._tc.get_or_add_tcPr()
    properties.insert(0, parse_xml(_RULE.format(nsdecls("a"), width, *shares)))


def _ink_on(colour: str) -> str:
    """The ink of a text on the colour of a class; none where there is no colour."""
    if not colour:
        return ""
    return colours.ink_on(colour, dictionary.ink("text"), dictionary.ink("paper"))
