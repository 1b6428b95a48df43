"""Sting operations in words: what the chosen ones tell together, and each as a case of a list.

Allegations stay allegations; amounts and outcomes are told only of those operations where a
source said them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import ott as figures_ott
from dashboard.figures import queries, years
from dashboard.figures import sentences as figures_sentences
from dashboard.figures.model import Row
from dashboard.narrative.overview import Summary
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

CENTRE = "00"
PARAMETERS = ("region", "from_year", "year", "level", "sector")


@dataclass(frozen=True)
class Detail:
    """What stands behind a case's short facts; `lang` where it is not the reader's language."""

    label: str
    text: str
    lang: str = ""


@dataclass(frozen=True, eq=False)
class Case:
    """One operation, ready to be shown."""

    id: str
    date: str
    region_code: str
    place: str
    level: str
    sector: str
    offices: str
    summary: str
    facts: tuple[str, ...]
    outcome_kind: str
    outcome_label: str
    outcome: str
    remarks: tuple[str, ...]
    details: tuple[Detail, ...]
    source: Source


@dataclass(frozen=True, eq=False)
class SearchResult:
    """What a search of the chosen operations found, newest first."""

    sentence: str
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]


@cached(64)
def overview(warehouse: Warehouse, selection: Selection) -> Summary:
    """The chosen operations of a resolved span in sentences."""
    say = words(selection.lang)
    [row] = queries.records(warehouse, "ott/ott_totals", selection)
    sentences = (
        (
            _levels_sentence(row, say),
            *_cash_sentences(row, say),
            *_outcomes_sentences(row, say),
            _last(row, say),
        )
        if row["ott_count"]
        else ()
    )
    chosen = "; ".join(figures_ott.kinds_sentences(selection, say))
    return Summary(
        _headline(warehouse, selection, row, say),
        (
            *((say("Only: {chosen}.", chosen=chosen),) if chosen else ()),
            _complete_sentence(warehouse, selection, row, say),
            *sentences,
        ),
        sources=sources_of(warehouse, [row]),
    )


def _headline(warehouse: Warehouse, selection: Selection, row: Row, say: Words) -> str:
    known = choices.regions(warehouse)
    labels = [known[code].label for code in selection.region]
    return say(
        "{regions}: {operations}, {span}",
        regions=figures_sentences.regions_sentence(labels, say) or say("All of Indonesia"),
        operations=say.plural("{n} known OTT", "{n} known OTT", row["ott_count"]),
        span=years.span_text(selection.from_year, selection.year),
    )


def _complete_sentence(warehouse: Warehouse, selection: Selection, row: Row, say: Words) -> str:
    """How far the number can be trusted: only a complete list makes zero a zero."""
    first, last = choices.complete_ott_years(warehouse)
    covered = years.complete_part(warehouse, selection)
    assert covered.from_year is not None and covered.year is not None  # noqa: S101 (resolved)
    if covered.year < first or covered.from_year > last:
        return say("The list of these years is incomplete: the number is a lower bound.")
    if (covered.from_year, covered.year) == (selection.from_year, selection.year):
        return " ".join(
            text
            for text in (
                say("The list of these years is complete."),
                _others_sentence(warehouse, selection, row, say),
            )
            if text
        )
    return say(
        "The list is complete for {span} only: {n} of the operations. Other years are a lower "
        "bound.",
        span=years.span_text(covered.from_year, covered.year),
        n=say.number(row["complete_count"], 0),
    )


def _others_sentence(warehouse: Warehouse, selection: Selection, row: Row, say: Words) -> str:
    """How many operations of other years are known, which the span leaves out."""
    known = choices.ott_years(warehouse)
    whole = replace(selection, from_year=known[0], year=known[-1])
    [every] = queries.records(warehouse, "ott/ott_totals", whole)
    if every["ott_count"] == row["ott_count"]:
        return ""
    return say.plural(
        "{n} operation of other years is known, from an incomplete list.",
        "{n} operations of other years are known, from an incomplete list.",
        every["ott_count"] - row["ott_count"],
    )


def _levels_sentence(row: Row, say: Words) -> str:
    counted = [
        f"{figures_sentences.level_within(code, say)} ({say.number(n, 0)})"
        for code in dictionary.dictionary()["level_groups"]
        if (n := row[f"{code}_count"])
    ]
    return say("By level of the officials: {counts}.", counts=say.list(counted))


def _cash_sentences(row: Row, say: Words) -> tuple[str, ...]:
    if not row["cash_count"]:
        return ()
    return (
        say(
            "Rupiah secured: {amount} in the {n} of {all} operations for which a source says an "
            "amount.",
            amount=say.rupiah(row["cash_seized_idr"]),
            n=say.number(row["cash_count"], 0),
            all=say.number(row["ott_count"], 0),
        ),
    )


def _outcomes_sentences(row: Row, say: Words) -> tuple[str, ...]:
    if not row["outcome_count"]:
        return ()
    counted = [
        f"{dictionary.label('outcomes', kind, say.lang)} ({say.number(n, 0)})"
        for kind in dictionary.dictionary()["outcomes"]
        if (n := row[f"{kind}_count"])
    ]
    return (
        say(
            "An outcome is recorded for {n} of {all}: {counts}. For the others none has been "
            "found.",
            n=say.number(row["outcome_count"], 0),
            all=say.number(row["ott_count"], 0),
            counts=say.list(counted),
        ),
    )


def _last(row: Row, say: Words) -> str:
    others = row["newest_count"] - 1
    text = say(
        "The latest: {date}, {region} ({offices}).",
        date=say.date(row["ott_date"], row["date_precision"]),
        region=_central(say) if row["region_code"] == CENTRE else row["region_label"],
        offices=say.pick(row, "offices"),
    )
    return figures_sentences.with_others_of_date(text, others, say)


def _central(say: Words) -> str:
    return say("central case without a province")


@cached(64)
def central_sentence(warehouse: Warehouse, selection: Selection) -> str:
    """What a choice of regions leaves out, or what all of them hold beside the provinces."""
    say = words(selection.lang)
    if not selection.region:
        return say("Central cases without a province are among them.")
    [row] = queries.records(warehouse, "ott/ott_totals", selection)
    if not row["central_count"]:
        return ""
    return say.plural(
        "{n} central case without a province shows with all regions only.",
        "{n} central cases without a province show with all regions only.",
        row["central_count"],
    )


@cached(64)
def cases(warehouse: Warehouse, selection: Selection, text: str = "") -> SearchResult:
    """The chosen operations that hold every word of a text, in the reader's language."""
    say = words(selection.lang)
    searched = text.lower().split()
    rows = queries.records(warehouse, "ott/ott_cases", selection, words=searched)
    [all_of_them] = queries.records(warehouse, "ott/ott_totals", selection)
    n = queries.n_found(rows)
    values = {"n": say.number(n, 0), "all": say.number(all_of_them["ott_count"], 0)}
    sentence = (
        say("{n} of {all} operations", **values)
        if searched
        else say.plural("{n} operation", "{n} operations", n)
    )
    if left_out := figures_sentences.only_newest(len(rows), n, say):
        sentence += f". {left_out}"
    return SearchResult(
        sentence,
        tuple(_case(warehouse, row, say) for row in rows),
        sources_of(warehouse, rows),
    )


def _case(warehouse: Warehouse, row: Row, say: Words) -> Case:
    [source_id] = row["source_ids"]
    source = warehouse.sources[source_id]
    kind = row["outcome_kind"] or ""
    remarks = (
        None
        if row["is_counted_by_kpk"]
        else say("joint or handed over, outside the KPK's own count"),
        None if row["is_complete"] else say("year with an incomplete list"),
        say("weak source") if row["reliability"] == "weak" else None,
    )
    return Case(
        id=row["incident_id"],
        date=say.date(row["ott_date"], row["date_precision"]),
        region_code="" if row["region_code"] == CENTRE else row["region_code"],
        place=_place(row, say),
        level=dictionary.label("level_groups", row["level_group"], say.lang),
        sector=dictionary.label("sectors", row["sector"], say.lang),
        offices=say.pick(row, "offices"),
        summary=say.pick(row, "summary"),
        facts=_facts(row, say),
        outcome_kind=kind,
        outcome_label=dictionary.label("outcomes", kind, say.lang) if kind else "",
        outcome=say.pick(row, "outcome") or "",
        remarks=tuple(remark for remark in remarks if remark),
        details=_details(row, say),
        source=source,
    )


def _place(row: Row, say: Words) -> str:
    if row["region_code"] == CENTRE:
        return _central(say)
    if row["region_code"] == row["province_code"]:
        return str(row["region_name"])
    return f"{row['region_name']}, {row['province_label']}"


def _facts(row: Row, say: Words) -> tuple[str, ...]:
    """What a source counted; what none did is left out, never a zero."""
    facts = []
    if row["people_arrested"] is not None:
        held = row["people_arrested"]
        facts.append(say.plural("{n} person held", "{n} people held", held))
    if row["suspects_named"] is not None:
        named = row["suspects_named"]
        facts.append(say.plural("{n} suspect named", "{n} suspects named", named))
    if row["cash_seized_idr"] is not None:
        facts.append(say("{amount} secured", amount=say.rupiah(row["cash_seized_idr"])))
    return tuple(facts)


def _details(row: Row, say: Words) -> tuple[Detail, ...]:
    """The amount to the last rupiah, and the note, which is in Bahasa Indonesia only."""
    details = []
    if row["cash_seized_idr"] is not None:
        amount = say.rupiah(row["cash_seized_idr"], exact=True)
        details.append(Detail(say("Rupiah secured, as the source says"), amount))
    if row["note_id"]:
        label = say("Note") if say.lang == "id" else say("Note (in Indonesian)")
        details.append(Detail(label, row["note_id"], "id"))
    return tuple(details)
