"""Blocks of a page with their heights, known before any office program sees it.

Lines have an exact height, so that only the breaks between them depend on a font. They are
measured in the widest font that takes the place of ours: with any other one there is room left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.briefing import table_layout
from dashboard.briefing.docx.elements import SPACE_ABOVE, Inline, Run
from dashboard.briefing.docx.word_document import Look, WordDocument
from dashboard.briefing.font_metrics import WIDEST
from dashboard.briefing.table_layout import TableLayout
from dashboard.briefing.xml_text import printable

Write = Callable[[WordDocument, bool], None]

POINTS = 72 / 25.4  # in a millimetre
CELL = 12.0  # points of the margins of a cell with a number that is shown large
_RULE = 1.0  # points of a line between rows
_RESERVE = 3.0  # points of a line that programs give to what they cannot break, such as a link


@dataclass(frozen=True)
class Block:
    """Something on a page.

    Attributes:
        height: in points.
        write: puts it at the end of a document; told whether it begins a page.
        is_cut: whether some of its text was left out.
        stays: whether it stays on the page of what follows.
        heading: the number of the heading that it is, from 1; 0 for none.
    """

    height: float
    write: Write
    is_cut: bool = False
    stays: bool = False
    heading: int = 0


@dataclass(frozen=True)
class Sheet:
    """The room of a page and the looks of its styles, by id; widths and heights in points."""

    looks: Mapping[str, Look]
    width: float
    height: float

    def lines(self, style: str, text: str, room: float = 0, *, bold: bool = False) -> int:
        """How many lines a text takes in a room, else between the margins."""
        return len(self.broken(style, text, room, bold=bold))

    def broken(
        self, style: str, text: str, room: float = 0, *, bold: bool = False
    ) -> tuple[str, ...]:
        """The lines of a text."""
        look = self.looks[style]
        room = (room or self.width) - look.indent - _RESERVE
        return _broken(text, look.size, room, bold or look.bold)

    def high(self, style: str, lines: int) -> float:
        """The height of a paragraph of so many lines."""
        look = self.looks[style]
        return look.before + lines * look.pitch + look.after

    def text(
        self,
        style: str,
        text: str,
        most: int = 0,
        *,
        bold: bool = False,
        comment: str = "",
        bookmark: str = "",
        heading: int = 0,
        after: Run | None = None,
        space_above: bool = False,
        stays: bool = False,
    ) -> Block:
        """A paragraph; of at most so many lines it ends in an ellipsis where it has more."""
        shown, more, is_cut = printable(text), f" {after.text}" if after else "", False
        if most:
            shown, is_cut = _cut(self, style, shown, most, more, bold=bold)

        def write(word: WordDocument, new_page: bool) -> None:
            inline: list[Inline] = [Run(shown, bold=bold)]
            if after is not None:
                inline += [" ", after] if shown else [after]
            word.paragraph(
                style,
                *inline,
                bookmark=bookmark,
                comment=comment.strip(),
                space_above=space_above,
                new_page=new_page,
                keep_with_next=stays,
            )

        height = self.high(style, self.lines(style, shown + more, bold=bold))
        return Block(height + SPACE_ABOVE * space_above, write, is_cut, stays, heading)

    def runs(self, style: str, *inline: Inline, shown: str, bookmark: str = "") -> Block:
        """A paragraph of texts and links that reads like `shown`."""

        def write(word: WordDocument, new_page: bool) -> None:
            word.paragraph(style, *inline, bookmark=bookmark, new_page=new_page)

        return Block(self.high(style, self.lines(style, printable(shown))), write)

    def shortened(self, style: str, text: str, most: int, room: float) -> str:
        """A text that takes at most so many lines in a room; a longer one ends in an ellipsis."""
        narrow = Sheet(self.looks, room, self.height)
        return _cut(narrow, style, printable(text), most)[0]

    def rows(self, layout: TableLayout) -> list[float]:
        """The heights of the rows of a table of facts, the head first."""
        look = self.looks["IsiTabel"]
        rooms = [share * self.width - table_layout.PADDING for share in layout.shares]

        def high(cells: list[list[str]], *, bold: bool = False) -> float:
            needed = [
                sum(
                    look.before
                    + look.after
                    + look.pitch * self.lines("IsiTabel", line, room, bold=bold)
                    for line in lines or [""]
                )
                for lines, room in zip(cells, rooms, strict=True)
            ]
            return max(needed) + _RULE

        head = high([[printable(text)] for text in layout.head], bold=True)
        return [
            head,
            *(
                high([[printable(table_layout.line_text(line)) for line in cell] for cell in row])
                for row in layout.rows
            ),
        ]


@lru_cache(maxsize=8192)
def _broken(text: str, size: float, room: float, bold: bool) -> tuple[str, ...]:
    return tuple(WIDEST.lines(text, size, room, bold=bold))


def _cut(
    sheet: Sheet, style: str, text: str, most: int, more: str = "", *, bold: bool = False
) -> tuple[str, bool]:
    """A text that leaves room for what comes after it, and whether it was cut."""
    if sheet.lines(style, text + more, bold=bold) <= most:
        return text, False
    broken = sheet.broken(style, text, bold=bold)
    text = text[: sum(len(line) + 1 for line in broken[:most])]
    while text and sheet.lines(style, f"{text}…{more}", bold=bold) > most:
        words = text.rstrip().split(" ")
        # A word of many lines is cut itsheet.
        text = " ".join(words[:-1]) if len(words) > 1 else text[: len(text) * 7 // 8]
    return f"{text.rstrip()}…", True
