"""Rows of other tables that the rows of a sheet need beside them, or nothing could be shown.

Scores of a year that nobody surveyed yet make that year a survey year; a year outside of what a
table is said to cover gets a span that claims nothing. What is a judgement is asked: whether the
limits of the classes still hold, and which kind of office an operation was about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.core import dictionary
from dashboard.core.i18n import message
from dashboard.ingest.changed_tables import RowChange, Tables
from dashboard.ingest.incoming import Answers, Question
from dashboard.ingest.values import Cells, year_of

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

_SCORES = ("spi_results", "spi_class_reports")
NO_CLASSES = "none"
_NOTE = {
    "note_id": "Baris yang dimasukkan dari berkas sumbernya; yang tidak tercantum berarti belum "
    "ditemukan, bukan nol.",
    "note_en": "Rows brought in from the file of their source; what is not listed has not been "
    "found, it is not zero.",
}
_SAME_LIMITS = message("the same limits as in {year}, by the source of this file")
_UNKNOWN_LIMITS = message("none: no region has a class in that year")


@dataclass(frozen=True)
class Along:
    """The rows that come along, and what has to be asked for others."""

    changes: tuple[RowChange, ...] = ()
    questions: tuple[Question, ...] = ()


def along(tables: Tables, changes: Iterable[RowChange], answers: Answers, say: Words) -> Along:
    """What the changed rows need in other tables; it is put there.

    Args:
        tables: with the rows of the sheet in them.
        changes: what becomes of the rows of the sheet.
        answers: to the questions, by their keys.
        say: the words of whoever is asked.
    """
    new = [row for row in changes if row.kind in ("added", "changed")]
    added: list[tuple[str, Cells]] = []
    questions: list[Question] = []
    for year, row in _unknown_years(tables, new).items():
        source = row.cells["source_id"]
        added.append(("spi_survey_years", {"year": str(year), "source_id": source}))
        limits, question = _classes(tables, year, source, answers, say)
        added += (("spi_classes", cells) for cells in limits)
        questions += [question] if question else []
    added += (("coverage", cells) for cells in _coverage(tables, new))
    for cells, question in _offices(tables, new, answers, say):
        added += [("ott_offices", cells)] if cells else []
        questions += [question] if question else []
    for name, cells in added:
        tables.put(name, cells)
    along = tuple(RowChange(name, "added", cells) for name, cells in added)
    return Along(along, tuple({one.key: one for one in questions}.values()))


# --- a survey year that is new -------------------------------------------------------------------


def _unknown_years(tables: Tables, new: Iterable[RowChange]) -> dict[int, RowChange]:
    """The years of scores that are no survey year yet, each with the first row that speaks of it.

    A class is reported of years that have limits of classes, a score of any.
    """
    found: dict[int, RowChange] = {}
    for row in new:
        year = year_of(tables.described[row.table], row.cells)
        if row.table in _SCORES and year is not None:
            found.setdefault(year, row)
    if not found or not all(map(tables.is_csv, ("spi_survey_years", "spi_classes"))):
        return {}
    known = {cells["year"] for _key, cells in tables.rows("spi_survey_years")}
    return {year: found[year] for year in sorted(found) if str(year) not in known}


def _classes(
    tables: Tables, year: int, source: str, answers: Answers, say: Words
) -> tuple[list[Cells], Question | None]:
    """The limits of the classes of a year, taken over from another one where a person says so."""
    by_year: dict[str, list[Cells]] = {}
    for _key, cells in tables.rows("spi_classes"):
        by_year.setdefault(cells["year"], []).append(cells)
    if str(year) in by_year:
        return [], None
    key, newest = f"classes:{year}", max(by_year, default="")
    answer = str(answers.get(key, ""))
    if answer == NO_CLASSES:
        return [], None
    if answer in by_year:
        changed = {"year": str(year), "source_id": source}
        return [{**cells, **changed} for cells in by_year[answer]], None
    same = [(newest, say(_SAME_LIMITS, year=newest))] if newest else []
    options = (*same, (NO_CLASSES, say(_UNKNOWN_LIMITS)))
    return [], Question(key, "value", str(year), (), options, column="spi_class")


# --- years outside of what a table is said to cover ----------------------------------------------


def _coverage(tables: Tables, new: Iterable[RowChange]) -> Iterator[Cells]:
    """A span for each year of new rows that lies outside of every span of its table."""
    if not tables.is_csv("coverage"):
        return
    spans: dict[str, list[Cells]] = {}
    for _key, cells in tables.rows("coverage"):
        spans.setdefault(cells["table_name"], []).append(cells)
    seen = set()
    for row in new:
        year = year_of(tables.described[row.table], row.cells)
        known = spans.get(row.table, [])
        if year is None or not known or (row.table, year) in seen:
            continue
        seen.add((row.table, year))
        if any(int(one["from_year"]) <= year <= int(one["to_year"]) for one in known):
            continue
        is_sample = all(one["completeness"] == "sample" for one in known)
        yield {
            "table_name": row.table,
            "from_year": str(year),
            "to_year": str(year),
            "completeness": "sample" if is_sample else "partial",
            "absence_means": "unknown",
            **_NOTE,
        }


# --- the offices of an operation -----------------------------------------------------------------


def _offices(
    tables: Tables, new: Iterable[RowChange], answers: Answers, say: Words
) -> Iterator[tuple[Cells | None, Question | None]]:
    """Each office that a new operation names, with its kind; what is not known is asked."""
    incidents = [row for row in new if row.table == "ott_incidents" and row.kind == "added"]
    if not incidents or not tables.is_csv("ott_offices"):
        return
    rows = [cells for _key, cells in tables.rows("ott_offices")]
    kinds = {cells["office"]: cells["office_kind"] for cells in rows}
    known = {cells["incident_id"] for cells in rows}
    (field,) = (one for one in tables.described["ott_offices"].fields if one.name == "office_kind")
    allowed = tuple(str(kind) for kind in field.constraints["enum"])
    for row in incidents:
        if (incident := row.cells.get("incident_id", "")) in known:
            continue
        for office in offices_of(row.cells.get("offices_id", "")):
            key = f"office:{office}"
            kind = kinds.get(office, "") or str(answers.get(key, ""))
            if kind in allowed:
                yield {"incident_id": incident, "office": office, "office_kind": kind}, None
                continue
            options = tuple(
                (one, dictionary.label("office_kinds", one, say.lang)) for one in allowed
            )
            places = (row.place,) if row.place else ()
            proposed = _likely(office, kinds)
            yield None, Question(key, "value", office, places, options, proposed, "office_kind")


def offices_of(text: str) -> list[str]:
    """The offices that a text names: apart by semicolons, without what stands in brackets."""
    parts = (re.sub(r"\s*\([^()]*\)\s*$", "", part).strip() for part in text.split(";"))
    return [part for part in dict.fromkeys(parts) if part]


def _likely(office: str, kinds: Mapping[str, str]) -> str:
    """The kind that most known offices with the same first words have, two words before one."""
    words = office.casefold().split()
    for n in (2, 1):
        found = Counter(
            kind
            for other, kind in kinds.items()
            if len(words) >= n and other.casefold().split()[:n] == words[:n]
        )
        if found:
            return found.most_common(1)[0][0]
    return ""
