"""Cells: what stands in one becomes the text that the facts write, by the type of its column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from dashboard.core import dictionary, i18n
from dashboard.core.i18n import LANGUAGES
from dashboard.facts import Field
from dashboard.ingest import days, numbers, words
from dashboard.ingest.sheet import Cell, Flaw, Number, text_of

# Characters that are not seen and mean nothing: marks of order and of direction, soft hyphens.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_FORMS = ("label", "short", "long", "plural")


class Unread(ValueError):
    """A cell that breaks a rule of its column: `rule` and what its sentence needs to be told."""

    def __init__(self, rule: str, detail: str = "") -> None:
        super().__init__(rule, detail)
        self.rule, self.detail = rule, detail


class Asks(ValueError):
    """A cell that only a person can read; `kind` is `number`, `date` or `code`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Style:
    """How a column is written: its decimal sign and the order of day and month, where known."""

    decimal: str = ""
    order: str = days.DAY_FIRST


def style(field: Field, cells: Iterable[Cell], decimal: object, order: object) -> Style:
    """How a column is written, told from all its texts; an answer decides."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    if field.type in ("number", "integer"):
        given = decimal if decimal in (numbers.COMMA, numbers.POINT) else ""
        return Style(decimal=str(given) or numbers.evidence(texts))
    if order in (days.DAY_FIRST, days.MONTH_FIRST):
        return Style(order=str(order))
    # A column that once puts the month first may do so everywhere: that asks.
    return Style(order="" if days.MONTH_FIRST in days.orders(texts) else days.DAY_FIRST)


def clean(text: str) -> str:
    """A text on one line, without characters that are not seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def read(cell: Cell, field: Field, style: Style, table: str, answers: Mapping[str, object]) -> str:
    """A cell as the facts write it; empty where nothing is known.

    Args:
        cell: as it was read.
        field: the column of the table.
        style: how the column of the sheet is written.
        table: the name of the table, for its codes.
        answers: to `code:<column>:<text>`.

    Raises:
        Unread: it breaks a rule.
        Asks: it can be read in more than one way.
    """
    if isinstance(cell, Flaw):
        raise Unread("formula" if cell.text == "=" else "error")
    text = clean(text_of(cell))
    if words.is_missing(text) and not _is_code(text, field, table):
        return ""
    if "enum" in field.constraints and field.type == "string":
        return _code(text, field, table, answers)
    found = _typed(cell, text, field, style)
    if broken := broken_rule(found, field):
        raise Unread(*broken)
    return found


def _typed(cell: Cell, text: str, field: Field, style: Style) -> str:
    if field.type in ("number", "integer"):
        return _number(cell, text, field, style)
    if field.type == "year":
        year = _day(cell, text, Style())
        if len(year) != 4 and not isinstance(cell, dt.date):
            raise Unread("type", "year")
        return year[:4]
    if field.type == "date" or field.is_partial_date:
        try:
            return _day(cell, text, style)
        except Unread:
            raise Unread("type", "partial-date" if field.is_partial_date else "date") from None
    if isinstance(cell, Number) and cell.shown:
        return cell.shown
    return text


def _number(cell: Cell, text: str, field: Field, style: Style) -> str:
    is_whole = field.type == "integer"
    if isinstance(cell, Number):
        found = cell.text
    elif isinstance(cell, dt.date):
        raise Unread("type", field.type)
    else:
        try:
            found = numbers.read(text, style.decimal, is_whole=is_whole)
        except numbers.Doubtful:
            found = _within(text, field)
        except numbers.NoNumber:
            raise Unread("type", field.type) from None
    found = numbers.without_zeros(found) if is_whole else found
    if is_whole and "." in found:
        raise Unread("type", "integer")
    return found


def _within(text: str, field: Field) -> str:
    """Of two readings the one that the column allows."""
    both = [numbers.read(text, sign) for sign in (numbers.COMMA, numbers.POINT)]
    allowed = [one for one in both if not broken_rule(one, field)]
    if len(allowed) != 1:
        raise Asks("number")
    return allowed[0]


def serial_day(cell: Cell) -> str:
    """The day that a number of a spreadsheet counts, also in a CSV; empty where it is none."""
    text = cell.digits if isinstance(cell, Number) else text_of(cell)
    if not re.fullmatch(r"\d{5}([.,]\d+)?", text, re.ASCII):
        return ""
    try:
        return days.of_serial(Decimal(text.replace(",", ".")))
    except days.NoDay:
        return ""


def _day(cell: Cell, text: str, style: Style) -> str:
    try:
        written = cell.digits if isinstance(cell, Number) else text
        return serial_day(cell) or days.read(written, style.order)
    except days.Doubtful:
        raise Asks("date") from None
    except days.NoDay:
        raise Unread("type", "year") from None


def broken_rule(text: str, field: Field) -> tuple[str, str] | None:
    """The rule that a well spelled value breaks, with its detail; None where it keeps all.

    What the whole check of the facts says later, said here with the place in the sheet.
    """
    rules = field.constraints
    if "pattern" in rules and not re.fullmatch(rules["pattern"], text, re.ASCII):
        return "pattern", str(field.example or rules["pattern"])
    for rule in ("minimum", "maximum"):
        if rule in rules and _is_beyond(text, rules[rule], field, rule):
            return rule, str(rules[rule])
    if "enum" in rules and text not in map(str, rules["enum"]):
        return "enum", ", ".join(map(str, rules["enum"]))
    return None


def _is_beyond(text: str, limit: object, field: Field, rule: str) -> bool:
    if field.type == "date":
        one, other = text, str(limit)[: len(text)]
        return one < other if rule == "minimum" else one > other
    value, bound = Decimal(text), Decimal(str(limit))
    return value < bound if rule == "minimum" else value > bound


# --- codes ---------------------------------------------------------------------------------------


def labels(field: Field, table: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The codes of a column and what each is called in a language."""
    group = dictionary.group_of(field.name, table)
    codes = map(str, field.constraints.get("enum", ()))
    return tuple(
        (c, dictionary.label(group, c, lang) if group else _yes_no(c, lang)) for c in codes
    )


def number_options(text: str) -> tuple[tuple[str, str], ...]:
    """The decimal signs that a column may have, and what a number of it then is."""
    signs = (numbers.COMMA, numbers.POINT)
    return tuple((sign, f"{text} = {numbers.read(text, sign)}") for sign in signs)


def date_options(text: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The orders of day and month that a column may have, and what a date of it then is."""
    say = i18n.words(lang)
    return tuple(
        (order, f"{text} = {say.partial_date(days.read(text, order), 'long')}")
        for order in (days.DAY_FIRST, days.MONTH_FIRST)
    )


def closest(text: str, field: Field, table: str) -> str:
    """The code that a text is likeliest to mean; empty where none is near."""
    known = _codes(field, table)
    near = get_close_matches(words.key(text), known, 1, 0.75)
    return known[near[0]] if near else ""


def _yes_no(code: str, lang: str) -> str:
    return {"yes": "ya", "no": "tidak"}.get(code, code) if lang == "id" else code


def _is_code(text: str, field: Field, table: str) -> bool:
    return "enum" in field.constraints and words.key(text) in _codes(field, table)


def _code(text: str, field: Field, table: str, answers: Mapping[str, object]) -> str:
    if text in field.constraints["enum"]:
        return text
    if found := _codes(field, table).get(words.key(text)):
        return found
    given = answers.get(f"code:{field.name}:{words.key(text)}")
    if given in field.constraints["enum"]:
        return str(given)
    raise Asks("code")


@lru_cache(maxsize=256)
def _codes(field: Field, table: str) -> dict[str, str]:
    """The codes of a column by all that they are called; what two are called is left out."""
    enum = [str(code) for code in field.constraints["enum"]]
    group = dictionary.group_of(field.name, table)
    entries = dictionary.dictionary()[group] if group else {}
    extra = words.synonyms()["codes"]
    extra = extra.get(field.name, extra["yes_no"] if {"yes", "no"} <= set(enum) else {})
    own = {words.key(code): code for code in enum}
    named: dict[str, set[str]] = {}
    for code in enum:
        entry = entries.get(code, {})
        texts = [entry[form][lang] for form in _FORMS if form in entry for lang in LANGUAGES]
        for text in (*texts, *extra.get(code, ())):
            named.setdefault(words.key(str(text)) or str(text), set()).add(code)
    return {text: next(iter(found)) for text, found in named.items() if len(found) == 1} | own
