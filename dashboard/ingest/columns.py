"""Matching columns: which column of a table a heading means, and for which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES
from dashboard.facts import Field, Table
from dashboard.ingest import words

HOWS = ("answer", "name", "title", "synonym")  # the surest first
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_YEAR_WORDS = {"tahun", "thn", "ta", "year", "th"}
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_NUMBERS = ("number", "integer")
# Ids that are made of a word, the day and the code of the region, as README writes them.
_OWN_IDS = {
    "ott_incidents": ("incident_id", "ott"),
    "bimtek_activity": ("activity_id", "keg"),
    "sources": ("source_id", ""),  # of its address
}


@dataclass(frozen=True)
class Meaning:
    """What a heading means: a column of the table (or what rows are made from), how it is known."""

    column: str
    how: str
    year: str = ""


@dataclass(frozen=True)
class Matched:
    """A column of a sheet: its index from 0, its heading, and what it means; None: left out."""

    index: int
    heading: str
    meaning: Meaning | None


class Headings:
    """The headings that a table knows.

    Args:
        table: the table of the facts.

    Attributes:
        region, source: the columns that hold a region and a source; empty where none does.
        year: the column of the year.
        measure: the one number that a row must say.
        own_id, id_prefix: the column of an id that follows from date and region (of a source, from
            its address), and what it begins with.
        has_scope_of_region: whether the scope is that of the region's own government.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.fields: dict[str, Field] = {field.name: field for field in table.fields}
        linked = {link.table: link.columns for link in table.links}
        regions = linked.get("regions", ()) if table.name != "regions" else ()
        self.region = regions[0] if len(regions) == 1 else ""
        sources = linked.get("sources", ())
        self.source = sources[0] if len(sources) == 1 else ""
        self.year = "year" if "year" in self.fields else ""
        self.measure = self._measure()
        self.own_id, self.id_prefix = _OWN_IDS.get(table.name, ("", ""))
        scopes = self.fields["scope"].constraints.get("enum", ()) if "scope" in self.fields else ()
        self.has_scope_of_region = bool(self.region) and "pemprov" in scopes
        self._known = self._words()

    def find(self, text: str) -> Meaning | None:
        """What a heading means; None where nobody knows it."""
        for tried in (text, _BRACKETS.sub(" ", text)):
            if found := self._known.get(words.key(tried)):
                return found
        years = set(_YEAR.findall(text))
        if not self.year or len(years) != 1:
            return None
        [year] = years
        for tried in (text, _BRACKETS.sub(" ", text)):
            rest = words.key(_YEAR.sub(" ", tried)).split()
            rest = [word for word in rest if word not in _YEAR_WORDS]
            if not rest and self.measure:
                return Meaning(self.measure, "title", year)
            found = self._known.get(" ".join(rest))
            if found and found.column in self.fields and found.column != self.year:
                return Meaning(found.column, found.how, year)
        return None

    def count(self, cells: Sequence[str]) -> int:
        """How many different columns some headings mean."""
        found = {self.find(cell) for cell in cells if cell and len(cell) <= 80}
        return len({(one.column, one.year) for one in found if one})

    def _measure(self) -> str:
        """The one number that a row must say; empty where there are several or none."""
        numbers = [field for field in self.table.fields if field.type in _NUMBERS]
        required = [field.name for field in numbers if field.constraints.get("required")]
        return required[0] if len(required) == 1 else ""

    def _words(self) -> dict[str, Meaning]:
        synonyms = words.synonyms()
        known: dict[str, Meaning] = {}

        def add(texts: Sequence[str], column: str, how: str) -> None:
            for text in texts:
                known.setdefault(words.key(text), Meaning(column, how))

        for name in self.fields:
            add([name], name, "name")
        for name, field in self.fields.items():
            add([field.title_id, field.title_en], name, "title")
        for name, field in self.fields.items():
            add(field.synonyms, name, "synonym")
            in_this_table = f"{self.table.name}.{name}"
            add(synonyms["columns"].get(in_this_table, ()), name, "synonym")
        made_from = {
            column: texts
            for column, texts in synonyms["made_from"].items()
            if (self.source if column.startswith("source.") else self.region)
        }
        for column, texts in made_from.items():
            # What rows are made from comes before words that only may mean a column.
            add([text for text in texts if not _is_weak(text)], column, "synonym")
        for name in self.fields:
            add(_dictionary_words(name), name, "title")
            add(synonyms["columns"].get(name, ()), name, "synonym")
        for column, texts in made_from.items():
            add(texts, column, "synonym")
        return known


def _is_weak(text: str) -> bool:
    """Whether a word may as well be the heading of a column of the table."""
    return text in ("alamat", "address", "media", "lembaga", "institution", "region", "level")


@cache
def _dictionary_words(column: str) -> tuple[str, ...]:
    """What the tables of the dashboard call a column."""
    entry = dictionary.columns()["columns"].get(column, {})
    return tuple(
        str(entry[form][lang])
        for form in ("label", "heading", "short")
        if form in entry
        for lang in LANGUAGES
    )


def match(
    headings: Headings, found: Sequence[tuple[int, str]], answers: Mapping[str, object]
) -> tuple[list[Matched], dict[str, list[str]]]:
    """What each column of a sheet means, and which columns of the table several may mean.

    Args:
        headings: that the table knows.
        found: index and heading of each column of the sheet.
        answers: `column:<heading>` names the column of the table (empty: left out), and
            `missing:<column>` the heading.

    Returns:
        The columns; and for a column of the table that more than one heading means equally well,
        those headings: they are left out until it is answered.
    """
    chosen = {
        str(v): k.removeprefix("missing:") for k, v in answers.items() if k.startswith("missing:")
    }
    result: list[Matched] = []
    for index, heading in found:
        meaning = headings.find(heading)
        given = answers.get(f"column:{heading}")
        if heading in chosen:
            meaning = Meaning(chosen[heading], "answer")
        elif given is not None:
            year = meaning.year if meaning and meaning.column == given else ""
            meaning = Meaning(str(given), "answer", year) if given else None
        result.append(Matched(index, heading, meaning))
    return _decided(result)


def _decided(found: list[Matched]) -> tuple[list[Matched], dict[str, list[str]]]:
    """Of several headings for one column the surest; equally sure ones are none."""
    best: dict[tuple[str, str], int] = {}
    for one in found:
        if one.meaning:
            place = (one.meaning.column, one.meaning.year)
            rank = HOWS.index(one.meaning.how)
            best[place] = min(best.get(place, rank), rank)
    count = Counter(
        (m.column, m.year)
        for one in found
        if (m := one.meaning) and HOWS.index(m.how) == best[m.column, m.year]
    )
    doubtful: dict[str, list[str]] = {}
    result = []
    for one in found:
        meaning = one.meaning
        if meaning is not None:
            place = (meaning.column, meaning.year)
            if HOWS.index(meaning.how) > best[place]:
                meaning = None
            elif count[place] > 1:
                doubtful.setdefault(meaning.column, []).append(one.heading)
                meaning = None
        result.append(Matched(one.index, one.heading, meaning))
    return result, doubtful
