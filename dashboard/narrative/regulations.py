"""Regulations in words and rows: what has been found, and what activities belong to it by rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.narrative.overview import Summary
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

_Key = tuple[str, str, str, int, str]


@dataclass(frozen=True)
class Linked:
    """An activity that belongs to a regulation by rule, and the choice that leads to it."""

    why: str
    when: str
    title: str
    region: str
    year: int
    topic: str


@dataclass(frozen=True)
class Regulation:
    """One regulation as a reader reads it; the title is in Indonesian."""

    region_code: str
    region: str
    name: str
    subject: str
    title: str
    is_weak: bool
    activities: tuple[Linked, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Province:
    """A province with the regulations found of it and of its kabupaten and kota."""

    name: str
    regulations: tuple[Regulation, ...]


@dataclass(frozen=True)
class Educators:
    """One count of certified educators: of whom, when, how many, and what the source adds."""

    region: str
    counted_on: str
    paksi: str
    api: str
    note: str
    sources: tuple[Source, ...]


@cached(64)
def _rows(warehouse: Warehouse, selection: Selection) -> tuple[Row, ...]:
    year = years.newest_event(warehouse, selection)
    return tuple(queries.records(warehouse, "regulations/regulations", selection, year=year))


def _asked(selection: Selection) -> Selection:
    return selection.only(("region", "subject", "year"))


@cached(64)
def overview(warehouse: Warehouse, selection: Selection) -> Summary:
    """How many regulations have been found on which subjects, and what that cannot say."""
    say = words(selection.lang)
    rows = _rows(warehouse, _asked(selection))
    sample = dictionary.caveat("regulations_found", say.lang)
    if not rows:
        return Summary(say("No regulation has been found for this choice"), (), (sample,))
    headline = say.plural(
        "{n} regulation on integrity found in {regions} regions",
        "{n} regulations on integrity found in {regions} regions",
        len(rows),
        regions=say.number(len({row["region_code"] for row in rows}), 0),
    )
    newest = [
        say("{name} ({region})", name=_name(row, say), region=row["region_label"])
        for row in sentences.highest(rows, "year", 0)
    ]
    texts = (say("The newest: {names}.", names=sentences.named(newest, say)),)
    return Summary(headline, texts, (sample,), sources_of(warehouse, rows))


def _name(row: Row, say: Words) -> str:
    """Instrument, number and year; a number that the source does not print is left out."""
    instrument = dictionary.label("instruments", row["instrument"], say.lang)
    if row["regulation_number"] is None:
        return say("{instrument} of {year}", instrument=instrument, year=row["year"])
    return say(
        "{instrument} {number} of {year}",
        instrument=instrument,
        number=row["regulation_number"],
        year=row["year"],
    )


@cached(64)
def provinces(warehouse: Warehouse, selection: Selection) -> tuple[Province, ...]:
    """The regulations by province, each with its activities."""
    say = words(selection.lang)
    year = years.newest_event(warehouse, selection)
    linked: dict[_Key, list[Row]] = defaultdict(list)
    for row in queries.records(
        warehouse, "regulations/regulation_activities", selection, year=year
    ):
        linked[_key(row, row["regulation_title_id"])].append(row)
    return tuple(
        Province(name, tuple(_sentence(warehouse, row, linked, say) for row in rows))
        for name, rows in groupby(
            _rows(warehouse, _asked(selection)), key=lambda row: row["province_name"]
        )
    )


def _key(row: Row, title: str) -> _Key:
    return (
        row["region_code"],
        row["instrument"],
        row["regulation_number"] or "",
        row["year"],
        title,
    )


def _sentence(
    warehouse: Warehouse, row: Row, linked: dict[_Key, list[Row]], say: Words
) -> Regulation:
    return Regulation(
        region_code=row["region_code"],
        region=row["region_name"],
        name=_name(row, say),
        subject=dictionary.label("subjects", row["subject"], say.lang),
        title=row["title_id"],
        is_weak=row["reliability"] == "weak",
        activities=tuple(_linked(one, say) for one in linked[_key(row, row["title_id"])]),
        sources=sources_of(warehouse, [row]),
    )


def _linked(row: Row, say: Words) -> Linked:
    why = {
        "report": say("Activity told in the same report"),
        "subject": say("Activity on the same subject in the same year"),
    }
    return Linked(
        why=why[row["link_kind"]],
        when=say.date(row["event_date"], row["date_precision"]),
        title=say.pick(row, "title"),
        region=row["region_code"],
        year=row["activity_year"],
        topic=row["topic"],
    )


@cached(64)
def educators(warehouse: Warehouse, selection: Selection) -> tuple[Educators, ...]:
    """The counts of certified educators, the nation's first."""
    say = words(selection.lang)
    year = years.newest_event(warehouse, selection)
    rows = queries.records(warehouse, "regulations/paksi_counts", selection, year=year)
    return tuple(
        Educators(
            region=row["region_name"],
            counted_on=say.partial_date(row["counted_on"]),
            paksi="" if row["paksi_count"] is None else say.number(row["paksi_count"], 0),
            api="" if row["api_count"] is None else say.number(row["api_count"], 0),
            note=row["scope_note_id"] or "",
            sources=sources_of(warehouse, [row]),
        )
        for row in rows
    )


def without_educators(warehouse: Warehouse, selection: Selection) -> tuple[str, ...]:
    """The names of chosen provinces of which no count has been found."""
    known = {item.region for item in educators(warehouse, selection)}
    regions = choices.regions(warehouse)
    chosen = (regions[code] for code in selection.region)
    return tuple(
        region.name for region in chosen if region.level == "provinsi" and region.name not in known
    )
