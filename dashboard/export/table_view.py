"""Rows of a table as a reader looks at them: names beside codes, labels, numbers, linked sources.

What leaves as a file keeps the facts' own columns and codes; this is for the eye only. What most
readers want comes first (whose, when, how much, who says so), what only joins rows comes last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.export import markup
from dashboard.export import table as tables_of_figures
from dashboard.export.table import Cell, Heading, SourceLink
from dashboard.warehouse import choices, table_rows
from dashboard.warehouse.engine import Source, Warehouse
from dashboard.warehouse.sources import listed
from dashboard.warehouse.table_rows import Question
from dashboard.warehouse.tables import Column, Table, tables

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]

# The order of columns: those named first, then the others as the table has them, then ids.
FIRST = (
    *("series_label", "region_name", "region_label", "year", "event_date", "ott_date"),
    *("start_date", "score", "spi_class", "published_class", "change", "ott_count"),
    *("title", "offices", "summary", "publisher", "url", "unit_name", "stage", "subject"),
    *("instrument", "source_id", "source_ids", "region_code", "province_name", "province_label"),
    *("province_code", "scope"),
)
LAST = ("_id", "_ids", "_key", "_order", "_code", "_decimals", "_precision")
NOTHING = "–"
_DECIMAL = ("DECIMAL", "DOUBLE")


@dataclass(frozen=True, eq=False)
class Shown:
    """A column as it is shown.

    Attributes:
        column: of the table, which it shows.
        label: its name for readers; each one once.
        help: what it means.
        is_number: whether its values are numbers, to be sorted as such.
        is_link: whether its values are addresses.
        value: of a row: a number, a text or an address; None where it is missing.
        write: how a value is written.
        links: the sources of a row, where it holds sources.
        empty: what stands where the value is missing.
        order: what a text is sorted by, where that is another.
        printed: a number with the decimals that its source printed, where that is known.
    """

    column: str
    label: str
    help: str
    value: Callable[[Row], Any]
    write: Callable[[Any], str] = str
    is_number: bool = False
    is_link: bool = False
    links: Callable[[Row], tuple[Source, ...]] | None = None
    empty: str = NOTHING
    printed: Callable[[Row], str | None] | None = None
    order: Callable[[Row], str] | None = None


def columns(warehouse: Warehouse, table: Table, say: Words) -> tuple[Shown, ...]:
    """The columns of a table in the order of readers, a region's name before its code."""
    in_order = sorted(table.shown(say.lang), key=_place)
    shown = [
        _region_name(warehouse, column, say)
        for column in in_order
        if column.name in table_rows.REGION_COLUMNS and not _is_named(column, table)
    ]
    for column in in_order:
        if table_rows.is_of_sources(column.name) and "url" not in table.names:
            shown.append(_sources(warehouse, column, say))
        else:
            shown.append(_plain(table, column, say))
    return _each_once(shown)


def _is_named(code: Column, table: Table) -> bool:
    """Whether the table itself names the regions of a code."""
    of_rows = {"region_name", "region_label", "series_label"}
    names = of_rows if code.name == table.region_column else {"province_name", "province_label"}
    return bool(names & set(table.names))


def written(
    warehouse: Warehouse, question: Question, found: pa.Table, say: Words, *, short: bool = False
) -> list[dict[str, str | list[SourceLink]]]:
    """The rows of a question as texts by label, for markup; sources are links.

    What no row knows is left out, and what the question already says of all of them. `short` leaves
    out what only joins rows, too.
    """
    table, rows = tables(warehouse)[question.table], found.to_pylist()
    said = _said(question)
    kept = [
        one
        for one in columns(warehouse, table, say)
        if one.column not in said
        and not (short and _is_technical(one.column, table))
        and any(one.value(row) is not None for row in rows)
    ]

    def cell(one: Shown, row: Row) -> str | list[SourceLink]:
        if one.links is not None:
            return tables_of_figures.source_links(one.links(row), say)
        value = one.value(row)
        if value is None:
            return one.empty
        return (one.printed and one.printed(row)) or one.write(value)

    return [{one.label: cell(one, row) for one in kept} for row in rows]


def _said(question: Question) -> set[str]:
    """The columns that have one value by the conditions of a question, and how to write others."""
    names = [condition.partition(":")[0] for condition in question.where]
    said = {name for name in names if names.count(name) == 1} | {"score_decimals", "date_precision"}
    if question.from_year == question.to_year is not None:
        said.add("year")
    if said & {"region_code", "incident_id"}:  # what tells the row apart says these too
        said |= {"region_name", "region_label", "province_code", "province_label", "level_order"}
    return said


def _is_technical(column: str, table: Table) -> bool:
    """Whether a column tells rows apart or joins them, or repeats a name in short."""
    if column == "region_label":
        return "region_name" in table.names
    is_wanted = _base(column) in FIRST and not column.endswith("_code")
    return not is_wanted and _base(column).endswith(LAST)


def markup_of(
    warehouse: Warehouse, question: Question, found: pa.Table, say: Words, *, short: bool = False
) -> str:
    """The rows of a question as markup that wraps on a phone and prints."""
    label = tables(warehouse)[question.table].title[say.lang]
    rows = written(warehouse, question, found, say, short=short)
    return markup.render("rows.html", label=label, rows=rows, older=[], more="")


def cells(
    warehouse: Warehouse, table: Table, found: pa.Table, say: Words
) -> tuple[list[Heading], list[list[Cell]]]:
    """The headings and the cells of every column."""
    shown, rows = columns(warehouse, table, say), found.to_pylist()
    head = [Heading(one.label, one.is_number, one.help) for one in shown]
    return head, [[_cell(one, row, say) for one in shown] for row in rows]


def grid(warehouse: Warehouse, table: Table, found: pa.Table, say: Words) -> str:
    """The rows with every column as markup that sorts: numbers by their values."""
    head, body = cells(warehouse, table, found, say)
    return markup.render("table.html", label=table.title[say.lang], head=head, rows=body)


def grid_of_result(found: pa.Table, meanings: dict[str, str], label: str, say: Words) -> str:
    """The rows of a reader's own query as markup that sorts, under the names that it gave them.

    Args:
        found: the rows.
        meanings: what a column of this name means, where it is one of the tables.
        label: what the rows are.
        say: the reader's words.
    """
    import pyarrow as pa

    numbers = [pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal]
    head = [
        Heading(
            field.name, any(is_of(field.type) for is_of in numbers), meanings.get(field.name, "")
        )
        for field in found.schema
    ]
    columns = [column.to_pylist() for column in found.columns]
    body = [[_plain_cell(value, say) for value in row] for row in zip(*columns, strict=True)]
    return markup.render("table.html", label=label, head=head, rows=body)


def _plain_cell(value: Any, say: Words) -> Cell:
    """A value of any type as the reader's language writes it."""
    if value is None:
        return Cell(NOTHING, is_missing=True)
    if isinstance(value, bool):
        return Cell(say("yes") if value else say("no"))
    if isinstance(value, int):
        return Cell(str(value), value)
    if isinstance(value, float | Decimal):
        return Cell(say.exact(value), float(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return Cell(say.date(value, "day", "medium"), value.isoformat())
    return Cell(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _cell(one: Shown, row: Row, say: Words) -> Cell:
    value = one.value(row)
    if value is None:
        return Cell(one.empty, is_missing=True)
    if one.links is not None:
        links = tuple(tables_of_figures.source_links(one.links(row), say))
        return Cell(value, links=links)
    if one.is_link:
        address = markup.address(value)
        return Cell(value, links=(SourceLink(value, address, ""),))
    order = float(value) if one.is_number else one.order(row) if one.order else None
    return Cell((one.printed and one.printed(row)) or one.write(value), order)


def _place(column: Column) -> tuple[int, int]:
    """Where a column stands among the others; equal ones keep the order of the table."""
    base = _base(column.name)
    if base in FIRST:
        return (0, FIRST.index(base))
    return (2 if base.endswith(LAST) else 1, 0)


def _base(name: str) -> str:
    """A column's name; of a text in one language the name that the texts of all languages share."""
    stem, _, end = name.rpartition("_")
    return stem if end in LANGUAGES and stem in dictionary.columns()["columns"] else name


def _label(column: Column, say: Words) -> str:
    """The name of a column; a text in the reader's language does not say which language it is."""
    base = _base(column.name)
    return column.label[say.lang] if base == column.name else dictionary.heading(base, say.lang)


def _each_once(shown: list[Shown]) -> tuple[Shown, ...]:
    """The columns by label; of two with one label the second is told apart by a number."""
    by_label: dict[str, Shown] = {}
    for one in shown:
        label, n = one.label, 1
        while label in by_label:
            n += 1
            label = f"{one.label} {n}"
        by_label[label] = Shown(**{**vars(one), "label": label})
    return tuple(by_label.values())


def _region_name(warehouse: Warehouse, column: Column, say: Words) -> Shown:
    """The name of a region beside its code."""
    label = say("Province") if column.name == "province_code" else say("Region")
    meaning = say("Name of the region that the code stands for.")
    return Shown(
        column.name, label, meaning, lambda row: choices.name_of(warehouse, row[column.name])
    )


def _sources(warehouse: Warehouse, column: Column, say: Words) -> Shown:
    """Who says so, each with its address."""
    name = column.name

    def sources(row: Row) -> tuple[Source, ...]:
        return listed(warehouse, row[name])

    def publishers(row: Row) -> str | None:
        return "; ".join(dict.fromkeys(one.publisher for one in sources(row))) or None

    return Shown(name, _label(column, say), column.described(say), publishers, links=sources)


def _plain(table: Table, column: Column, say: Words) -> Shown:
    """A column with its values as the reader's language writes them."""
    name, label, meaning = column.name, _label(column, say), column.described(say)
    kind, group = dictionary.kind(name, table.name), dictionary.group_of(name, table.name)
    if name == "url":
        return Shown(name, label, meaning, lambda row: row[name], is_link=True)
    if group:
        return Shown(
            name,
            label,
            meaning,
            lambda row: None if row[name] is None else dictionary.label(group, row[name], say.lang),
        )
    if column.type == "BOOLEAN":
        names = {True: say("yes"), False: say("no")}
        return Shown(name, label, meaning, lambda row: names.get(row[name]))
    if column.type == "DATE":
        return Shown(
            name,
            label,
            meaning,
            lambda row: _date(row, name, say),
            order=lambda row: str(row[name].isoformat()),
        )
    if column.type.endswith("[]"):
        return Shown(name, label, meaning, lambda row: ", ".join(map(str, row[name] or ())) or None)
    if kind == "partial_date":
        return Shown(
            name,
            label,
            meaning,
            lambda row: None if row[name] is None else say.partial_date(row[name]),
            order=lambda row: str(row[name]),
        )
    if column.type.startswith("VARCHAR"):
        return Shown(name, label, meaning, lambda row: row[name])
    return _number(column, kind, say, is_mart=table.is_mart)


def _number(column: Column, kind: str, say: Words, *, is_mart: bool) -> Shown:
    """A number; in the facts themselves with the decimals that its source printed."""
    default = "score" if column.type.startswith(_DECIMAL) else "count"
    write = tables_of_figures.NUMBERS.get(kind, tables_of_figures.NUMBERS[default])
    empty = say("no data") if kind == "score" else NOTHING

    def printed(row: Row) -> str | None:
        decimals = row.get(f"{column.name}_decimals")
        return None if decimals is None else say.number(row[column.name], int(decimals))

    return Shown(
        column.name,
        _label(column, say),
        column.described(say),
        lambda row: row[column.name],
        lambda value: write(say, value),
        is_number=True,
        empty=empty,
        printed=None if is_mart else printed,
    )


def _date(row: Row, name: str, say: Words) -> str | None:
    value = row[name]
    return None if value is None else say.date(value, row.get("date_precision", "day"), "medium")
