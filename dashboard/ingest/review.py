"""What is allowed and yet needs a look before it is applied: each finding is ticked by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.core import dictionary
from dashboard.core.i18n import message
from dashboard.facts.messages import shown
from dashboard.ingest.changed_tables import RowChange, Tables
from dashboard.ingest.incoming import Place
from dashboard.ingest.proposal import Proposal
from dashboard.ingest.values import Cells, number, score_column, year_of

if TYPE_CHECKING:
    from dashboard.core.i18n import Words
    from dashboard.facts.description import Table

JUMP = 15  # points against the year before
FAR = 5  # points from every other source
# Tables of events, with the column of their day.
_EVENTS = {"ott_incidents": "ott_date", "bimtek_activity": "start_date"}
_EXCLUDED = {"excluded_reason_id", "excluded_reason_en"}  # of an observation known to be wrong
_SCALES = {"spi_results": ("published_class", "score"), "spi_class_reports": ("spi_class", "")}

# One entry a kind of finding; `{region}` is its name.
SENTENCES = {
    "jump": message(
        "{region}: {new} in {year} is {points} points away from {old} in {before}. Compare it with "
        "the source."
    ),
    "far": message(
        "{region}: {new} in {year} is {points} points away from {old}, the nearest value of the "
        "other sources. Compare it with the source."
    ),
    "known": message(
        "{region}: the same source is already known with another value ({column}: {old}, now "
        "{new}). Check which of the two it says."
    ),
    "event": message(
        "{region}: {other} is known on {day}. Make sure that this is not the same event."
    ),
    "event_changed": message(
        "{region}: {other} is known on {day} and would be changed. If this is another event, give "
        "it an id of its own."
    ),
    "class": message(
        "{region}: the class “{stated}” does not fit the score {score} of {year}, which is "
        "“{expected}”. Check both."
    ),
    "new_year": message(
        "{year} is new: no row of this table is of that year yet. Check that it is the year of the "
        "survey or the event, not that of the publication."
    ),
    "no_classes": message(
        "No limits of classes are known for {year}: no region gets a class or a colour of a class. "
        "Bring them in with the table spi_classes when they are published."
    ),
    "coverage": message(
        "The table is said to cover {span} only. A span for {year} is added that claims nothing; "
        "read the notes of the table coverage again: “{note}”"
    ),
    "removed": message(
        "{region}: the row {key} is not in the file and would be removed. Make sure that the file "
        "is complete."
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something to look at.

    Attributes:
        key: names it; the same finding has the same key in every preview.
        kind: one of `SENTENCES`.
        place: where the sheet says it; None for what is not in the sheet.
        region_code: whom it is about, or empty.
        values: what the places of its sentence hold.
    """

    key: str
    kind: str
    place: Place | None
    region_code: str
    values: tuple[tuple[str, object], ...]

    def sentence(self, say: Words, name_of: Callable[[str], str | None]) -> str:
        """Where it stands, what is odd, and what to look at; `name_of` names a region by its code.

        Numbers are written as the language writes them.
        """
        values: dict[str, object] = {name: _written(value, say) for name, value in self.values}
        values["region"] = name_of(self.region_code) or self.region_code
        given = dict(self.values)
        if expected := given.get("expected"):
            values["expected"] = dictionary.label("classes", str(expected), say.lang)
        values["note"] = given.get(f"note_{say.lang}", "")  # our own words, as long as they are
        text = say(SENTENCES[self.kind], **values)
        return f"{self.place.words(say)}: {text}" if self.place else text


def _written(value: object, say: Words) -> str:
    if isinstance(value, Decimal):
        return say.exact(value)
    if isinstance(value, dt.date):
        return say.date(value)
    return shown(str(value))


def find(old: Tables, new: Tables, proposal: Proposal) -> tuple[Finding, ...]:
    """Everything in a proposal that needs a look, in the order of the sheet.

    Args:
        old: the tables as they are.
        new: the tables as they would be.
        proposal: what changes.
    """
    changed = [row for row in proposal.rows if row.kind in ("added", "changed")]
    of_sheet = [row for row in changed if row.place is not None]
    found = [
        *_new_years(old, new, of_sheet, changed),
        *_scores(new, of_sheet),
        *_known(of_sheet),
        *_events(old, new, of_sheet),
        *_classes(new, of_sheet),
        *_removed(new, proposal),
    ]
    named = {one.key: one for one in found}
    return tuple(sorted(named.values(), key=lambda one: (one.place.row if one.place else 0) or 0))


def _finding(kind: str, table: Table, row: RowChange, column: str, **values: object) -> Finding:
    key = ":".join((kind, *(row.cells.get(name, "") for name in table.key)))
    place = row.place
    if place is not None and column:
        place = Place(place.file, place.sheet, place.row, column)
    return Finding(key, kind, place, row.cells.get("region_code", ""), tuple(values.items()))


def _same(one: Cells, other: Cells) -> bool:
    """Whether two rows speak of the same region and, where there are several, the same scope."""
    return all(one.get(name) == other.get(name) for name in ("region_code", "scope"))


# --- scores --------------------------------------------------------------------------------------


def _scores(new: Tables, rows: Iterable[RowChange]) -> Iterator[Finding]:
    """Scores far from the year before, and far from what other sources say of the same year."""
    by_region: dict[tuple[str, str | None], list[Cells]] = {}
    for row in rows:
        table = new.described[row.table]
        column = score_column(table)
        value = number(row.cells.get(column.name, "")) if column else None
        if column is None or value is None or _EXCLUDED & row.cells.keys():
            continue
        if not by_region:
            for _key, cells in new.rows(row.table):
                if not _EXCLUDED & cells.keys():
                    key = (cells["region_code"], cells.get("scope"))
                    by_region.setdefault(key, []).append(cells)
        year = year_of(table, row.cells)
        others = by_region.get((row.cells["region_code"], row.cells.get("scope")), [])
        earlier = [one for one in others if int(one["year"]) < (year or 0)]
        before = max((int(one["year"]) for one in earlier), default=None)
        last = [one for one in earlier if int(one["year"]) == before]
        same = [
            one
            for one in others
            if int(one["year"]) == year and one.get("source_id") != row.cells.get("source_id")
        ]
        for kind, known, limit in (("jump", last, JUMP), ("far", same, FAR)):
            values = [found for one in known if (found := number(one.get(column.name, "")))]
            nearest = min(values, key=lambda one: abs(one - value), default=None)
            if nearest is not None and abs(nearest - value) > limit:
                yield _finding(
                    kind,
                    table,
                    row,
                    column.name,
                    new=value,
                    old=nearest,
                    points=abs(nearest - value),
                    year=year,
                    before=before,
                )


def _known(rows: Iterable[RowChange]) -> Iterator[Finding]:
    """Cells of the same source that are known with another value."""
    for row in rows:
        if row.kind != "changed" or any(cell.column == "source_id" for cell in row.changes):
            continue
        for cell in row.changes:
            if cell.old:
                key = f"known:{row.table}:{_named(row)}:{cell.column}"
                place = row.place and Place(
                    row.place.file, row.place.sheet, row.place.row, cell.column
                )
                values = (("column", cell.column), ("old", cell.old), ("new", cell.new or "–"))
                yield Finding(key, "known", place, row.cells.get("region_code", ""), values)


def _named(row: RowChange) -> str:
    """A row by its cells as they were, which stay the same in every preview."""
    changed = {cell.column: cell.old for cell in row.changes}
    return "|".join(f"{name}={changed.get(name, cell)}" for name, cell in row.cells.items())


# --- events --------------------------------------------------------------------------------------


def _events(old: Tables, new: Tables, rows: Iterable[RowChange]) -> Iterator[Finding]:
    """Events on a day on which one in the same province is known."""
    for row in rows:
        if (day_column := _EVENTS.get(row.table)) is None:
            continue
        table = new.described[row.table]
        (id_column,) = table.key
        own, day = row.cells.get(id_column), row.cells.get(day_column, "")
        if row.kind == "changed":
            yield _finding(
                "event_changed", table, row, day_column, other=own, day=dt.date.fromisoformat(day)
            )
            continue
        for _key, cells in (*old.rows(row.table), *((own, one.cells) for one in rows)):
            if cells.get(id_column) != own and _is_near(cells, row.cells, day_column):
                other = cells.get(id_column, "")
                yield _finding(
                    "event", table, row, day_column, other=other, day=dt.date.fromisoformat(day)
                )


def _is_near(one: Cells, other: Cells, day_column: str) -> bool:
    """Whether two events are of the same day, and of a region that may be the same place."""
    here, there = one.get("region_code", ""), other.get("region_code", "")
    is_place = here == there or here[:2] == there or there[:2] == here
    return one.get(day_column) == other.get(day_column) and is_place


# --- classes -------------------------------------------------------------------------------------


def _classes(new: Tables, rows: Iterable[RowChange]) -> Iterator[Finding]:
    """Stated classes that do not fit the score, by the limits of their year."""
    limits = _Limits(new)
    for row in rows:
        class_column, value_column = _SCALES.get(row.table, ("", ""))
        stated = limits.named(row.cells.get(class_column, ""))
        if not stated:
            continue
        year = row.cells["year"]
        if value_column:
            scores = [number(row.cells.get(value_column, ""))]
        else:  # the class alone: beside every score that is known of the same year
            scores = [
                number(cells.get("score", ""))
                for _key, cells in new.rows("spi_results")
                if cells["year"] == year
                and _same(cells, row.cells)
                and not _EXCLUDED & cells.keys()
            ]
        known = [score for score in scores if score is not None]
        expected = {limits.of(year, score) for score in known} - {""}
        if expected and stated not in expected:
            yield _finding(
                "class",
                new.described[row.table],
                row,
                class_column,
                stated=row.cells[class_column],
                score=known[0],
                year=year,
                expected=limits.of(year, known[0]),
            )


class _Limits:
    """The limits of the classes, a year each."""

    def __init__(self, tables: Tables) -> None:
        self._classes = (
            [cells for _key, cells in tables.rows("spi_classes")]
            if tables.is_csv("spi_classes")
            else []
        )
        names = {cells["spi_class"] for cells in self._classes}
        # The longest first: what is called very vulnerable is called vulnerable too.
        self._names = sorted(names, key=len, reverse=True)

    def named(self, text: str) -> str:
        """The class that a text speaks of, or nothing."""
        words = text.casefold().replace("_", " ")
        return next((name for name in self._names if name.replace("_", " ") in words), "")

    def of(self, year: str, score: Decimal) -> str:
        """The class of a score in a year, or nothing where it has no limits."""
        for cells in self._classes:
            lower, upper = Decimal(cells["lower_bound"]), Decimal(cells["upper_bound"])
            if cells["year"] == year and lower <= score and (score < upper or upper == 100):
                return cells["spi_class"]
        return ""


# --- years and removals --------------------------------------------------------------------------


def _new_years(
    old: Tables, new: Tables, rows: list[RowChange], changed: Iterable[RowChange]
) -> Iterator[Finding]:
    """Years later than any known one, and what the facts lack of them."""
    if not rows:
        return
    name, table = rows[0].table, new.described[rows[0].table]
    known = {year_of(table, cells) for _key, cells in old.rows(name)} - {None}
    newest = max((year for year in known if year), default=None)
    years = sorted(
        {year for row in rows if (year := year_of(table, row.cells)) and year > (newest or 9999)}
    )
    classes = {cells["year"] for _key, cells in new.rows("spi_classes")} if name in _SCALES else {}
    for year in years:
        first = next(row for row in rows if year_of(table, row.cells) == year)
        yield Finding(f"new_year:{name}:{year}", "new_year", first.place, "", (("year", year),))
        if name in _SCALES and str(year) not in classes:
            yield Finding(f"no_classes:{year}", "no_classes", None, "", (("year", year),))
    for row in changed:
        if row.table == "coverage" and row.place is None:
            spans = [cells for _key, cells in old.rows("coverage") if cells["table_name"] == name]
            last = max(spans, key=lambda cells: cells["to_year"])
            values = (
                ("year", row.cells["from_year"]),
                ("span", f"{last['from_year']}-{last['to_year']}"),
                ("note_id", last["note_id"]),
                ("note_en", last["note_en"]),
            )
            key = f"coverage:{name}:{row.cells['from_year']}"
            yield Finding(key, "coverage", None, "", values)


def _removed(new: Tables, proposal: Proposal) -> Iterator[Finding]:
    """Rows of the sheet's own table that would go."""
    own = next((row.table for row in proposal.rows if row.place is not None), "")
    for row in proposal.of_kind("removed"):
        if row.table == own:
            table = new.described[row.table]
            key = ", ".join(row.cells.get(name, "") for name in table.key)
            yield _finding("removed", table, row, "", key=key)
