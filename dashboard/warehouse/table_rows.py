"""The rows of a table that a reader asks for: filtered, searched, sorted, counted.

A grid lets its reader choose table, columns to sort by and text to look for, so no file of sql/
can hold its query. It is put together from the engine's own expressions, never from text: a table,
a column or an order is only ever taken from the catalogue of tables, the engine quotes it, and what
a reader typed is a constant that nothing parses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import duckdb
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression

from dashboard.core import dictionary, limits
from dashboard.core.i18n import DEFAULT_LANGUAGE, Words
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse, cached
from dashboard.warehouse.tables import Column, Table, tables

if TYPE_CHECKING:
    import pyarrow as pa

REGION_COLUMNS = ("region_code", "province_code", "counted_code")  # their codes have names
_SEARCHED = 200  # characters of a search


@dataclass(frozen=True)
class Question:
    """Which rows of a table, in which order. An empty filter filters nothing.

    Attributes:
        table: its name in the catalogue.
        region: codes; a province brings its kabupaten and kota.
        from_year, to_year: the first and last year.
        text: to look for in what is shown: names, labels of codes, texts, publishers.
        lang: of what is shown.
        where: `column:value` each; values of one column are alternatives.
        sort, descending: the column that orders the rows.
    """

    table: str
    region: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    text: str = ""
    lang: str = DEFAULT_LANGUAGE
    where: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether rows are left out."""
        return bool(self.region or self.from_year or self.to_year or self.text or self.where)


def _conditions(table: Table, where: Iterable[str]) -> list[tuple[Column, str, str]]:
    """Column and value of each condition, and the condition; on other columns none is one."""
    columns = {column.name: column for column in table.columns}
    parts = ((condition, *condition.partition(":")) for condition in where)
    return [(columns[name], value, all_) for all_, name, _mark, value in parts if name in columns]


def condition_names(
    warehouse: Warehouse, table: Table, where: Iterable[str], say: Words
) -> dict[str, str]:
    """What a reader calls each condition that holds for a table."""
    named = {}
    for column, value, condition in _conditions(table, where):
        name = _value_name(warehouse, table, column.name, value, say)
        named[condition] = f"{_condition_label(column, say)}: {name}"
    return named


@cached(64)
def years(warehouse: Warehouse, name: str) -> tuple[int, ...]:
    """The years that a table has rows of."""
    table = tables(warehouse)[name]
    year = _year(table)
    if year is None:
        return ()
    found = warehouse.browse(table.view, lambda all_: all_.select(year.alias("year")).distinct())
    return tuple(sorted(value for value in found["year"].to_pylist() if value is not None))


@cached(256)
def count(warehouse: Warehouse, question: Question) -> int:
    """How many rows answer a question."""
    view = tables(warehouse)[question.table].view
    found = warehouse.browse(view, lambda all_: _filtered(warehouse, all_, question).count("*"))
    return int(found.column(0)[0].as_py())


@cached(64)
def rows(warehouse: Warehouse, question: Question, limit: int) -> pa.Table:
    """The first rows that answer a question, sorted over the whole table."""
    return _rows(warehouse, question, limit)


def rows_of_file(warehouse: Warehouse, question: Question) -> pa.Table:
    """The rows that answer a question, for a file, at most `limits.ROWS_OF_FILE`; not cached."""
    return _rows(warehouse, question, limits.ROWS_OF_FILE)


def batches(warehouse: Warehouse, question: Question) -> Generator[pa.RecordBatch, None, None]:
    """All rows that answer a question, part by part and as they lie in the table.

    They are not sorted, because that would hold all of them. Closing the generator ends the query.
    """
    view = tables(warehouse)[question.table].view
    return warehouse.batches(view, lambda all_: _filtered(warehouse, all_, question))


def source_uses(warehouse: Warehouse, question: Question) -> dict[str, int]:
    """How many of the rows that answer a question name each source."""
    table, uses = tables(warehouse)[question.table], Counter[str]()
    for column in filter(lambda one: is_of_sources(one.name), table.columns):
        own: duckdb.Expression = ColumnExpression(column.name)
        named = FunctionExpression("unnest", own) if column.type.endswith("[]") else own

        def shape(
            all_: duckdb.DuckDBPyRelation, named: duckdb.Expression = named
        ) -> duckdb.DuckDBPyRelation:
            ids = _filtered(warehouse, all_, question).select(named.alias("source"))
            n = FunctionExpression("count").alias("n")
            return ids.aggregate([ColumnExpression("source"), n], "source")

        found = warehouse.browse(table.view, shape).to_pydict()
        uses.update(dict(zip(found["source"], found["n"], strict=True)))
    return {source: n for source, n in uses.items() if source is not None}


def unused_conditions(warehouse: Warehouse, question: Question) -> tuple[str, ...]:
    """The conditions of a question that its table has no column for."""
    used = {one for *_, one in _conditions(tables(warehouse)[question.table], question.where)}
    return tuple(one for one in question.where if one not in used)


def _rows(warehouse: Warehouse, question: Question, limit: int) -> pa.Table:
    table = tables(warehouse)[question.table]

    def shape(all_: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
        # Every other column decides among equals, so that the same question has one answer.
        order = [ColumnExpression(name).asc().nulls_last() for name in table.names]
        if question.sort in table.names:
            first = ColumnExpression(question.sort)
            order.insert(0, (first.desc() if question.descending else first.asc()).nulls_last())
        return _filtered(warehouse, all_, question).sort(*order).limit(limit)

    return warehouse.browse(table.view, shape)


def _condition_label(column: Column, say: Words) -> str:
    """What a condition is about: a region rather than its code."""
    if column.name in REGION_COLUMNS:
        return say("Province") if column.name == "province_code" else say("Region")
    return column.label[say.lang]


def _filtered(
    warehouse: Warehouse, all_: duckdb.DuckDBPyRelation, question: Question
) -> duckdb.DuckDBPyRelation:
    table = tables(warehouse)[question.table]
    wanted: list[duckdb.Expression] = []
    if question.region and table.region_column:
        code = ColumnExpression(table.region_column)
        chosen = [ConstantExpression(region) for region in question.region]
        # A chosen province brings its kabupaten and kota.
        province = FunctionExpression(
            "split_part", code, ConstantExpression("."), ConstantExpression(1)
        )
        wanted.append(code.isin(*chosen) | province.isin(*chosen))
    year = _year(table)
    if year is not None and question.from_year is not None:
        wanted.append(year >= ConstantExpression(question.from_year))
    if year is not None and question.to_year is not None:
        wanted.append(year <= ConstantExpression(question.to_year))
    alternatives: dict[str, list[str]] = {}
    columns = {column.name: column for column in table.columns}
    for column, value, _condition in _conditions(table, question.where):
        alternatives.setdefault(column.name, []).append(value)
    wanted += [_among(columns[name], values) for name, values in alternatives.items()]
    if question.text.strip():
        said = [_says(warehouse, table, column, question) for column in table.shown(question.lang)]
        shown = [one for one in said if one is not None]
        wanted.append(reduce(or_, shown, ConstantExpression(False)))
    return all_.filter(reduce(and_, wanted)) if wanted else all_


def _says(
    warehouse: Warehouse, table: Table, column: Column, question: Question
) -> duckdb.Expression | None:
    """Whether what is shown of a column contains a text; None where no text is shown of it."""
    text, own = question.text.strip()[:_SEARCHED], ColumnExpression(column.name)
    part = FunctionExpression("lower", ConstantExpression(text))
    contains = FunctionExpression(
        "contains", FunctionExpression("lower", own.cast("VARCHAR")), part
    )
    small = text.lower()
    if is_of_sources(column.name):
        known = warehouse.sources.values()
        found = [one.source_id for one in known if small in one.publisher.lower()]
        return _among(column, found)
    if column.name in REGION_COLUMNS:  # a code is shown beside its name
        regions = choices.regions(warehouse).values()
        return contains | _among(column, [r.code for r in regions if small in r.name.lower()])
    if group := dictionary.group_of(column.name, table.name):
        labels = {
            str(code): dictionary.label(group, code, question.lang)
            for code in dictionary.dictionary()[group]
        }
        found = [code for code, label in labels.items() if small in label.lower()]
        return _among(column, found) | (contains & ~_among(column, [*labels]))
    return contains if column.type.startswith("VARCHAR") else None


def is_of_sources(column: str) -> bool:
    """Whether a column holds ids of sources."""
    return column in ("source_id", "source_ids") or column.endswith(("_source_id", "_source_ids"))


def _among(column: Column, values: list[str]) -> duckdb.Expression:
    """Whether a column has one of the values, or a list holds one."""
    if not values:
        return ConstantExpression(False)
    given = [ConstantExpression(value) for value in values]
    own = ColumnExpression(column.name)
    if column.type.endswith("[]"):
        return FunctionExpression("list_has_any", own, FunctionExpression("list_value", *given))
    return own.cast("VARCHAR").isin(*given)


def _year(table: Table) -> duckdb.Expression | None:
    column = table.year_column
    if column is None:
        return None
    value = ColumnExpression(column.name)
    return value if column.type != "DATE" else FunctionExpression("year", value)


def _value_name(warehouse: Warehouse, table: Table, column: str, value: str, say: Words) -> str:
    """What a reader calls a value of a column, as an address writes it."""
    if column in REGION_COLUMNS:
        return choices.name_of(warehouse, value) or value
    if value in ("true", "false"):
        return say("yes") if value == "true" else say("no")
    group = dictionary.group_of(column, table.name)
    return dictionary.label(group, value, say.lang) if group else value


def filter_sentences(warehouse: Warehouse, question: Question, say: Words) -> tuple[str, ...]:
    """Which rows a file holds, one sentence a filter."""
    sentences = []
    if question.region:
        names = choices.regions(warehouse)
        listed = [names[code].name if code in names else code for code in question.region]
        sentences.append(say("Regions: {regions}.", regions=say.list(listed)))
    if question.from_year is not None or question.to_year is not None:
        known = years(warehouse, question.table)
        first, last = question.from_year or known[0], question.to_year or known[-1]
        sentences.append(say("Years: {first} to {last}.", first=first, last=last))
    if question.text:
        sentences.append(say("Text contains: “{text}”.", text=question.text))
    named = condition_names(warehouse, tables(warehouse)[question.table], question.where, say)
    sentences += [f"{name}." for name in named.values()]
    return tuple(sentences) or (say("No filter: every row of the table."),)
