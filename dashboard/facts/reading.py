"""Reading: the files of a table become one raw table of text in the engine.

There is one reading: the raw tables that are validated are those that the answers are made from.
CSV is read by Arrow in the one dialect that facts have: UTF-8 with or without a byte order mark,
commas, RFC 4180 quotation marks, lines that end in LF, CRLF or CR, no comments. DuckDB's own CSV
reader returns no row and no error for some line ends. What Arrow reads more freely than the dialect
is found by a second look, which names the record and counts all of them.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dashboard.facts.description import Table
from dashboard.facts.machine import OF_THE_MACHINE
from dashboard.facts.messages import BrokenFacts, FactError
from dashboard.facts.package import encoding_error

if TYPE_CHECKING:
    from pyarrow.csv import CSVStreamingReader

# A quoted cell on one line, between commas or line ends; marks inside it are doubled.
_QUOTED = re.compile(rb'"(?<![^,\r\n]")[^"\r\n]*+(?:""[^"\r\n]*+)*+"(?![^,\r\n])')
# A cell of a CSV record as it is written, quotation marks included.
_CELL = re.compile(r'(?:^|,)("[^"]*(?:""[^"]*)*"|[^,]*)')
_OTHER_DELIMITERS = (";", "\t", "|", "^", ":", " ")
# What other files begin with, and what they are.
_OTHER_FORMATS = (
    (b"PK\x03\x04", "XLSX/ODS"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"PAR1", "Parquet"),
    (b"%PDF", "PDF"),
    (b"<", "HTML/XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"version https://git-lfs", "Git LFS"),
)
# The lines that Git leaves where two edits of a row did not fit together.
_MERGE = ("<<<<<<< ", "=======", ">>>>>>> ")
# Types of Parquet columns that no cell of a table can be written from: bytes, lists, records.
_NO_CELL = re.compile(r"^(BLOB|BIT|STRUCT|MAP|UNION|VARIANT|GEOMETRY)|\]$")
_BYTES_AT_ONCE = 1 << 24


@dataclass(frozen=True)
class RawTable:
    """A table that was loaded as `raw_<name>`: text columns, missing as null, rows in file order.

    `ends` counts the rows of the files up to and including each one.
    """

    table: Table
    files: tuple[str, ...]
    ends: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name of the raw table in the engine."""
        return f"raw_{self.table.name}"

    def place(self, position: int) -> tuple[str, int]:
        """The file of a row, and its number there: of a spreadsheet, or of a Parquet record."""
        part = bisect_right(self.ends, position)
        before = self.ends[part - 1] if part else 0
        # A spreadsheet's row 1 is the header; Parquet has none.
        return self.files[part], position - before + (2 if self.table.format == "csv" else 1)


def load(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], data_dir: Path
) -> tuple[dict[str, RawTable], list[FactError]]:
    """Load tables one by one: those that could be read, and what is wrong with the others.

    Only what makes a file readable as its table is checked here, not what stands in the cells.
    """
    loaded: dict[str, RawTable] = {}
    errors: list[FactError] = []
    for table in tables:
        try:
            read = _load_csv if table.format == "csv" else _load_parquet
            loaded[table.name] = read(connection, table, data_dir)
        except BrokenFacts as broken:
            errors += broken.errors
    return loaded, errors


# --- CSV -----------------------------------------------------------------------------------------


def _load_csv(connection: duckdb.DuckDBPyConnection, table: Table, data_dir: Path) -> RawTable:
    # A fifth of a second that a finished build need not pay.
    from pyarrow import ArrowInvalid, schema, string

    path = table.files[0]
    raw = RawTable(table, (path.relative_to(data_dir).as_posix(),), ())
    at = FactError(table.name, None, None, None, "", file=raw.files[0])
    is_loaded, failure = False, ""
    try:
        records, is_regular = _survey(path)
        with _arrow_reader(table, one_line=is_regular) as reader:
            if tuple(reader.schema.names) == table.columns:
                connection.from_arrow(reader).create(raw.name)
                is_loaded = True
    except OSError as error:
        detail = error.strerror or str(error)
        raise BrokenFacts([replace(at, rule="unreadable", detail=detail)], data_dir) from error
    except OF_THE_MACHINE:
        raise  # the disk that is written to or the memory, not the file that is read
    except (ArrowInvalid, UnicodeDecodeError, duckdb.Error) as error:
        failure = str(error).splitlines()[0]
    if not is_loaded or not is_regular or _has_blank_row(connection, raw):
        errors, records = _faults(table, at)
        if records == 1 and not errors and not is_loaded:
            # Arrow refuses a header that no line end follows; it is a table without rows.
            empty = schema([(name, string()) for name in table.columns]).empty_table()
            connection.from_arrow(empty).create(raw.name)
        elif not errors and not is_loaded:
            errors = [replace(at, rule="unreadable", detail=failure)]
        if errors:
            raise BrokenFacts(errors, data_dir)
    return _counted(connection, raw, (records - 1,), data_dir)


def _survey(path: Path) -> tuple[int, bool]:
    """Count the records of a file that is regular: no mark outside a quoted cell of one line.

    Returns:
        The number of records, header included, and whether the file is regular.
    """
    records, is_regular, rest = 0, True, b""
    with path.open("rb") as file:
        file.seek(3 if file.read(3) == b"\xef\xbb\xbf" else 0)
        while block := file.read(_BYTES_AT_ONCE):
            block = rest + block
            # Cut after a line end, but not between CR and LF.
            end = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
            block, rest = block[:end], block[end:]
            records += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
            is_regular = is_regular and _is_regular(block)
    last = rest.removesuffix(b"\r")
    return records + bool(rest) + (b"\r" in last), is_regular and _is_regular(rest)


def _is_regular(block: bytes) -> bool:
    return b'"' not in block or b'"' not in _QUOTED.sub(b"", block)


def _arrow_reader(table: Table, *, one_line: bool) -> CSVStreamingReader:
    """Open a file in the dialect of the facts; a row of another width stops the reader."""
    from pyarrow import csv as arrow
    from pyarrow import string

    return arrow.open_csv(
        table.files[0],
        read_options=arrow.ReadOptions(block_size=_BYTES_AT_ONCE, encoding="utf8"),
        parse_options=arrow.ParseOptions(
            delimiter=",",
            quote_char='"',
            double_quote=True,
            escape_char=False,
            newlines_in_values=not one_line,
            ignore_empty_lines=False,
        ),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(table.columns, string()),
            null_values=list(table.missing),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _has_blank_row(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> bool:
    blank = [duckdb.ColumnExpression(name).isnull() for name in raw.table.columns]
    rows = connection.table(raw.name).filter(reduce(and_, blank))
    return bool(rows.limit(1).fetchall())


def _faults(table: Table, at: FactError) -> tuple[list[FactError], int]:
    """Take the second, exact and slow look at a file: what breaks the dialect or the columns.

    Returns:
        The errors in the order of the file, and the number of records, header included.
    """
    path = table.files[0]
    if format_ := _other_format(path):
        return [replace(at, rule="other-format", value=format_)], 0
    if found := encoding_error(path, at):
        return [found], 0
    header: list[FactError] = []
    errors: list[FactError] = []
    row = 0
    with path.open(encoding="utf-8-sig", newline="") as lines:
        if not any(line.strip() for line in lines):
            return [replace(at, rule="empty-file")], 0
        lines.seek(0)
        if delimiter := _other_delimiter(lines.readline(), table.columns):
            return [replace(at, row=1, value=delimiter, rule="delimiter")], 0
        lines.seek(0)
        try:
            for row, (cells, written) in enumerate(_records(lines), start=1):
                if row == 1:
                    header = list(_header_errors(cells, table.columns, at))
                elif not header:
                    errors += _row_errors(cells, written, table.columns, replace(at, row=row))
        except csv.Error as error:
            return [replace(at, row=row + 1, rule="csv", detail=str(error))], row
    return header or errors, row


def _other_format(path: Path) -> str:
    """What a file is that is no CSV at all, by its first bytes; empty when they may be CSV."""
    with path.open("rb") as file:
        start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_MERGE[0].encode()):
        return ""  # CSV that is told with its row
    return next((name for first, name in _OTHER_FORMATS if start.startswith(first)), "")


def _other_delimiter(line: str, names: tuple[str, ...]) -> str:
    """What parts the names of the columns in place of commas; empty when nothing else does."""
    for delimiter in _OTHER_DELIMITERS:
        parts = [part.strip('" \r\n') for part in line.split(delimiter)]
        if len(parts) > 1 and set(parts) <= set(names):
            return delimiter
    return ""


def _records(lines: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    """Read CSV record by record: its cells, and the record as it is written."""
    written: list[str] = []

    def taken() -> Iterator[str]:
        for line in lines:
            written.append(line)
            yield line

    for cells in csv.reader(taken(), strict=True):
        yield cells, "".join(written)
        written.clear()


def _row_errors(
    cells: list[str], written: str, names: tuple[str, ...], at: FactError
) -> Iterator[FactError]:
    if written.startswith(_MERGE):
        yield replace(at, rule="merge", value=written.strip())
    elif not any(cells):
        yield replace(at, rule="blank-row")
    elif not written.strip("\0\r\n"):
        yield replace(at, rule="zero-bytes")
    elif len(cells) < len(names):
        yield replace(at, column=names[len(cells)], rule="missing-cell")
    elif len(cells) > len(names):
        yield replace(at, value=cells[len(names)], rule="extra-cell")
    elif '"' in written:
        # A mark inside an unquoted cell is read differently by different programs.
        for name, cell in zip(names, _CELL.findall(written.rstrip("\r\n")), strict=True):
            if '"' in cell[1:] and cell[0] != '"':
                yield replace(at, column=name, value=cell, rule="csv")


def _header_errors(header: list[str], names: tuple[str, ...], at: FactError) -> Iterator[FactError]:
    written = "".join(header)
    if "\0" in written:  # UTF-16 without a mark, if there is more
        rule = "encoding" if written.strip("\0") else "zero-bytes"
        yield replace(at, row=1, value="0x00", rule=rule)
        return
    if header[0].startswith(_MERGE):
        yield replace(at, row=1, rule="merge", value=header[0])
        return
    if not any(name.strip().casefold() in names for name in header):
        yield replace(at, row=1, value=",".join(header), rule="no-header", detail=",".join(names))
        return
    seen: set[str] = set()
    for number, name in enumerate(header, start=1):
        if not name.strip():
            yield replace(at, row=1, value=str(number), rule="extra-column", detail="unnamed")
        elif name in seen:
            yield replace(at, row=1, column=name, value=name, rule="duplicate-column")
        elif name not in names:
            yield replace(at, row=1, column=name, value=name, rule="extra-column")
        seen.add(name)
    missing = [name for name in names if name not in seen]
    for name in missing:
        yield replace(at, row=1, column=name, rule="missing-column")
    if not missing and len(header) == len(names):
        for name, label in zip(names, header, strict=True):
            if name != label:
                yield replace(at, row=1, column=name, value=label, rule="column-order")
                return


# --- Parquet -------------------------------------------------------------------------------------


def _load_parquet(connection: duckdb.DuckDBPyConnection, table: Table, data_dir: Path) -> RawTable:
    """Load Parquet files as the text that a CSV file would hold."""
    files = tuple(path.relative_to(data_dir).as_posix() for path in table.files)
    raw = RawTable(table, files, ())
    errors: list[FactError] = []
    counts: list[int] = []
    for path, file in zip(table.files, files, strict=True):
        at = FactError(table.name, None, None, None, "parquet", file=file)
        try:
            relation = connection.read_parquet(str(path))
            ((rows,),) = relation.count("*").fetchall()
        except duckdb.Error as error:
            errors.append(replace(at, detail=str(error).splitlines()[0]))
            continue
        other = set(relation.columns) ^ set(table.columns)
        for name in (*relation.columns, *table.columns):
            if name in other:
                is_extra = name in relation.columns
                rule, value = ("extra-column", name) if is_extra else ("missing-column", None)
                errors.append(replace(at, column=name, value=value, rule=rule))
        for name, type_ in zip(relation.columns, map(str, relation.types), strict=True):
            if _NO_CELL.search(type_):
                errors.append(replace(at, column=name, value=type_, rule="column-type"))
        if errors:
            continue
        text = relation.select(*(_as_text(name, table.missing) for name in table.columns))
        try:
            text.insert_into(raw.name) if counts else text.create(raw.name)
        except OF_THE_MACHINE:
            raise  # the disk that is written to or the memory, not the file that is read
        except duckdb.Error as error:
            errors.append(replace(at, detail=str(error).splitlines()[0]))
        counts.append(rows)
    if errors:
        raise BrokenFacts(errors, data_dir)
    return _counted(connection, raw, counts, data_dir)


def _as_text(column: str, missing: tuple[str, ...]) -> duckdb.Expression:
    """A column as text; what stands for a missing value becomes null."""
    text = duckdb.ColumnExpression(column).cast("VARCHAR")
    for value in missing:
        text = duckdb.FunctionExpression("nullif", text, duckdb.ConstantExpression(value))
    return text.alias(column)


# --- both ----------------------------------------------------------------------------------------


def _counted(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, counts: Iterable[int], data_dir: Path
) -> RawTable:
    """Compare the rows in the engine with the rows in the files: none may be lost unnoticed."""
    ends = tuple(accumulate(counts))
    ((loaded,),) = connection.table(raw.name).count("*").fetchall()
    if loaded != ends[-1]:
        error = FactError(
            raw.table.name, None, None, str(loaded), "row-count", str(ends[-1]), raw.files[0]
        )
        raise BrokenFacts([error], data_dir)
    return replace(raw, ends=ends)
