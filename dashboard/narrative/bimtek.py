"""Activities in words and rows: what has been found, with whom, and what followed an OTT."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dashboard.core import dictionary, limits
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import bimtek as figures_bimtek
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.narrative.overview import Summary
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of


@dataclass(frozen=True)
class Activity:
    """One activity as a reader reads it; `regions` are pairs of code and name."""

    when: str
    regions: tuple[tuple[str, str], ...]
    title: str
    facts: tuple[str, ...]
    organizer: str
    audience: str
    city: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, eq=False)
class Followed:
    """One OTT and the activities found after it in its province, if any: a sequence in time."""

    when: str
    region: str
    offices: str
    outcome: str
    counted: str
    activities: tuple[Activity, ...]
    sources: tuple[Source, ...]


def asked(selection: Selection) -> Selection:
    """What the queries of activities know of a selection."""
    return selection.only(figures_bimtek.ACTIVITY_PARAMETERS)


@cached(64)
def _rows(warehouse: Warehouse, query: str, selection: Selection) -> tuple[Row, ...]:
    return tuple(queries.records(warehouse, query, selection))


def listed(warehouse: Warehouse, selection: Selection) -> tuple[Row, ...]:
    """The newest activities found, newest first, a national event once."""
    return _rows(warehouse, "bimtek/bimtek_activities", asked(selection))


def count(warehouse: Warehouse, selection: Selection) -> int:
    """How many activities have been found, a national event once."""
    [row] = _rows(warehouse, "bimtek/bimtek_totals", asked(selection))
    return int(row["activity_count"])


@cached(64)
def overview(warehouse: Warehouse, selection: Selection) -> Summary:
    """How many activities have been found, with whom, for how many people, and the latest."""
    say = words(selection.lang)
    [row] = _rows(warehouse, "bimtek/bimtek_totals", asked(selection))
    sample = say(
        "This is a sample from reports, not a full list: the number depends on what was reported "
        "and found. That is why regions are never ranked by it."
    )
    if not row["activity_count"]:
        nothing = say("None found does not mean that there was none.")
        return Summary(figures_bimtek.none_found(say), (), (f"{nothing} {sample}",))
    counted = say.plural(
        "{n} activity against corruption found, {span}",
        "{n} activities against corruption found, {span}",
        row["activity_count"],
        span=years.span_text(selection.from_year, selection.year),
    )
    rows = listed(warehouse, selection)
    texts = (
        _with_whom(row, say),
        _people(row, say),
        _latest(rows, say),
        _shared(row, say),
    )
    return Summary(
        counted, tuple(text for text in texts if text), (sample,), sources_of(warehouse, rows)
    )


def _with_whom(row: Row, say: Words) -> str:
    return say(
        "With the KPK: {with_kpk}. Without: {without_kpk}. Not stated: {unknown}.",
        with_kpk=say.number(row["with_kpk"], 0),
        without_kpk=say.number(row["without_kpk"], 0),
        unknown=say.number(row["kpk_unknown"], 0),
    )


def _people(row: Row, say: Words) -> str:
    if not row["participants_known"]:
        return say("How many people took part is not known of any of them.")
    return say(
        "Participants are known of {known} of {all} activities: {total} people in these.",
        known=say.number(row["participants_known"], 0),
        all=say.number(row["activity_count"], 0),
        total=say.number(row["participants_total"], 0),
    )


def _latest(rows: tuple[Row, ...], say: Words) -> str:
    row = rows[0]
    when = (row["event_date"], row["date_precision"])
    others = sum((one["event_date"], one["date_precision"]) == when for one in rows) - 1
    text = say(
        "The latest: {title} ({region}, {date}).",
        title=say.pick(row, "title"),
        region=say.list(row["event_region_labels"]),
        date=say.date(row["event_date"], row["date_precision"]),
    )
    return sentences.with_others_of_date(text, others, say)


def _shared(row: Row, say: Words) -> str:
    if not row["shared_count"]:
        return ""
    return say.plural(
        "{n} event was seen in several regions and counts once.",
        "{n} events were seen in several regions and count once each.",
        row["shared_count"],
    )


def shown(warehouse: Warehouse, rows: tuple[Row, ...], say: Words) -> tuple[Activity, ...]:
    """Activities of the list as a reader reads them."""
    return tuple(
        Activity(
            when=_when(row, say),
            regions=tuple(zip(row["event_region_codes"], row["event_region_labels"], strict=True)),
            title=say.pick(row, "title"),
            facts=(
                dictionary.label("activity_types", row["activity_type"], say.lang),
                dictionary.label("topics", row["topic"], say.lang),
                *_common(row, say),
            ),
            organizer=row["organizer"] or "",
            audience=row["audience_id"] or "",
            city=row["venue_city"] or "",
            sources=sources_of(warehouse, [row]),
        )
        for row in rows
    )


def _common(row: Row, say: Words) -> tuple[str, ...]:
    part = {
        "yes": say("with the KPK"),
        "no": say("without the KPK"),
        "unknown": say("KPK's part not stated"),
    }[row["kpk_involved"]]
    people = row["participants"]
    if people is None:
        return (part,)
    return (part, say.plural("{n} participant", "{n} participants", people))


def _when(row: Row, say: Words) -> str:
    begin = say.date(row["event_date"], row["date_precision"])
    if row["end_date"] is None:
        return begin
    return f"{begin} – {say.date(row['end_date'])}"


@cached(64)
def _after_rows(warehouse: Warehouse, selection: Selection) -> tuple[Row, ...]:
    return tuple(
        queries.records(
            warehouse,
            "bimtek/bimtek_after_ott",
            selection,
            most_rows=limits.OPERATIONS_OF_PAGE,
            most_each=limits.ACTIVITIES_OF_OPERATION,
        )
    )


def count_operations(warehouse: Warehouse, selection: Selection) -> int:
    """How many operations there are of which `after_ott` tells the newest."""
    return queries.n_found(_after_rows(warehouse, asked(selection)))


@cached(64)
def after_ott(warehouse: Warehouse, selection: Selection) -> tuple[Followed, ...]:
    """Operations, newest first, each with the activities found within 365 days after it."""
    say = words(selection.lang)
    rows = _after_rows(warehouse, asked(selection))
    texts = []
    for _incident, group in groupby(rows, key=lambda row: row["incident_id"]):
        pairs = list(group)
        first = pairs[0]
        followed = [row for row in pairs if row["event_id"] is not None]
        counted = say.plural(
            "{n} activity found within 365 days after it, in the same province:",
            "{n} activities found within 365 days after it, in the same province:",
            first["n_followed"],
        )
        texts.append(
            Followed(
                when=say.date(first["ott_date"], first["ott_date_precision"]),
                region=first["ott_region_label"],
                offices=say.pick(first, "offices"),
                outcome=say.pick(first, "outcome") or "",
                counted=counted,
                activities=tuple(_after(warehouse, row, say) for row in followed),
                sources=sources_of(warehouse, [first]),
            )
        )
    return tuple(texts)


def _after(warehouse: Warehouse, row: Row, say: Words) -> Activity:
    when = say.date(row["event_date"], row["date_precision"])
    if row["days_after"] is not None:
        later = sentences.later(row["days_after"], say)
        when = f"{later} ({when})"
    return Activity(
        when=when,
        regions=((row["region_code"], row["region_label"]),),
        title=say.pick(row, "title"),
        facts=(
            dictionary.label("activity_types", row["activity_type"], say.lang),
            *_common(row, say),
        ),
        organizer="",
        audience="",
        city="",
        sources=sources_of(warehouse, [{"source_ids": row["activity_source_ids"]}]),
    )
