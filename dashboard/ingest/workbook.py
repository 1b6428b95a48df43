"""XLSX as rows of cells; it runs in a confined process (`dashboard.core.uploads`).

calamine reads the values. What it leaves out is looked up in the XML itself, before it makes a
dense table of the sheet: how far the cells reach, errors, formulas without a result, hidden rows,
and how many decimals a number is shown with.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from xml.parsers import expat

from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable
from dashboard.ingest.sheet import (
    FORMULA,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    UNPACKS,
    Cell,
    Flaw,
    Number,
    Sheet,
    packed,
    trimmed,
)

MOST_UNPACKED = 300 << 20
MOST_PARTS = 5000
MOST_MERGED = 20_000
_CHUNK = 1 << 16

DAMAGED = message("It is damaged and cannot be opened. Open it in Excel and save it again as XLSX.")
NO_WORKBOOK = message(
    "It is in the format {kind}, whatever its name says. Open it in Excel or LibreOffice and save "
    "it as XLSX."
)
IS_ARCHIVE = message("It is an archive ({kind}). Unpack it and choose the sheet that lies in it.")
LOCKED = message("It has a password. Save it without one.")
TOO_WIDE = message(
    "The sheet “{sheet}” has something in the cell {cell}, beyond {rows} rows or {columns} "
    "columns. Copy the table alone into a new sheet."
)
TOO_MANY_SHEETS = message(
    "It has more than {n} sheets. Copy the one that is meant into a new file."
)
_OTHERS = (
    ("word/", "DOCX"),
    ("ppt/", "PPTX"),
    ("xl/workbook.bin", "XLSB"),
    ("content.xml", "ODS"),
)
_POSITION = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Decimals that Excel's own numbered formats show; others show as many as there are.
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 17: "mmm-yy",
             37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}  # fmt: skip
_NOT_DIGITS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FIXED = re.compile(r"0(?:\.(0+))?(?![0#?.,])")
_OPTIONAL = re.compile(r"\.0*[#?]|E[+-]|,(?=$|;|%)|[dmyhsDMYHS@/]|General")


@dataclass(frozen=True)
class _Format:
    """What a number format shows: of numbers the decimals, of dates a month (7) or a year (4)."""

    decimals: int = 0
    is_percentage: bool = False
    date_characters: int = 10


@dataclass
class _Look:
    """What the XML of a sheet says beside the values; rows and columns from 1."""

    hidden: set[int] = field(default_factory=set)
    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)


def extracted(content: bytes) -> bytes:
    """The sheets of a workbook.

    Raises:
        Unusable: it is damaged, no XLSX, or larger than what is read.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
            paths, formats = _paths(archive), _formats(archive)
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            found = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
            if len(found) > MOST_SHEETS:
                raise Unusable(TOO_MANY_SHEETS, n=MOST_SHEETS)
            sheets = []
            for one in found:
                look = _look(archive, paths[one.name], one.name)
                values = book.get_sheet_by_name(one.name)
                is_hidden = one.visible != SheetVisibleEnum.Visible
                sheets.append(_sheet(values, look, formats, is_hidden=is_hidden))
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, CalamineError) as error:
        text = LOCKED if "assword" in str(error) else DAMAGED
        raise Unusable(text) from None
    except (KeyError, ValueError, EOFError, NotImplementedError, OSError, IndexError):
        raise Unusable(DAMAGED) from None
    return packed(sheets)


def _check(archive: zipfile.ZipFile) -> None:
    """That it is a workbook, and unpacks to no more than it says and may."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    most = MOST_UNPACKED >> 20
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unusable(UNPACKS, n=most)
    if any(part.flag_bits & 1 for part in parts):
        raise Unusable(LOCKED)
    if not any(name.startswith("xl/") for name in names) or "xl/workbook.bin" in names:
        for begins, kind in _OTHERS:
            if any(name.startswith(begins) for name in names):
                raise Unusable(NO_WORKBOOK, kind=kind)
        raise Unusable(IS_ARCHIVE, kind="ZIP")
    unpacked = 0
    for part in parts:  # what the directory says may be a lie
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise Unusable(UNPACKS, n=most)


# --- XML -----------------------------------------------------------------------------------------


def _parse(
    stream: IO[bytes],
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk through a part of the archive; names of elements without their prefix."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unusable(DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: begin(_local(name), given)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _elements(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    with archive.open(path) as stream:
        _parse(stream, lambda name, given: found.append((name, given)))
    return iter(found)


def _targets(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: kind and path by the id of the relation."""
    folder, name = posixpath.split(path)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for element, given in _elements(archive, rels):
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
            found[given["Id"]] = (given["Type"].rpartition("/")[2], target)
    return found


def _book(archive: zipfile.ZipFile) -> str:
    return next(path for kind, path in _targets(archive, "").values() if kind == "officeDocument")


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name."""
    book = _book(archive)
    targets = _targets(archive, book)
    return {
        given["name"]: targets[next(v for k, v in given.items() if k.rpartition(":")[2] == "id")][1]
        for element, given in _elements(archive, book)
        if element == "sheet"
    }


def _formats(archive: zipfile.ZipFile) -> list[_Format | None]:
    """What each style shows, by its number."""
    targets = _targets(archive, _book(archive)).values()
    path = next((path for kind, path in targets if kind == "styles"), None)
    codes, styles, is_inside = dict(_BUILT_IN), [], False
    for name, given in _elements(archive, path) if path else ():
        if name == "numFmt":
            codes[int(given["numFmtId"])] = given["formatCode"]
        elif name in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            is_inside = name == "cellXfs"
        elif name == "xf" and is_inside:
            styles.append(_format(codes.get(int(given.get("numFmtId", 0)), "General")))
    return styles


def _format(code: str) -> _Format | None:
    plain = _NOT_DIGITS.sub("", code).partition(";")[0]
    letters = plain.casefold()
    if "y" in letters and "d" not in letters:
        return _Format(date_characters=7 if "m" in letters else 4)
    if _OPTIONAL.search(plain) or not (fixed := _FIXED.search(plain)):
        return None
    return _Format(len(fixed[1] or ""), is_percentage="%" in plain)


def _look(archive: zipfile.ZipFile, path: str, name: str) -> _Look:
    """Walk through a sheet, and stop where it reaches too far."""
    look = _Look()
    row = column = cells = 0
    style, kind, is_formula, value, is_value = "", "", False, "", False

    def begin(element: str, given: dict[str, str]) -> None:
        nonlocal row, column, style, kind, is_formula, value, is_value
        if element == "row":
            row, column = int(given.get("r", row + 1)), 0
            if given.get("hidden") in ("1", "true"):
                look.hidden.add(row)
        elif element == "c":
            place = _POSITION.fullmatch(given.get("r", ""))
            column = _column(place[1]) if place else column + 1
            style, kind = given.get("s", ""), given.get("t", "")
            is_formula, value = False, ""
        elif element == "f":
            is_formula = True
        elif element in ("v", "t"):
            is_value = True

    def end(element: str) -> None:
        nonlocal cells, is_value
        if element in ("v", "t"):
            is_value = False
        if element != "c":
            return
        if value:
            cells += 1
            if row > MOST_ROWS or column > MOST_COLUMNS or cells > MOST_CELLS:
                cell = f"{_letters(column)}{row}"
                raise Unusable(
                    TOO_WIDE, sheet=name, cell=cell, rows=MOST_ROWS, columns=MOST_COLUMNS
                )
            if kind == "e":
                look.flaws[row, column] = value
            elif style and kind in ("", "n"):
                look.styles[row, column] = int(style)
        elif is_formula and kind != "str":
            look.flaws[row, column] = FORMULA

    def text(part: str) -> None:
        nonlocal value
        if is_value and len(value) < 40:
            value += part

    with archive.open(path) as stream:
        _parse(stream, begin, end, text)
    return look


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# --- cells ---------------------------------------------------------------------------------------


def _sheet(given: Any, look: _Look, formats: list[_Format | None], *, is_hidden: bool) -> Sheet:
    """The values of a sheet with what was looked up of them; calamine counts from zero."""
    first_row, first_column = given.start or (0, 0)
    values = {
        number: list(row)
        for number, row in enumerate(given.to_python(skip_empty_area=True), start=first_row + 1)
    }
    for number, column in look.flaws:
        row = values.setdefault(number, [])
        row.extend([""] * (column - first_column - len(row)))
    rows = []
    for number in sorted(values):
        cells: list[Cell] = [None] * first_column
        for column, value in enumerate(values[number], start=first_column + 1):
            flaw = look.flaws.get((number, column))
            style = look.styles.get((number, column))
            shown = formats[style] if style is not None and style < len(formats) else None
            cells.append(Flaw(flaw) if flaw else _cell(value, shown))
        if kept := trimmed(cells):
            rows.append((number, kept))
    merged = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in (given.merged_cell_ranges or ())[:MOST_MERGED]
    )
    hidden = frozenset(look.hidden & {number for number, _ in rows})
    return Sheet(given.name, tuple(rows), is_hidden, hidden, merged)


def _cell(value: Any, shown: _Format | None) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(float(value), shown)
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        length = shown.date_characters if shown else 10
        return value if length == 10 else value.isoformat()[:length]
    return value if isinstance(value, str) else str(value)


def _number(value: float, shown: _Format | None) -> Cell:
    try:
        exact = Decimal(f"{value:.15g}")
        if shown is None or shown.date_characters < 10 or abs(exact) > 10**15:
            return Number(f"{exact:f}")
        exact = exact * 100 if shown.is_percentage else exact
        written = exact.quantize(Decimal(1).scaleb(-shown.decimals))
        return Number(f"{exact:f}", f"{written:f}")
    except InvalidOperation:
        return Flaw(str(value))
