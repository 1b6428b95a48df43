"""How large the letters, columns and rows of a table are in a room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx.template import Box

if TYPE_CHECKING:
    from dashboard.briefing.pptx.tables import Cell, Grid

LARGEST, SMALLEST = 14.0, 12.0
PAD = 5.0  # beside a text in its cell
ABOVE = 1.5  # and above and below it
_ROOMY = 1.9  # height of a row by its letters, where there is room
_SHORT = 8  # letters of a line that does not break
# The most of a table's width that the longest word of a column takes: the names, and the others.
_MOST_NAMES, _MOST_OTHERS = 0.45, 0.55


@dataclass(frozen=True)
class Layout:
    """The size of a table's letters, the widths of its columns and the heights of its rows."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def laid_out(grid: Grid, width: float, height: float, font: Font) -> Layout | None:
    """The largest letters at which the table fits; none where even the smallest are too large."""
    size = LARGEST
    while size >= SMALLEST:
        widths = widths_of(grid, width, size, font)
        if widths is not None:
            heights = _heights(grid, widths, size, font)
            if sum(heights) <= height:
                return Layout(size, widths, _stretched(heights, height, size))
        size -= 0.5
    return None


def alike(chunks: list[Grid], width: float, height: float, font: Font) -> list[Layout] | list[None]:
    """One size and the same columns for tables beside each other; none where that does not fit."""
    whole = replace(chunks[0], rows=tuple(row for chunk in chunks for row in chunk.rows))
    size = LARGEST
    while size >= SMALLEST:
        widths = widths_of(whole, width, size, font)
        if widths is not None:
            each = [_heights(chunk, widths, size, font) for chunk in chunks]
            most = max(sum(heights) for heights in each)
            if most <= height:
                rooms = [height * sum(heights) / most for heights in each]
                return [
                    Layout(size, widths, _stretched(heights, room, size))
                    for heights, room in zip(each, rooms, strict=True)
                ]
        size -= 0.5
    return [None] * len(chunks)


def widths_of(grid: Grid, width: float, size: float, font: Font) -> tuple[float, ...] | None:
    """Column widths: each at least its longest word, then shared by what its cells would like."""
    columns = range(len(grid.head))
    texts = [[(grid.head[n], True), *((r[n].text, r[n].bold) for r in grid.rows)] for n in columns]
    words, most = longest_words(grid, size, font), most_of_words(grid, width)
    least = [min(need, cap) + 2 * PAD for need, cap in zip(words, most, strict=True)]
    liked = [
        max(
            min(font.width(line, size, bold=bold), width * 0.45)
            for text, bold in column
            for line in text.split("\n")
        )
        + 2 * PAD
        for column in texts
    ]
    liked = [max(need, wish) for need, wish in zip(least, liked, strict=True)]
    if sum(least) > width:
        return None
    if sum(liked) <= width:
        spare = (width - sum(liked)) / len(liked)
        return tuple(wish + spare for wish in liked)
    spare = width - sum(least)
    wishes = [wish - need for wish, need in zip(liked, least, strict=True)]
    return tuple(
        need + spare * wish / sum(wishes) for need, wish in zip(least, wishes, strict=True)
    )


def longest_words(grid: Grid, size: float, font: Font) -> list[float]:
    """The width of the longest word of each column."""
    return [
        max(
            (
                font.width(one, size, bold=cell.bold)
                for cell in (grid.names[n], *(row[n] for row in grid.rows))
                for one in _whole(cell.text)
            ),
            default=0.0,
        )
        for n in range(len(grid.head))
    ]


def most_of_words(grid: Grid, width: float) -> list[float]:
    """What a word of each column may take at most, so that two columns have room in any table."""
    shares = [_MOST_OTHERS if n else _MOST_NAMES for n in range(len(grid.head))]
    return [share * width - 2 * PAD for share in shares]


def _whole(text: str) -> list[str]:
    """What of a text must not break: its words, and short lines such as a score with a mark."""
    lines = text.split("\n")
    short = [line for line in lines if len(line) <= _SHORT]
    return [*short, *(word for line in lines if len(line) > _SHORT for word in line.split())]


def _heights(grid: Grid, widths: tuple[float, ...], size: float, font: Font) -> tuple[float, ...]:
    def tall(cells: tuple[Cell, ...]) -> float:
        lines = max(
            len(font.lines(cell.text, size, room - 2 * PAD, bold=cell.bold))
            for cell, room in zip(cells, widths, strict=True)
        )
        return lines * size * LINE_HEIGHT + 2 * ABOVE

    return tuple(tall(row) for row in (grid.names, *grid.rows))


def _stretched(heights: tuple[float, ...], height: float, size: float) -> tuple[float, ...]:
    """Rows a little taller where there is room, never so tall that the table falls apart."""
    more = min(height / sum(heights), _ROOMY / LINE_HEIGHT)
    return tuple(tall * max(more, 1) for tall in heights) if size else heights


def cut(grid: Grid, box: Box, font: Font) -> tuple[Grid, Layout]:
    """A row that is taller than a slide: its texts are cut, the notes have them whole."""
    equal = (box.width / len(grid.head),) * len(grid.head)
    widths = widths_of(grid, box.width, SMALLEST, font) or equal
    head = _heights(replace(grid, rows=()), widths, SMALLEST, font)[0]
    tall = (box.height - head) / max(len(grid.rows), 1) - 2 * ABOVE
    rows = tuple(
        tuple(
            replace(
                cell,
                text=font.fitting(cell.text, (SMALLEST,), (room - 2 * PAD, tall), bold=cell.bold)[
                    0
                ],
            )
            for cell, room in zip(row, widths, strict=True)
        )
        for row in grid.rows
    )
    cut = replace(grid, rows=rows)
    return cut, Layout(SMALLEST, widths, _heights(cut, widths, SMALLEST, font))
