"""CSV as offices write it: any delimiter, encoding and line end, told from the content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable
from dashboard.ingest.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, trimmed

DELIMITERS = (";", "\t", ",", "|")
LONGEST_LINE = 1_000_000
LONGEST_CELL = (
    131_072  # the library's own limit, which others may have lifted for the whole process
)
_LOOKED_AT = 1 << 16  # characters that the delimiter is told from
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
# Letters beyond ASCII as UTF-8 writes them: in a file that is not UTF-8 they are a second encoding.
_UTF8_LETTER = re.compile(rb"[\xc3-\xd4][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

NO_TEXT = message("It is neither a table nor text. Choose the sheet, as XLSX or CSV.")
MIXED = message(
    "Row {row} is written in another encoding than the others. Save it again as “CSV UTF-8”."
)
TOO_LONG = message(
    "Row {row} holds more than a table can have in one row or cell. Check the quotation marks "
    "there, and save it again."
)
QUOTES = message(
    "The quotation marks do not fit together, near row {row}. Put the whole text between "
    "quotation marks and double each mark inside it."
)
TOO_MANY_ROWS = message("It has more than {n} rows. Take away what is not needed, or split it.")
TOO_MANY_COLUMNS = message(
    "Row {row} has more than {n} columns. Take away what is not needed beside the table."
)


def decoded(content: bytes) -> str:
    """The text of a file: by its mark, by zero bytes as UTF-16 has them, as UTF-8, as Windows-1252.

    Raises:
        Unusable: it is no text, or in two encodings at once.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _text(content[len(mark) :], encoding)
    zeros = [
        content[start:4096:2].count(0) / max(1, len(content[start:4096:2])) for start in (0, 1)
    ]
    if max(zeros) > 0.3 and min(zeros) < 0.05:
        return _text(content, "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be")
    try:
        content.decode()
    except UnicodeDecodeError:
        is_utf8 = _UTF8_LETTER.search(content) is not None
    else:
        is_utf8 = True
    return _text(content, "utf-8" if is_utf8 else "cp1252")


def _text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and b"\0" not in content:
            row = content.count(b"\n", 0, error.start) + 1
            raise Unusable(MIXED, row=row) from None
        raise Unusable(NO_TEXT) from None
    start = text[:_LOOKED_AT]
    if "\0" in text or len(_CONTROL.findall(start)) * 100 > len(start):
        raise Unusable(NO_TEXT)
    return text


def read(text: str, known: Callable[[Sequence[str]], int]) -> Sheet:
    """The rows of a CSV.

    Args:
        text: its content.
        known: how many of some cells are headings that a table has; the delimiter that makes the
            most of them is the one.

    Raises:
        Unusable: the quotation marks do not fit, or there is more in it than is read.
    """
    delimiter = ""
    if (said := _SEPARATOR_LINE.match(text)) is not None:
        delimiter, text = said[1], text[said.end() :]
    delimiter = delimiter or _delimiter(text, known)
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    cells = 0
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise Unusable(TOO_LONG, row=number)
            kept = trimmed(row)
            if not kept:
                continue
            cells += len(kept)
            rows.append((number, kept))  # type: ignore[arg-type]
            if len(kept) > MOST_COLUMNS:
                raise Unusable(TOO_MANY_COLUMNS, row=number, n=MOST_COLUMNS)
            if len(rows) > MOST_ROWS or cells > MOST_CELLS:
                raise Unusable(TOO_MANY_ROWS, n=MOST_ROWS)
    except csv.Error as error:
        text = TOO_LONG if "limit" in str(error) else QUOTES
        raise Unusable(text, row=number + 1) from None
    return Sheet("", tuple(rows), is_strict=True)


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise Unusable(TOO_LONG, row=number)
        yield line


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """The delimiter under which most headings are known, else that parts most rows alike."""

    def worth(delimiter: str) -> tuple[int, int]:
        rows: list[list[str]] = []
        try:
            for line in csv.reader(_lines(text[:_LOOKED_AT]), delimiter=delimiter):
                if any(cell.strip() for cell in line):
                    rows.append(line[:MOST_COLUMNS])
        except (csv.Error, Unusable):
            pass
        alike = Counter(len(row) for row in rows if len(row) > 1)
        return max(map(known, rows[:40]), default=0), max(alike.values(), default=0)

    return max(DELIMITERS, key=worth)
