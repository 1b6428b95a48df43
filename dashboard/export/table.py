"""An answer's rows as a table for readers: labels, numbers and codes in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import Any

from dashboard.core import dictionary, limits
from dashboard.core.i18n import Words, words
from dashboard.export import markup
from dashboard.figures import sentences
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Source, Warehouse
from dashboard.warehouse.sources import Sources, is_cut, may_be_cut

NAMED_PUBLISHERS = 1
_MOST_LINKS = 4096  # that are remembered
_RANKS = {"score_rank", "value_rank"}
_OF_INDICATORS = ("value", "value_change")  # kinds of columns
_STARRED = ("score", "value")  # columns that carry a mark where sources differ


@dataclass(frozen=True)
class SourceLink:
    """A source as a link: publisher, encoded address, and title, date and standing as text."""

    text: str
    address: str
    after: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table in markup.

    Attributes:
        text: what stands in it.
        order: what it is sorted by, where that is not its text.
        links: the sources that the text names; of one that stands for several the first alone.
        is_missing: whether no fact is known.
    """

    text: str
    order: float | str | None = None
    links: tuple[SourceLink, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True)
class Heading:
    """The heading of a column: the reader's name of it, whether it holds numbers, what it means."""

    label: str
    is_number: bool
    help: str = ""


def _decimals(value: float) -> int:
    """How many decimals a value of a declared indicator has; the build keeps six."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


# How a number is written, by the kind of its column.
NUMBERS: dict[str, Callable[[Words, Any], str]] = {
    "score": lambda say, value: say.number(value, 2),
    "change": lambda say, value: say.signed(value, 2),
    "rate": lambda say, value: say.number(value, 1),
    "count": lambda say, value: say.number(value, 0),
    "year": lambda _say, value: str(int(value)),
    "seen": lambda say, value: say.number(value, 0),
    # Of declared indicators, where a row does not say with how many decimals: see `_number`.
    "value": lambda say, value: say.number(value, _decimals(value)),
    "value_change": lambda say, value: say.signed(value, _decimals(value)),
    "rupiah": lambda say, value: say.rupiah(int(value), exact=True),
}


def labels(rows: Iterable[Row], columns: Iterable[str], say: Words) -> dict[str, str]:
    """The reader's name of each column that is shown. A rank's says of how many known ones.

    A column of reported classes is shown only where there is one.
    """
    rows = list(rows)
    named = {
        column: dictionary.heading(column, say.lang)
        for column in columns
        if dictionary.kind(column) != "class_if_reported" or any(row.get(column) for row in rows)
    }
    for rank in _RANKS & named.keys():
        ranked = {row["n_ranked"] for row in rows if row["n_ranked"] is not None}
        if len(ranked) == 1:
            named[rank] = say("Rank of {n} known", n=ranked.pop())
        elif ranked:  # of several kinds of government
            named[rank] = say("Rank among its kind")
    return named


def source_links(
    sources: Iterable[Source], say: Words, most: int = limits.MOST_SOURCES
) -> list[SourceLink]:
    """Each source as a link with its title, its date, and whether it is official.

    After the first `most` of them stands how many there are beside, without an address.
    """
    every = [*sources]
    shown, more = every[:most], len(every[most:])
    left_out = [
        SourceLink(
            say.plural("at least {n} more", "at least {n} more", more)
            if is_cut(sources)
            else say.plural("{n} more", "{n} more", more),
            "",
            "",
        )
    ]
    return [
        *(_source_link(source, say.lang) for source in shown),
        *(left_out if more else ()),
    ]


@lru_cache(maxsize=_MOST_LINKS)
def _source_link(source: Source, lang: str) -> SourceLink:
    say = words(lang)
    return SourceLink(
        source.publisher,
        markup.address(source.url),
        (f", {source.title}" if source.title else "")
        + (f", {say.partial_date(source.published_on)}" if source.published_on else "")
        + (" · " + say("official") if source.is_official else ""),
    )


def written(
    rows: Iterable[Row], columns: Iterable[str], say: Words, warehouse: Warehouse
) -> list[dict[str, str | list[SourceLink]]]:
    """The rows as texts by label, for markup: missing stays empty, sources are links.

    A score on which sources differ carries its mark. All rows together have at most
    `limits.LINKS_OF_TABLE` links to sources; how many more a row stands on is said.
    """
    rows = list(rows)
    named = labels(rows, columns, say)
    most = max(1, limits.LINKS_OF_TABLE // max(1, len(rows)))

    def cell(row: Row, column: str) -> str | list[SourceLink]:
        kind = dictionary.kind(column)
        if kind == "sources":
            cited = row[column] or ()
            behind = Sources(map(warehouse.sources.__getitem__, cited), is_cut=may_be_cut(cited))
            return source_links(behind, say, most)
        value = _value(row, column, kind, say, warehouse)
        if value is None:
            return ""
        text = _number(kind, row, value, say) if kind in NUMBERS else str(value)
        return f"{text}*" if column in _STARRED and row.get("is_disputed") else text

    return [{label: cell(row, column) for column, label in named.items()} for row in rows]


def cells(
    rows: Iterable[Row], columns: Iterable[str], say: Words, warehouse: Warehouse
) -> tuple[list[Heading], list[list[Cell]]]:
    """The rows as cells for a table in markup, with what each column is sorted by."""
    rows = list(rows)
    named = labels(rows, columns, say)
    head = [Heading(label, dictionary.kind(column) in NUMBERS) for column, label in named.items()]
    return head, [[_cell(row, column, say, warehouse) for column in named] for row in rows]


def _cell(row: Row, column: str, say: Words, warehouse: Warehouse) -> Cell:
    kind = dictionary.kind(column)
    value = _value(row, column, kind, say, warehouse)
    if kind in NUMBERS:
        is_missing = value is None or isnan(value)
        text = _missing(kind, say) if is_missing else _number(kind, row, value, say)
        return Cell(text, order=None if is_missing else value, is_missing=is_missing)
    if kind == "sources":
        first = source_links([warehouse.sources[one] for one in (row[column] or ())[:1]], say)
        return Cell(value, links=tuple(first))
    is_missing = row.get(column, value) is None and value in ("", say("no data"))
    return Cell(
        value, row[column] if kind in ("date", "partial_date") else None, is_missing=is_missing
    )


def _number(kind: str, row: Row, value: Any, say: Words) -> str:
    """A number that is known; of a declared indicator with the decimals that its row states."""
    decimals = row.get("value_decimals")
    if decimals is not None and kind in _OF_INDICATORS:
        return (say.number if kind == "value" else say.signed)(value, decimals)
    return NUMBERS[kind](say, value)


def _missing(kind: str, say: Words) -> str:
    """What stands in the place of a number: what a sample lacks may well exist."""
    return say("not found yet") if kind == "seen" else say("no data")


def _publishers(source_ids: Sequence[str], say: Words, warehouse: Warehouse) -> str:
    """The first publishers and how many more: the list of sources names them all."""
    known = warehouse.sources
    names = list(dict.fromkeys(known[source_id].publisher for source_id in source_ids))
    first, more = ", ".join(names[:NAMED_PUBLISHERS]), len(names) - NAMED_PUBLISHERS
    if may_be_cut(source_ids):
        return first + " " + say.plural("and at least {n} more", "and at least {n} more", more)
    return first + (f" +{more}" if more > 0 else "")


def _class_only(row: Row, say: Words) -> str:
    """A class that is known without a score, in words; empty where there is none."""
    return sentences.class_only(row, say) if row.get("reported_class") else ""


def _value(row: Row, column: str, kind: str, say: Words, warehouse: Warehouse) -> Any:
    both = f"{column}_{say.lang}"  # a text that a row carries in both languages
    value = row[both] if both in row else row[column]
    if kind in NUMBERS:
        return value
    if kind == "flag":
        return say("yes") if value else ""
    if kind == "sources":
        return _publishers(value or (), say, warehouse)
    if column == "spi_class" and (alone := _class_only(row, say)):
        return alone
    if value is None:
        return say("no data") if kind == "class" else ""
    if kind == "partial_date":
        return say.partial_date(value)
    if kind == "date":
        return say.date(value, row.get("date_precision", "day"), "medium")
    if kind in dictionary.CODES:
        return dictionary.label(dictionary.CODES[kind], value, say.lang)
    return str(value)
