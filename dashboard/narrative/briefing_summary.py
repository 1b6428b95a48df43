"""The sentences that a briefing begins with, and which of its parts tells each in full."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import registry, sentences, years
from dashboard.figures.model import Row
from dashboard.narrative import actions, comparison, gaps, region, standing
from dashboard.warehouse.engine import Source, Warehouse, cached

_MOST_KINDS = 3


@dataclass(frozen=True)
class Told:
    """A sentence.

    Attributes:
        text: the sentence.
        subject: of the part that tells it in full: a statement or a figure.
        sources: its own.
    """

    text: str
    subject: str
    sources: tuple[Source, ...] = ()


@cached(64)
def told(warehouse: Warehouse, selection: Selection) -> tuple[Told, ...]:
    """The sentences on one region, or on several beside each other."""
    say = words(selection.lang)
    if not selection.region:
        return ()
    one_or_more = _of_one if len(selection.region) == 1 else _of_several
    found = (*one_or_more(warehouse, selection, say), _unknown(warehouse, selection, say))
    return tuple(one for one in found if one.text)


def _of_one(warehouse: Warehouse, selection: Selection, say: Words) -> list[Told]:
    profile = region.profile(warehouse, selection)
    row = region.profile_row(warehouse, selection)
    moved = registry.answer(warehouse, "spi-trend", replace(selection, reference=()))
    first = f"{profile.headline}."
    if row["change"] is not None:
        first += f" {moved.headline}."
    done = actions.actions(warehouse, selection)
    return [
        Told(first, "position", profile.sources),
        Told(_standing(warehouse, selection, row, say), "peers"),
        Told(_operations(warehouse, selection, row, say), "change"),
        Told(f"{done.headline}.", "actions", done.sources),
    ]


def _standing(warehouse: Warehouse, selection: Selection, row: Row, say: Words) -> str:
    """The place around it and the rank among all of its kind; nothing without a score."""
    if row["score"] is None:
        return ""
    around = standing.among_neighbours(warehouse, selection)
    rank = sentences.rank_sentence(row, say)
    return "; ".join(text for text in (around, rank) if text) + "."


def _operations(warehouse: Warehouse, selection: Selection, row: Row, say: Words) -> str:
    """Operations of the window, the last one found, and what followed it."""
    first, last = years.ott_window(warehouse, selection)
    span = years.span_text(first, last)
    counted = say.plural("{n} OTT in {span}.", "{n} OTT in {span}.", row["ott_count"], span=span)
    if not row["ott_count"]:
        counted = say("No OTT in {span}, years with a complete list.", span=span)
    if row["ott_date"] is None:
        return counted
    latest = say(
        "The last one found: {date}, {region}.",
        date=say.date(row["ott_date"], row["ott_date_precision"]),
        region=row["ott_region_label"],
    )
    if not row["activities_since_ott"]:
        since = say("No activity after it has been found.")
    else:
        since = say.plural(
            "{n} activity after it has been found.",
            "{n} activities after it have been found.",
            row["activities_since_ott"],
        )
    return f"{counted} {latest} {since}"


def _of_several(warehouse: Warehouse, selection: Selection, say: Words) -> list[Told]:
    compared = comparison.comparison(warehouse, selection)
    changed = registry.answer(warehouse, "spi-change", selection)
    scorecard = registry.answer(warehouse, "spi-scorecard", selection)
    return [
        Told(f"{compared.headline}.", "comparison", compared.sources),
        Told(f"{changed.headline}.", "spi-change", changed.sources),
        Told(_counted(scorecard.rows, say), "spi-scorecard", scorecard.sources),
    ]


def _counted(rows: tuple[Row, ...], say: Words) -> str:
    """Operations of each region in the window; nothing where no list is complete."""
    counted = [row for row in rows if row["ott_count"] is not None]
    if not counted:
        return ""
    span = years.span_text(counted[0]["ott_from_year"], counted[0]["ott_to_year"])
    texts = [f"{row['region_label']} {say.number(row['ott_count'], 0)}" for row in counted]
    return say("OTT in {span}: {counts}.", span=span, counts=say.list(texts))


def _unknown(warehouse: Warehouse, selection: Selection, say: Words) -> Told:
    missing = gaps.gaps(warehouse, selection).missing
    kinds = [f"{what} ({details})" for what, details, _how in missing][:_MOST_KINDS]
    if len(selection.region) > 1:
        kinds = [what for what, _details, _how in missing]
    text = say("Not known: {kinds}.", kinds="; ".join(kinds)) if kinds else ""
    return Told(text, "unknown", gaps.gaps(warehouse, selection).sources)
