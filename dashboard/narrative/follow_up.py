"""Facts to act on: what has not been found of the chosen regions, and zones not passed.

Never causes, and nothing that was not found counts as absent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

MOST_UNITS = 3


@dataclass(frozen=True)
class FollowUp:
    """One kind of fact to act on, the page that shows its rows, and what it is of each region.

    What was not found has no source; what was found names its own.
    """

    title: str
    page: str
    regions: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...] = ()


@cached(64)
def follow_up(warehouse: Warehouse, selection: Selection) -> tuple[FollowUp, ...]:
    """What may be followed up in the chosen regions, by kind; a kind without any is left out."""
    say = words(selection.lang)
    # A year that is not over yet, or not known in full, is not one without activities.
    start, end = years.ott_window(warehouse, replace(selection, from_year=None))
    first, last = choices.bimtek_years(warehouse)[0], choices.bimtek_years(warehouse)[-1]
    page_year = years.best_known(warehouse, selection)
    rows = queries.records(
        warehouse,
        "region/region_follow_up",
        selection,
        year=page_year,
        activity_from_year=max(start, first),
        activity_to_year=min(end, last),
        event_year=years.newest_event(warehouse, selection),
    )

    reported = queries.records(warehouse, "region/region_class_only", selection, year=page_year)

    def scores(row: Row) -> str:
        own = [one for one in reported if one["region_code"] == row["region_code"]]
        return _scores(row, own, page_year, say)

    kinds: tuple[tuple[str, str, Callable[[Row], str]], ...] = (
        (say("SPI scores not yet found"), "data", scores),
        (say("Zones tried, not yet passed"), "zona", lambda row: _units(row, say)),
        (say("Regulations not yet found"), "regulasi", lambda row: _subjects(row, say)),
        (say("Years without an activity found"), "bimtek", lambda row: _activities(row, say)),
    )
    found = []
    for title, page, text_of in kinds:
        texts = tuple((row["region_label"], text_of(row)) for row in rows if text_of(row))
        if texts:
            known = {"zona": rows, "data": reported}.get(page, [])
            found.append(FollowUp(title, page, texts, sources_of(warehouse, known)))
    return tuple(found)


def _scores(row: Row, reported: list[Row], year: int, say: Words) -> str:
    """The years without a score, and of which of them a source reports the class."""
    with_class = {one["year"]: sentences.class_only(one, say) for one in reported}
    without = [str(one) for one in row["years_without_score"] if one not in with_class]
    texts = [say.list(without)] if without else []
    texts += [f"{one}: {known}" for one, known in with_class.items()]
    if row["n_parts_without_score"]:
        texts.append(
            say(
                "{n} of {all} kabupaten and kota in {year}",
                n=row["n_parts_without_score"],
                all=row["n_parts"],
                year=year,
            )
        )
    return "; ".join(texts)


def _units(row: Row, say: Words) -> str:
    units = list(row["open_units"])
    shown = units[:MOST_UNITS]
    if len(units) > MOST_UNITS:
        shown.append(say.plural("{n} other", "{n} others", len(units) - MOST_UNITS))
    return say.list(shown)


def _subjects(row: Row, say: Words) -> str:
    subjects = row["subjects_without_regulation"]
    return say.list([dictionary.label("subjects", code, say.lang) for code in subjects])


def _activities(row: Row, say: Words) -> str:
    return say.list([str(year) for year in row["years_without_activity"]])
