"""The strict door through which facts enter.

`data/datapackage.json` describes every table. `tables` tells where each table lives (one CSV file,
one Parquet file or a folder of Parquet files), `validate` checks every cell against the
description and stops with `BrokenFacts`: what is wrong, where, and how to mend it, in the reader's
language and never as a stack trace.

Reading is done here and judging by frictionless. Frictionless guesses dialects, closes open
quotation marks by itself, and takes ` 5`, `1_000`, `NaN` or `2024-1-5` for good values; so bytes,
rows, headers and the spelling of numbers are checked before it sees a table.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dashboard.core.i18n import message

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

DESCRIPTION = "datapackage.json"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# How a value of a type is spelled, so that every engine reads the same thing.
_SPELLING = {
    "integer": re.compile(r"-?(0|[1-9][0-9]*)"),
    "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    "year": re.compile(r"[0-9]{4}"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
# Stands in for a misspelled cell that is already reported; no type reads it as a value.
_MISSPELLED = "\0"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffd]")
# A cell of a CSV record as it is written, quotation marks included.
_CELL = re.compile(r'(?:^|,)("[^"]*(?:""[^"]*)*"|[^,]*)')
_JUDGED_OF_TABLE = ("missingValues", "primaryKey")
_JUDGED_OF_FIELD = ("name", "type", "format", "constraints")
_OTHER_DELIMITERS = (";", "\t", "|")
_SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class FactError:
    """One thing that breaks the description of the facts.

    Attributes:
        table: the table's name; empty when the description itself is broken.
        row: the row as a spreadsheet counts it (the header is row 1); in a Parquet file, which has
            no header row, the record counted from 1. None when it is not about one row.
        column: the column's name, several joined by a comma, or None.
        value: the cell as written, or what else was found.
        rule: the broken rule, such as `type`, `enum` or `foreign-key`.
        detail: what the rule needs to be told: allowed values, a limit, the other row, a reason.
        file: the file, relative to the data folder.
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    detail: str = ""
    file: str = ""

    def sentence(self, say: Words) -> str:
        """Tell what is wrong, where, and how to mend it, in one readable line."""
        specific = _SENTENCES.get(f"{self.rule}:{self.detail}") or _SENTENCES.get(self.rule)
        return say(
            specific or _ANY_OTHER_RULE,
            where=self._where(say),
            value=self.shown,
            rule=self.rule,
            detail=self.detail,
            table=self.table,
            file=self.file,
            files=self.value,
        )

    @property
    def shown(self) -> str:
        """Shorten the value and make it printable."""
        text = _UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", self.value or "")
        return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"

    def _where(self, say: Words) -> str:
        file = self.file or self.table
        if self.row is not None and self.column:
            return say(
                "{file}, row {row}, column {column}", file=file, row=self.row, column=self.column
            )
        if self.row is not None:
            return say("{file}, row {row}", file=file, row=self.row)
        if self.column:
            return say("{file}, column {column}", file=file, column=self.column)
        return file


class BrokenFacts(Exception):
    """Facts that may not be served; `errors` says everything that is wrong with them."""

    def __init__(self, errors: Iterable[FactError], folder: Path) -> None:
        self.errors = tuple(errors)
        self.folder = folder
        first = self.errors[0]
        super().__init__(
            f"{len(self.errors)} errors in {folder}, the first: {first.file or first.table} "
            f"row={first.row} column={first.column} value={first.value!r} rule={first.rule}"
        )

    def message(self, say: Words, limit: int = 20) -> str:
        """Tell how many errors there are and where, then each in a line, at most `limit`."""
        # Named apart: the extractor of words loses the plural over `self` inside the call.
        count, folder = len(self.errors), self.folder
        lines = [
            say.plural(
                "The facts in {folder} have {n} error; nothing is served until it is mended:",
                "The facts in {folder} have {n} errors; nothing is served until they are mended:",
                count,
                folder=folder,
            )
        ]
        lines += ["- " + error.sentence(say) for error in self.errors[:limit]]
        if (more := count - limit) > 0:
            lines.append("- " + say.plural("and {n} more error", "and {n} more errors", more))
        return "\n".join(lines)


@dataclass(frozen=True)
class Field:
    """A column as the description tells it; the texts are in Bahasa Indonesia and English."""

    name: str
    type: str
    title_id: str
    title_en: str
    description_id: str
    description_en: str
    unit_id: str | None
    unit_en: str | None


@dataclass(frozen=True)
class Table:
    """A table of facts and the files that it lives in."""

    name: str
    format: Literal["csv", "parquet"]
    files: tuple[Path, ...]
    fields: tuple[Field, ...]


def tables(data_dir: Path) -> tuple[Table, ...]:
    """List the tables that the description names, in its order, and where each one lives.

    What lies on disk decides between `<name>.csv`, `<name>.parquet` and `<name>/*.parquet`.

    Raises:
        BrokenFacts: the description is broken, or a table has no file or more than one form.
    """
    errors: list[FactError] = []
    found = []
    for resource in _describe(data_dir)["resources"]:
        table = _locate(data_dir, resource, errors)
        if table is not None:
            found.append(table)
    if errors:
        raise BrokenFacts(errors, data_dir)
    return tuple(found)


def validate(data_dir: Path) -> None:
    """Check every cell of every table against the description.

    Raises:
        BrokenFacts: something breaks a rule; it carries every error that was found.
    """
    grids: dict[str, Grid] = {}
    errors: list[FactError] = []
    resources = {resource["name"]: resource for resource in _describe(data_dir)["resources"]}
    for table in tables(data_dir):
        try:
            grids[table.name] = read(table, data_dir)
        except BrokenFacts as broken:
            errors += broken.errors
    for name, grid in grids.items():
        errors += _check_spelling(grid, resources[name]["schema"])
        errors += _judge(grid, resources[name]["schema"])
    errors += _check_links(resources, grids)
    errors = list(_first_of_each_cell(errors))
    if errors:
        order = list(resources)
        errors.sort(key=lambda e: (order.index(e.table) if e.table else -1, e.file, e.row or 0))
        raise BrokenFacts(errors, data_dir)


def _first_of_each_cell(errors: list[FactError]) -> Iterator[FactError]:
    """Leave out what follows from an error already told: a misspelled code has no match either."""
    seen: set[tuple[str, int, str]] = set()
    for error in errors:
        cells = set()
        if error.row is not None and error.column is not None:
            cells = {(error.file, error.row, name) for name in error.column.split(", ")}
        if not cells & seen:
            yield error
        seen |= cells


# --- the description -----------------------------------------------------------------------------


def _describe(data_dir: Path) -> dict[str, Any]:
    """Read the description and check all of it that this module relies on."""
    package = _load_json(data_dir)
    resources = package.get("resources") if isinstance(package, dict) else None
    fault = None
    if not isinstance(resources, list) or not resources:
        fault = _description_error("resources is missing")
    elif not isinstance(package.get("version"), str):
        fault = _description_error("version is missing")
    else:
        faults = (_resource_fault(resource) for resource in resources)
        fault = next(filter(None, faults), None) or next(_link_faults(resources), None)
    if fault:
        raise BrokenFacts([fault], data_dir)
    return package


def _load_json(data_dir: Path) -> Any:
    path = data_dir / DESCRIPTION
    at = FactError("", None, None, None, "", file=DESCRIPTION)
    if not path.is_file():
        raise BrokenFacts([replace(at, rule="missing-description")], data_dir)
    try:
        return json.loads(_decode(path, at, data_dir))
    except json.JSONDecodeError as error:
        found = replace(at, row=error.lineno, rule="invalid-json", detail=error.msg)
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number too long
        found = replace(at, rule="invalid-json", detail=str(error))
    raise BrokenFacts([found], data_dir)


def _description_error(reason: str, table: str = "") -> FactError:
    where = f"{table}: " if table else ""
    return FactError(table, None, None, None, "description", where + reason, DESCRIPTION)


def _resource_fault(resource: object) -> FactError | None:
    """Name what is wrong with a table's entry; None when nothing is."""
    name = resource.get("name") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(name, str) or not _NAME.fullmatch(name):
        return FactError("", None, None, str(name), "name", file=DESCRIPTION)
    path = resource.get("path")
    if not _is_inside(path, name):
        return FactError(name, None, None, str(path), "path", file=DESCRIPTION)
    reason = _schema_fault(resource.get("schema"))
    return _description_error(reason, name) if reason else None


def _is_inside(path: object, name: str) -> bool:
    """Tell whether a path is one of the three places that a table may live in."""
    parts = path if isinstance(path, list) else [path]
    allowed = re.compile(rf"{name}\.csv|{name}\.parquet|{name}/[^/\\]+\.parquet")
    return bool(parts) and all(isinstance(p, str) and allowed.fullmatch(p) for p in parts)


def _schema_fault(schema: object) -> str:
    """Name what is wrong with the shape of a table's schema; empty when nothing is."""
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        return "schema.fields is missing"
    fields = schema["fields"]
    if not fields or not all(isinstance(field, dict) for field in fields):
        return "schema.fields is not a list of columns"
    names = [field.get("name") for field in fields]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        return "a column has no name, or two have the same"
    if not all(isinstance(field.get("type"), str) for field in fields):
        return "a column has no type"
    missing = schema.get("missingValues", [""])
    if not isinstance(missing, list) or not all(isinstance(value, str) for value in missing):
        return "missingValues is not a list of texts"
    key = schema.get("primaryKey", [])
    if not isinstance(key, str | list) or not all(name in names for name in _as_list(key)):
        return "primaryKey names a column that is not there"
    return ""


def _link_faults(resources: list[dict[str, Any]]) -> Iterator[FactError]:
    """Find tables described twice, and foreign keys to a place that is not described."""
    columns: dict[str, set[str]] = {}
    for resource in resources:
        if resource["name"] in columns:
            yield _description_error("the table is described twice", resource["name"])
        columns[resource["name"]] = {field["name"] for field in resource["schema"]["fields"]}
    for resource in resources:
        name, links = resource["name"], resource["schema"].get("foreignKeys", [])
        for link in links if isinstance(links, list) else [links]:
            try:
                own = _as_list(link["fields"])
                target = link["reference"].get("resource") or name
                theirs = _as_list(link["reference"]["fields"])
                fits = columns[name].issuperset(own) and columns[target].issuperset(theirs)
            except (AttributeError, KeyError, TypeError):
                fits = False
            if not fits or not own or len(own) != len(theirs):
                reason = "a foreign key points to a table or column that is not there"
                yield _description_error(reason, name)


def _locate(data_dir: Path, resource: dict[str, Any], errors: list[FactError]) -> Table | None:
    name = resource["name"]
    single = data_dir / f"{name}.parquet"
    folder = data_dir / name
    forms: list[tuple[Literal["csv", "parquet"], tuple[Path, ...]]] = []
    if (data_dir / f"{name}.csv").is_file():
        forms.append(("csv", (data_dir / f"{name}.csv",)))
    if single.is_file():
        forms.append(("parquet", (single,)))
    if parts := tuple(sorted(path for path in folder.glob("*.parquet") if path.is_file())):
        forms.append(("parquet", parts))
    if len(forms) != 1:
        # Two forms of one table could disagree, and nobody would see which one is shown.
        rule = "ambiguous-file" if forms else "missing-file"
        present = ", ".join(files[0].relative_to(data_dir).as_posix() for _, files in forms)
        errors.append(FactError(name, None, None, present or f"{name}.csv", rule, file=name))
        return None
    return Table(name, forms[0][0], forms[0][1], tuple(map(_field, resource["schema"]["fields"])))


def _field(described: dict[str, Any]) -> Field:
    title = str(described.get("title", described["name"]))
    description = str(described.get("description", ""))
    return Field(
        name=described["name"],
        type=described["type"],
        title_id=title,
        title_en=str(described.get("title_en", title)),
        description_id=description,
        description_en=str(described.get("description_en", description)),
        unit_id=described.get("unit"),
        unit_en=described.get("unit_en", described.get("unit")),
    )


# --- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    """A table as text. `places` tells the file and the row that each line of `rows` came from."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    places: list[tuple[str, int]]

    def check_count(self, loaded: int, data_dir: Path) -> None:
        """Compare with the number of rows that a database holds after loading this table.

        Raises:
            BrokenFacts: rows were lost or doubled on the way.
        """
        if loaded != len(self.rows):
            count = str(len(self.rows))
            file = self.places[0][0] if self.places else self.table
            lost = FactError(self.table, None, None, str(loaded), "row-count", count, file)
            raise BrokenFacts([lost], data_dir)

    def error(
        self, index: int | None, column: str | None, value: str | None, rule: str, detail: str = ""
    ) -> FactError:
        """Name a fault of the row at `index`, or of the whole table when it is None."""
        file, row = ("", None) if index is None else self.places[index]
        return FactError(self.table, row, column, value, rule, detail, file or self.table)


def read(table: Table, data_dir: Path) -> Grid:
    """Read a table into text, the one reading that is checked and loaded.

    Line ends may be LF, CRLF, CR or mixed; an empty text stands for a missing value.

    Raises:
        BrokenFacts: the file is no table of these columns; rules of its cells are not checked here.
    """
    return (_read_csv if table.format == "csv" else _read_parquet)(table, data_dir)


def _read_csv(table: Table, data_dir: Path) -> Grid:
    """Read a CSV file, which has to be plain: UTF-8, commas, RFC 4180 quotation marks."""
    path = table.files[0]
    at = FactError(table.name, None, None, None, "", file=path.relative_to(data_dir).as_posix())
    text = _decode(path, at, data_dir)
    lines: list[list[str]] = []
    marked: dict[int, str] = {}
    try:
        # Not list(): the count of lines read so far tells where it went wrong.
        for line, written in _records(text):
            if '"' in written:
                marked[len(lines)] = written
            lines.append(line)
    except csv.Error as error:
        broken = replace(at, row=len(lines) + 1, rule="csv", detail=str(error))
        raise BrokenFacts([broken], data_dir) from error

    names = tuple(field.name for field in table.fields)
    errors = list(_header_errors(lines[0], names, at))
    if errors:
        raise BrokenFacts(errors, data_dir)
    for row, line in enumerate(lines[1:], start=2):
        if not any(line):
            errors.append(replace(at, row=row, rule="blank-row"))
        elif len(line) < len(names):
            column = names[len(line)]
            errors.append(replace(at, row=row, column=column, rule="missing-cell"))
        elif len(line) > len(names):
            errors.append(replace(at, row=row, value=line[len(names)], rule="extra-cell"))
        else:
            # A mark inside an unquoted cell is read differently by different programs.
            cells = _CELL.findall(marked.get(row - 1, "").rstrip("\r\n"))
            errors += [
                replace(at, row=row, column=name, value=cell, rule="csv")
                for name, cell in zip(names, cells, strict=False)
                if '"' in cell[1:] and cell[0] != '"'
            ]
    if errors:
        raise BrokenFacts(errors, data_dir)
    return Grid(table.name, names, lines[1:], [(at.file, r) for r in range(2, len(lines) + 1)])


def _records(text: str) -> Iterator[tuple[list[str], str]]:
    """Read CSV record by record: its cells, and the record as it is written."""
    written: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            written.append(line)
            yield line

    for cells in csv.reader(lines(), strict=True):
        yield cells, "".join(written)
        written.clear()


def _decode(path: Path, at: FactError, data_dir: Path) -> str:
    """Read a file as UTF-8 text that is not empty."""
    try:
        # Excel puts a byte order mark before "CSV UTF-8"; it changes nothing.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        byte = f"0x{error.object[error.start]:02X}"
        found = replace(at, row=row, value=byte, rule="encoding")
        raise BrokenFacts([found], data_dir) from error
    except OSError as error:
        found = replace(at, rule="unreadable", detail=error.strerror or str(error))
        raise BrokenFacts([found], data_dir) from error
    if not text.strip():
        raise BrokenFacts([replace(at, rule="empty-file")], data_dir)
    return text


def _header_errors(header: list[str], names: tuple[str, ...], at: FactError) -> Iterator[FactError]:
    for delimiter in _OTHER_DELIMITERS:
        if len(header) == 1 and header[0].split(delimiter)[0] == names[0] != header[0]:
            yield replace(at, row=1, value=delimiter, rule="delimiter")
            return
    seen: set[str] = set()
    for name in header:
        if name in seen:
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


def _read_parquet(table: Table, data_dir: Path) -> Grid:
    """Read Parquet files into the text that a CSV file would hold."""
    import duckdb  # only facts in Parquet need it here

    names = tuple(field.name for field in table.fields)
    grid = Grid(table.name, names, [], [])
    errors: list[FactError] = []
    for path in table.files:
        file = path.relative_to(data_dir).as_posix()
        at = FactError(table.name, None, None, None, "parquet", file=file)
        try:
            with duckdb.connect() as connection:
                relation = connection.read_parquet(str(path))
                wrong = [
                    replace(at, column=name, value=name, rule="extra-column")
                    for name in relation.columns
                    if name not in names
                ]
                wrong += [
                    replace(at, column=name, rule="missing-column")
                    for name in names
                    if name not in relation.columns
                ]
                if wrong:
                    errors += wrong
                    continue
                as_text = [duckdb.ColumnExpression(name).cast("VARCHAR") for name in names]
                cells = relation.select(*as_text).fetchall()
        except (duckdb.Error, UnicodeDecodeError) as error:
            errors.append(replace(at, detail=str(error).splitlines()[0]))
            continue
        grid.rows.extend(["" if cell is None else cell for cell in row] for row in cells)
        grid.places.extend((file, record) for record in range(1, len(cells) + 1))
    if errors:
        raise BrokenFacts(errors, data_dir)
    return grid


# --- judging -------------------------------------------------------------------------------------


def _check_spelling(grid: Grid, schema: dict[str, Any]) -> Iterator[FactError]:
    """Find cells that some engine would read as another value than the one written.

    A misspelled cell is replaced in the grid: no check after this one may take it for a value.
    """
    spellings = [_SPELLING.get(field["type"]) for field in schema["fields"]]
    types = [field["type"] for field in schema["fields"]]
    missing = set(schema.get("missingValues", [""]))
    for index, row in enumerate(grid.rows):
        for position, cell in enumerate(row):
            if cell in missing:
                continue
            column, spelling = grid.columns[position], spellings[position]
            if _UNPRINTABLE.search(cell):
                yield grid.error(index, column, cell, "unprintable")
            elif cell != cell.strip():
                yield grid.error(index, column, cell, "whitespace")
            elif spelling and not spelling.fullmatch(cell):
                yield grid.error(index, column, cell, "type", types[position])
            else:
                continue
            row[position] = _MISSPELLED


def _check_links(
    resources: dict[str, dict[str, Any]], grids: dict[str, Grid]
) -> Iterator[FactError]:
    """Find keys that point to no row.

    Here rather than in frictionless, which reads `sources` and `regions` again for every table
    that points to them and would need most of the time for it.
    """
    known: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for name, grid in grids.items():
        schema = resources[name]["schema"]
        missing = set(schema.get("missingValues", [""]))
        for link in schema.get("foreignKeys", []):
            columns = _as_list(link["fields"])
            target_name = link["reference"].get("resource") or name
            target_columns = _as_list(link["reference"]["fields"])
            if target_name not in grids:
                continue  # that table could not be read, which is reported already
            target = grids[target_name]
            address = (target_name, *target_columns)
            if address not in known:
                known[address] = set(_cells(target, target_columns))
            for index, cells in enumerate(_cells(grid, columns)):
                if missing.issuperset(cells) or cells in known[address]:
                    continue
                file = target.places[0][0] if target.places else target_name
                yield grid.error(index, ", ".join(columns), ", ".join(cells), "foreign-key", file)


def _cells(grid: Grid, columns: list[str]) -> Iterator[tuple[str, ...]]:
    positions = [grid.columns.index(column) for column in columns]
    for row in grid.rows:
        yield tuple(row[position] for position in positions)


def _judge(grid: Grid, described: dict[str, Any]) -> list[FactError]:
    """Let frictionless check types, constraints and the keys within a table."""
    # Half a second to import: a server whose facts are already built must not pay for it.
    from frictionless import FrictionlessException, Schema
    from frictionless.resources import TableResource

    # What it need not know it need not copy: the words are most of the description.
    schema: dict[str, Any] = {key: described[key] for key in _JUDGED_OF_TABLE if key in described}
    schema["fields"] = [
        {key: field[key] for key in _JUDGED_OF_FIELD if key in field}
        for field in described["fields"]
    ]
    try:
        judge = TableResource(
            data=[list(grid.columns), *grid.rows], schema=Schema.from_descriptor(schema)
        )
        # Its own validate() stops after a thousand errors and copies every table twice.
        with judge:
            found = [fault for row in judge.row_stream for fault in row.errors]
    except FrictionlessException as exception:
        reasons = exception.reasons or [exception.error]
        return [_description_error(reason.note or reason.message, grid.table) for reason in reasons]
    except Exception as exception:
        # The cells are plain by now: what it trips over is a limit or a pattern of the description.
        return [_description_error(f"{type(exception).__name__}: {exception}", grid.table)]
    return [_translate(fault, grid, described) for fault in found]


def _translate(found: Any, grid: Grid, schema: dict[str, Any]) -> FactError:
    """Put an error of frictionless into the words of this module."""
    index = found.row_number - 2  # row 1 is the header that was put before the grid
    row = dict(zip(grid.columns, grid.rows[index], strict=True))
    if found.type == "primary-key":
        names = _as_list(schema["primaryKey"])
    else:
        names = [found.field_name] if getattr(found, "field_name", None) else []
    column, value = ", ".join(names) or None, ", ".join(row[name] for name in names)
    field: dict[str, Any] = next((f for f in schema["fields"] if f["name"] == column), {})
    if found.type == "type-error":
        return grid.error(index, column, value, "type", field["type"])
    if found.type == "constraint-error":
        return grid.error(index, column, value, *_constraint(found.note, field))
    if found.type in ("unique-error", "primary-key"):
        rule = found.type.removesuffix("-error")
        other = re.search(r"\d+$", found.note)
        if other is None:
            return grid.error(index, column, value, rule)
        (file, other_row), (here, _) = grid.places[int(other[0]) - 2], grid.places[index]
        detail = str(other_row) if file == here else f"{other_row} ({file})"
        return grid.error(index, column, value, rule, detail)
    return grid.error(index, column, value, found.type, found.message)


def _constraint(note: str, field: dict[str, Any]) -> tuple[str, str]:
    """Name the broken constraint and what the reader has to know of it."""
    rule = next(rule for rule in field["constraints"] if f'"{rule}" is ' in note)
    limit = field["constraints"][rule]
    if rule == "required":
        return rule, ""
    if rule == "enum":
        return rule, ", ".join(map(str, limit))
    if rule == "pattern":
        return rule, str(field.get("example", limit))
    return rule, str(limit)


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


# --- telling -------------------------------------------------------------------------------------

_ANY_OTHER_RULE = message(
    "{where}: “{value}” breaks the rule {rule} of datapackage.json ({detail})."
)

# One entry a rule, each with its own way to mend; `type` has one for each type of column.
_SENTENCES = {
    "type:integer": message(
        "{where}: “{value}” is not a whole number. Write digits only, without separators or "
        "decimals."
    ),
    "type:number": message(
        "{where}: “{value}” is not a number. Write digits with a point before the decimals, "
        "such as 67.20."
    ),
    "type:year": message("{where}: “{value}” is not a year. Write four digits, such as 2024."),
    "type:date": message(
        "{where}: “{value}” is not a date. Write year-month-day, such as 2024-10-16."
    ),
    "type": message(
        "{where}: “{value}” is not of the type {detail} that datapackage.json asks for."
    ),
    "required": message("{where}: the cell is empty, but this column needs a value. Fill it in."),
    "enum": message("{where}: “{value}” is not a value of this column. Write one of: {detail}."),
    "pattern": message(
        "{where}: “{value}” is not written as this column asks. Write it like {detail}."
    ),
    "minimum": message(
        "{where}: “{value}” is below the least value allowed, {detail}. Correct it."
    ),
    "maximum": message(
        "{where}: “{value}” is above the greatest value allowed, {detail}. Correct it."
    ),
    "unique": message(
        "{where}: “{value}” already stands in row {detail}, and each value may stand only "
        "once. Correct or remove one of the two."
    ),
    "primary-key": message(
        "{where}: the key “{value}” already stands in row {detail}, and no two rows may share "
        "it. Correct or remove one of the two."
    ),
    "primary-key:": message("{where}: the key of the row is empty. Fill it in."),
    "foreign-key": message(
        "{where}: “{value}” is not found in {detail}. Correct it here or add it there first."
    ),
    "missing-column": message(
        "{where}: the column is missing. Put it back; datapackage.json lists the columns."
    ),
    "extra-column": message(
        "{where}: datapackage.json does not know the column “{value}”. Describe it there or "
        "remove it."
    ),
    "duplicate-column": message("{where}: the column “{value}” stands twice. Remove one of them."),
    "column-order": message(
        "{where}: “{value}” stands in the place of this column. Put the columns in the order "
        "of datapackage.json."
    ),
    "missing-cell": message(
        "{where}: the row ends before this column. Check the commas and quotation marks of the row."
    ),
    "extra-cell": message(
        "{where}: the row has more cells than there are columns, from “{value}” on. Put text "
        "that has a comma between quotation marks."
    ),
    "blank-row": message("{where}: the row is empty. Remove it."),
    "csv": message(
        "{where}: the quotation marks do not fit together. Put the whole text between "
        "quotation marks and double each mark inside it."
    ),
    "delimiter": message(
        "{where}: the columns are parted by “{value}”. Save the file as CSV with commas."
    ),
    "encoding": message("{where}: the byte {value} is not UTF-8 text. Save the file as UTF-8."),
    "whitespace": message("{where}: “{value}” begins or ends with a space. Remove the space."),
    "unprintable": message(
        "{where}: “{value}” holds a line break or a character that cannot be shown. Write the "
        "text again on one line."
    ),
    "empty-file": message(
        "{where}: the file is empty. Put the header and the rows of the table back."
    ),
    "parquet": message("{where}: the file cannot be read as Parquet ({detail}). Make it again."),
    "unreadable": message(
        "{where}: the file cannot be read ({detail}). Check that it may be opened."
    ),
    "row-count": message(
        "{where}: the file holds {detail} rows, but {value} were loaded. Nothing is served; save "
        "the file again as CSV with commas and try once more."
    ),
    "missing-file": message(
        "The table {table} has no file. Put {table}.csv, {table}.parquet or {table}/*.parquet "
        "into the folder."
    ),
    "ambiguous-file": message(
        "The table {table} lies there more than once ({files}). Keep one of them."
    ),
    "missing-description": message(
        "{file} is missing: the folder must hold the description of its tables. Put the file back."
    ),
    "invalid-json": message("{where}: the file is not valid JSON ({detail}). Correct it there."),
    "name": message(
        "{where}: “{value}” cannot be the name of a table. Use small letters, digits and "
        "underscores, a letter first."
    ),
    "path": message(
        "{where}: “{value}” cannot be the path of the table {table}. Write {table}.csv or "
        "{table}.parquet."
    ),
    "description": message(
        "{where}: the description of the facts is not right: {detail}. Correct it there."
    ),
}
