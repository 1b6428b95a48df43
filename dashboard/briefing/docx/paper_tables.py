"""Tables of a paper: on its pages part by part, or in the annex from page to page by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.briefing import document, table_layout
from dashboard.briefing.content import Part
from dashboard.briefing.docx.blocks import Block, Sheet, Write
from dashboard.briefing.docx.elements import SPACE_ABOVE, Cell, Inline, Run
from dashboard.briefing.docx.word_document import WordDocument
from dashboard.briefing.table_layout import CellText, TableLayout
from dashboard.core.i18n import Words


def numbered(layout: TableLayout, sheet: Sheet, say: Words, above: float = 0) -> list[Block]:
    """A table on the page, or parts of it on several, each with its caption and head.

    Args:
        layout: of the table.
        sheet: the page.
        say: the reader's words.
        above: points of what must stand above it on the same page.
    """
    name = document.table_name(layout.number, say)
    head, *rows = sheet.rows(layout)
    caption = sheet.high("Caption", sheet.lines("Caption", f"{name}. {layout.caption}", bold=True))
    room = sheet.height - head - caption - SPACE_ABOVE
    blocks: list[Block] = []
    for first, last in _shared_out(rows, room, above):
        shown = replace(layout, rows=layout.rows[first:last])
        blocks += [
            Block(caption + SPACE_ABOVE, _caption(layout, say, is_first=not first), stays=True),
            Block(head + sum(rows[first:last]), _rows_of(shown)),
        ]
    if layout.notes:
        blocks[-1] = replace(blocks[-1], stays=True)
        blocks.append(sheet.text("Sumber", " ".join(layout.notes)))
    return blocks


def of_texts(part: Part, sheet: Sheet, say: Words, above: float = 0) -> list[Block]:
    """A table of texts; where it begins a page it says what it belongs to. See `numbered`."""
    assert part.grid is not None  # noqa: S101 (its caller checked)
    layout = replace(table_layout.of_texts(part.grid), caption=part.title)
    head, *rows = sheet.rows(layout)
    text = say("{table} (continued)", table=part.title)
    begun = sheet.high("Caption", sheet.lines("Caption", text, bold=True))

    def begin(word: WordDocument, new_page: bool) -> None:
        if new_page:
            word.paragraph("Caption", Run(text, bold=True), keep_with_next=True, new_page=True)

    blocks: list[Block] = []
    for first, last in _shared_out(rows, sheet.height - head - begun, above):
        shown = replace(layout, rows=layout.rows[first:last])
        height = head + sum(rows[first:last])
        blocks += [Block(begun, begin, stays=True), Block(height, _rows_of(shown))]
    return blocks


def _shared_out(rows: list[float], room: float, above: float) -> list[tuple[int, int]]:
    """Rows by their heights in parts that fit a room: the first row of each, and that after it.

    The first part has less room where something stands above it.
    """
    shared: list[tuple[int, int]] = []
    first = 0
    while first < len(rows):
        last, used = first + 1, rows[first] + (0 if shared else above)
        while last < len(rows) and used + rows[last] <= room:
            used += rows[last]
            last += 1
        shared.append((first, last))
        first = last
    return shared


def _caption(layout: TableLayout, say: Words, *, is_first: bool) -> Write:
    def write(word: WordDocument, new_page: bool) -> None:
        if is_first:
            bookmark = table_bookmark(layout.number)
            word.caption(
                *(say("Table"), layout.number, layout.caption, bookmark),
                space_above=True,
                new_page=new_page,
            )
        else:
            name = document.table_name(layout.number, say)
            text = say("{table} (continued)", table=name)
            word.paragraph(
                "Caption",
                Run(text, bold=True),
                keep_with_next=True,
                space_above=True,
                new_page=new_page,
            )

    return write


def _rows_of(layout: TableLayout) -> Write:
    return lambda word, _new_page: put_table(word, layout, keep_together=True)


def flowing(word: WordDocument, layout: TableLayout, say: Words) -> None:
    """A table that goes on from page to page by itself."""
    bookmark = table_bookmark(layout.number)
    word.caption(say("Table"), layout.number, layout.caption, bookmark, space_above=True)
    put_table(word, layout, keep_together=layout.lines <= table_layout.MOST_INLINE)
    if layout.notes:
        word.paragraph("Sumber", " ".join(layout.notes))


def put_table(word: WordDocument, layout: TableLayout, *, keep_together: bool = False) -> None:
    """A table of facts without its caption."""
    head = [
        Cell(((text,),), right=right) for text, right in zip(layout.head, layout.right, strict=True)
    ]
    rows = [
        [
            Cell(tuple(_line(line) for line in cell), right=right)
            for cell, right in zip(row, layout.right, strict=True)
        ]
        for row in layout.rows
    ]
    word.table(
        "TabelFakta",
        layout.shares,
        [head, *rows],
        title=layout.caption,
        keep_together=keep_together,
        keep_with_next=bool(layout.notes),
    )


def _line(line: tuple[CellText, ...]) -> tuple[Inline, ...]:
    inline: list[Inline] = []
    for text in line:
        if inline:
            inline.append("; ")
        if text.label:
            inline.append(f"{text.label}: ")
        inline += [text.text] if text.text else cited(text.cited, ("", ""))
    return tuple(inline)


def cited(numbers: Iterable[int], brackets: tuple[str, str] = ("[", "]")) -> list[Inline]:
    """Numbers of sources, runs of them together; each leads to the list."""
    inline: list[Inline] = [brackets[0]]
    for place, (first, last) in enumerate(table_layout.ranges(numbers)):
        inline += [", "] * bool(place)
        inline.append(Run(table_layout.range_text(first, last), anchor=source_bookmark(first)))
    return [*inline, brackets[1]]


def table_bookmark(number: int) -> str:
    """The name of a table for links to it."""
    return f"Tabel_{number}"


def source_bookmark(number: int) -> str:
    """The name of a source in the list for links to it."""
    return f"Sumber_{number}"
