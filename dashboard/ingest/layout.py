"""Where the table lies in a sheet: its header, also over two rows, and the rows below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.ingest.columns import Headings
from dashboard.ingest.sheet import Cell, Sheet, text_of

LOOKED_AT = 60  # rows from the top in which a header is looked for
FEWEST = 2  # columns that must be known
_NUMBERED = re.compile(r"\(?(\d{1,3})\)?\.?")


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes:
        rows: the numbers of its first and last row.
        start: where the rows below begin, as an index into the rows of the sheet.
        headings: index of the column from 0, and heading; each heading stands once.
        known: how many different columns of the table it names.
        above: what stands above it, such as a title.
    """

    rows: tuple[int, int]
    start: int
    headings: tuple[tuple[int, str], ...]
    known: int
    above: str

    @property
    def height(self) -> int:
        """Over how many rows it reaches."""
        return self.rows[1] - self.rows[0] + 1


def find_header(sheet: Sheet, headings: Headings) -> Header | None:
    """The rows that name most columns of a table; None where fewer than two are named."""
    best: Header | None = None
    rows = sheet.rows[:LOOKED_AT]
    for i, (number, cells) in enumerate(rows):
        single = _spread(sheet, number, cells)
        tried = [(1, single)]
        if i + 1 < len(rows) and rows[i + 1][0] == number + 1:
            below = _spread(sheet, *rows[i + 1])
            tried.append((2, _joined(single, below, headings)))
        for height, texts in tried:
            known = headings.count(texts)
            is_shorter = best and known == best.known and height < best.height
            if known >= FEWEST and (best is None or known > best.known or is_shorter):
                above = " ".join(text_of(cell) for _, row in rows[:i] for cell in row if cell)
                last = rows[i + height - 1][0]
                best = Header((number, last), i + height, _named(texts), known, above[:500])
    return best


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, or (1) (2) (3)."""
    texts = [text_of(cell) for cell in cells if cell is not None]
    found = [_NUMBERED.fullmatch(text) for text in texts]
    if len(texts) < 2 or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one]
    return numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _spread(sheet: Sheet, number: int, cells: Sequence[Cell]) -> list[str]:
    """The texts of a row, those of merged cells in each column that they span."""
    texts = [text_of(cell) for cell in cells]
    for top, left, bottom, right in sheet.merged:
        if top <= number <= bottom and right > left and right <= 1000:
            texts += [""] * (right - len(texts))
            for column in range(left, right):
                texts[column] = texts[column] or texts[left - 1]
    return texts


def _joined(upper: Sequence[str], lower: Sequence[str], headings: Headings) -> list[str]:
    """Two rows as one header: an upper heading holds for the columns below it without their own."""
    width, carried = max(len(upper), len(lower)), ""
    texts = []
    for i in range(width):
        over = upper[i] if i < len(upper) else ""
        under = lower[i] if i < len(lower) else ""
        carried = over or (carried if under else "")
        over = over or carried
        both = f"{over} {under}".strip() if over != under else over
        texts.append(under if under and not headings.find(both) and headings.find(under) else both)
    return texts


def _named(texts: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Index and heading of each column that has one; repeated ones are numbered."""
    seen: dict[str, int] = {}
    named = []
    for index, text in enumerate(texts):
        if text:
            seen[text] = seen.get(text, 0) + 1
            named.append((index, text if seen[text] == 1 else f"{text} [{seen[text]}]"))
    return tuple(named)
