"""Validation: the rules of the description, checked by the engine on the raw tables.

Rules are compiled to the engine's expressions, not to text of SQL: names of columns enter as
identifiers, limits, patterns and values of the description as constants.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import compress
from operator import or_
from pathlib import Path
from typing import NamedTuple

import duckdb
from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ConstantExpression,
    Expression,
    FunctionExpression,
)
from duckdb import ColumnExpression as Column

from dashboard.core.i18n import message
from dashboard.facts import machine
from dashboard.facts.description import Description, Field, Link, read_description
from dashboard.facts.messages import HIDDEN, UNPRINTABLE, BrokenFacts, FactError
from dashboard.facts.package import SPELLING, Fault, description_error
from dashboard.facts.reading import RawTable, load

# A number without limits of its own is one that every column of the answers and every reader holds:
# 32 bits, and 15 digits.
_LIMITS = {"integer": 2**31 - 1, "number": 10**15 - 1}
_PARTIAL_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_OUTER_SPACE = r"^\p{Z}|\p{Z}$"
# In a table of many rows, columns with many rows to a value are checked value by value.
_MANY_ROWS = 100_000
_ROWS_TO_A_VALUE = 10
# Facts of more bytes are checked in a database on disk, where tables are compressed.
_LARGE = 20_000_000


class _Rule(NamedTuple):
    """What a cell may not be: the name of the rule, what its sentence needs, and the condition."""

    name: str
    detail: str
    is_broken: Expression


def validate(data_dir: Path) -> None:
    """Check every cell of every table against the description, in a temporary database.

    Raises:
        BrokenFacts: something breaks a rule; it carries every error that was found.
    """
    files = [path for path in data_dir.rglob("*") if path.suffix in (".csv", ".parquet")]
    is_large = sum(path.stat().st_size for path in files) > _LARGE
    with tempfile.TemporaryDirectory(prefix="integritas-facts-") as folder:
        database = f"{folder}/facts.duckdb" if is_large else ":memory:"
        with duckdb.connect(database, config={"memory_limit": machine.MEMORY}) as connection:
            load_valid(connection, read_description(data_dir))


def load_valid(connection: duckdb.DuckDBPyConnection, described: Description) -> None:
    """Fill an empty database with the raw tables, text as it stands in the files, and check them.

    Raises:
        BrokenFacts: something breaks a rule; it carries every error that was found.
    """
    connection.execute("set enable_progress_bar = false")  # drawn into the log of a server
    raw_tables, errors = load(connection, described.tables, described.folder)
    for raw in raw_tables.values():
        errors += _row_count_errors(raw)
        try:
            errors += _cell_errors(connection, raw, described.created)
            errors += _key_errors(connection, raw)
        except duckdb.InvalidInputException as error:
            # The cells are text: what the engine trips over is a pattern of the description.
            text = message("a pattern of the table cannot be used ({reason})")
            fault: Fault = text, {"reason": str(error).splitlines()[0]}
            errors.append(description_error(fault, raw.table.name))
    for raw in raw_tables.values():
        for link in raw.table.links:
            if link.table in raw_tables:  # else it could not be read, which is reported already
                errors += _link_errors(connection, raw, link, raw_tables[link.table])
    errors = list(_first_of_each_cell(errors))
    if errors:
        order = [table.name for table in described.tables]
        errors.sort(key=lambda e: (order.index(e.table) if e.table else -1, e.file, e.row or 0))
        raise BrokenFacts(errors, described.folder)


def _first_of_each_cell(errors: list[FactError]) -> Iterator[FactError]:
    """Leave out what follows from an error already named: a misspelled code has no match either."""
    seen: set[tuple[str, int, str]] = set()
    for error in errors:
        cells = set()
        if error.row is not None and error.column is not None:
            cells = {(error.file, error.row, name) for name in error.column.split(", ")}
        if not cells & seen:
            yield error
        seen |= cells


def _row_count_errors(raw: RawTable) -> Iterator[FactError]:
    """Tell when a table has fewer rows than the description says it has at least."""
    rows, least = raw.ends[-1], raw.table.minimum_rows
    if rows < least:
        file = raw.files[0] if len(raw.files) == 1 else raw.table.name
        yield FactError(raw.table.name, None, None, str(rows), "minimum-rows", str(least), file)


# --- cells ---------------------------------------------------------------------------------------


def _cell_errors(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, created: dt.date
) -> list[FactError]:
    """Find the cells that break a rule of their column; each is named with its first one."""
    rows = connection.table(raw.name)
    hidden = _has_hidden(rows, raw.table.columns)
    rules = {
        field: (
            [*_spelling_rules(field, hidden=hidden)],
            [*_value_rules(field), *_day_rules(field, created)],
        )
        for field in raw.table.fields
    }
    broken = {field: _first_broken([*first, *second]) for field, (first, second) in rules.items()}
    errors: list[FactError] = []
    later: list[FactError] = []
    for field in _with_broken_cells(rows, broken, raw.ends[-1]):
        spelling, others = rules[field]
        number = broken[field].alias("rule")
        found = rows.select(Column("rowid").alias("place"), Column(field.name), number)
        for *cell, n in found.filter(Column("rule").isnotnull()).fetchall():
            rule = [*spelling, *others][n]
            error = _error(raw, rule.name, rule.detail, [field.name], cell)
            (errors if n < len(spelling) else later).append(error)
    return errors + later


def _with_broken_cells(
    rows: duckdb.DuckDBPyRelation, broken: dict[Field, Expression], count: int
) -> list[Field]:
    """The columns in which a cell breaks a rule, of all rows or of the different values."""

    def breaks(cells: duckdb.DuckDBPyRelation, fields: Sequence[Field]) -> list[Field]:
        found = cells.aggregate([FunctionExpression("count", broken[field]) for field in fields])
        return list(compress(fields, found.fetchall()[0]))

    fields = list(broken)
    if count < _MANY_ROWS:
        return breaks(rows, fields)
    distinct = [FunctionExpression("approx_count_distinct", Column(f.name)) for f in fields]
    ((*values,),) = rows.aggregate(distinct).fetchall()
    repetitive = [f for f, n in zip(fields, values, strict=True) if n * _ROWS_TO_A_VALUE < count]
    return [
        field
        for field in fields
        if breaks(
            rows.select(Column(field.name)).distinct() if field in repetitive else rows, [field]
        )
    ]


def _first_broken(rules: list[_Rule]) -> Expression:
    """The number of the first rule that a cell breaks; null when it keeps all."""
    first, *others = rules
    number = CaseExpression(first.is_broken, ConstantExpression(0))
    for n, rule in enumerate(others, start=1):
        number = number.when(rule.is_broken, ConstantExpression(n))
    return number


def _has_hidden(rows: duckdb.DuckDBPyRelation, columns: tuple[str, ...]) -> bool:
    """Whether a table holds a hidden character at all: that pattern takes long to compile."""
    text = FunctionExpression("concat", *map(Column, columns))
    return bool(rows.filter(_call("regexp_matches", text, HIDDEN)).limit(1).fetchall())


def _spelling_rules(field: Field, *, hidden: bool) -> Iterator[_Rule]:
    """Cells that some engine would read as another value than the one written."""
    cell = Column(field.name)
    yield _Rule("unprintable", "", _call("regexp_matches", cell, UNPRINTABLE))
    yield _Rule("whitespace", "", _call("regexp_matches", cell, _OUTER_SPACE))
    if hidden:
        yield _Rule("hidden", "", _call("regexp_matches", cell, HIDDEN))
    if spelling := SPELLING.get(field.type):
        yield _Rule("type", field.type, ~_call("regexp_full_match", cell, spelling))


def _value_rules(field: Field) -> Iterator[_Rule]:
    """Well spelled cells whose value is not allowed."""
    cell, rules = Column(field.name), field.constraints
    if field.type in ("date", "year") or field.is_partial_date:
        # A year or month is a day of the calendar with its first day behind it.
        day = _call("left", FunctionExpression("concat", cell, ConstantExpression("-01-01")), 10)
        is_no_day = day.try_cast("DATE").isnull() | (cell < ConstantExpression("0001"))
        if field.is_partial_date:
            is_no_day |= ~_call("regexp_full_match", cell, _PARTIAL_DATE)
        type_ = "partial-date" if field.is_partial_date else field.type
        yield _Rule("type", type_, cell.isnotnull() & is_no_day)
    if rules.get("required"):
        yield _Rule("required", "", cell.isnull())
    if "pattern" in rules:
        detail = str(field.example or rules["pattern"])
        yield _Rule("pattern", detail, ~_call("regexp_full_match", cell, rules["pattern"]))
    limit = _LIMITS.get(field.type)
    least, most = rules.get("minimum", limit and -limit), rules.get("maximum", limit)
    if least is not None:
        yield _Rule("minimum", str(least), _is_beyond(field, least, "-"))
    if most is not None:
        yield _Rule("maximum", str(most), _is_beyond(field, most, ""))
    if "enum" in rules:
        allowed = [ConstantExpression(str(value)) for value in rules["enum"]]
        value = _comparable(field)
        if field.type in ("integer", "number"):
            allowed = [_without_zeros(one) for one in allowed]
        yield _Rule("enum", ", ".join(map(str, rules["enum"])), value.isnotin(*allowed))


def _day_rules(field: Field, created: dt.date) -> Iterator[_Rule]:
    """Years and days after the day that the facts are of, where nothing planned may stand."""
    if field.may_be_planned or not (field.type in ("date", "year") or field.is_partial_date):
        return
    # Compared as far as the cell is written: 2026 and 2026-11 are not after 2026-11-21.
    cell, day = Column(field.name), ConstantExpression(created.isoformat())
    is_later = FunctionExpression("left", day, FunctionExpression("length", cell)) < cell
    yield _Rule("future", created.isoformat(), is_later)


def _is_beyond(field: Field, limit: object, sign: str) -> Expression:
    """Whether a value is below (sign "-") or above (sign "") a limit; null for no value."""
    cell, bound = Column(field.name), ConstantExpression(str(limit))

    def compare(value: Expression, with_: Expression) -> Expression:
        return value < with_ if sign else value > with_

    if field.type == "date":
        return compare(cell, bound)  # year-month-day is in the order of its text
    # Exact where 20 digits before and 18 behind the point suffice; no number is too long.
    types = ("DECIMAL(38, 18)", "DOUBLE")
    return CoalesceOperator(*(compare(cell.try_cast(type_), bound.cast(type_)) for type_ in types))


def _comparable(field: Field) -> Expression:
    """A column as text in which equal values are spelled alike: 5.0 and 5, -0 and 0."""
    cell = Column(field.name)
    return _without_zeros(cell) if field.type in ("integer", "number") else cell


def _without_zeros(number: Expression) -> Expression:
    short = _call("regexp_replace", number, r"(\.[0-9]*[1-9])0+$|\.0+$", r"\1")
    return _call("regexp_replace", short, "^-0$", "0")


def _call(function: str, cell: Expression, *constants: str | int) -> Expression:
    return FunctionExpression(function, cell, *map(ConstantExpression, constants))


# --- keys ----------------------------------------------------------------------------------------


def _key_errors(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> Iterator[FactError]:
    """Find values that stand twice where they may not, and rows whose key is empty."""
    rows = connection.table(raw.name)
    table = raw.table
    unique = [(field.name,) for field in table.fields if field.constraints.get("unique")]
    for rule, columns in [*(("unique", c) for c in unique), ("primary-key", table.key)]:
        if not columns:
            continue
        is_filled = _any_filled(columns)
        if rule == "primary-key":
            empty = _with_place(rows.filter(~is_filled), columns).order("place")
            for cells in empty.fetchall():
                yield _error(raw, rule, "", columns, cells)
        fields = [field for field in table.fields if field.name in columns]
        for earlier, *found in _repeated(rows.filter(is_filled), columns, fields):
            (file, row), (here, _) = raw.place(earlier), raw.place(found[0])
            yield _error(raw, rule, str(row) if file == here else f"{row} ({file})", columns, found)


def _repeated(
    rows: duckdb.DuckDBPyRelation, columns: tuple[str, ...], fields: Iterable[Field]
) -> list[tuple]:
    """Rows whose key stands in an earlier row: the place of the last such row, place, cells."""
    parts = [_comparable(field) for field in fields]
    # Numbers are grouped, not texts, so that ten million keys need little memory; rows whose
    # numbers are equal are then compared by their cells.
    digest = FunctionExpression("hash", *parts).alias("digest")
    count = FunctionExpression("count").alias("rows")
    doubtful = rows.select(digest).aggregate([Column("digest"), count], "digest")
    doubtful = doubtful.filter(Column("rows") > ConstantExpression(1))
    if not doubtful.limit(1).fetchall():
        return []
    place = Column("rowid").alias("place")
    key = FunctionExpression("row", *parts).alias("key")
    keyed = rows.select(place, digest, key, *map(Column, columns)).set_alias("keyed")
    keyed = keyed.join(doubtful.set_alias("doubtful"), "digest", how="semi")
    earlier = FunctionExpression("lag", Column("place")).over(Column("key"), Column("place"))
    found = keyed.select(earlier.alias("earlier"), Column("place"), *map(Column, columns))
    return found.filter(Column("earlier").isnotnull()).order("place").fetchall()


def _link_errors(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, link: Link, target: RawTable
) -> Iterator[FactError]:
    """Find keys that point to no row; a key without any value points nowhere, which is allowed."""
    key = FunctionExpression("row", *map(Column, link.columns)).alias("key")
    rows = connection.table(raw.name).filter(_any_filled(link.columns))
    rows = _with_place(rows, link.columns, key)
    known = FunctionExpression("row", *map(Column, link.table_columns)).alias("key")
    keys = connection.table(target.name).select(known).distinct().set_alias("known")
    lost = rows.set_alias("rows").join(keys, "key", how="anti")
    file = target.files[0] if target.ends[-1] else target.table.name
    for found in lost.select("* exclude key").order("place").fetchall():
        yield _error(raw, "foreign-key", file, link.columns, found)


def _any_filled(columns: Iterable[str]) -> Expression:
    return reduce(or_, (Column(name).isnotnull() for name in columns))


def _with_place(
    rows: duckdb.DuckDBPyRelation, columns: Iterable[str], *others: Expression
) -> duckdb.DuckDBPyRelation:
    return rows.select(Column("rowid").alias("place"), *map(Column, columns), *others)


def _error(
    raw: RawTable, rule: str, detail: str, columns: Iterable[str], found: Sequence
) -> FactError:
    """Name a fault of one row, given as its position and the cells of the columns."""
    position, *cells = found
    file, row = raw.place(position)
    value = ", ".join(cell or "" for cell in cells)
    return FactError(raw.table.name, row, ", ".join(columns), value, rule, detail, file)
