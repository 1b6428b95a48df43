"""Answers in words: sentences and cards around figures. Their rows come from sql/query only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, steps, years
from dashboard.figures import sentences as figures_sentences
from dashboard.figures.model import Row
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of


@dataclass(frozen=True, eq=False)
class Summary:
    """What a page says first: a headline, the sentences after it, and what is not known."""

    headline: str
    sentences: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, eq=False)
class National:
    """Where the nation stands in the page's year, what followed it, and what is newer."""

    headline: str
    change: str
    note: str
    newest: str
    sources: tuple[Source, ...]


@cached(64)
def national(warehouse: Warehouse, selection: Selection) -> National:
    """The national index of the page's year; a newer one stands beside it, with its year."""
    say = words(selection.lang)
    year = years.best_known(warehouse, selection)
    newest = years.window_end(warehouse, selection)
    found = queries.records(warehouse, "spi/spi_national", selection, year=newest)
    rows = [row for row in found if row["year"] <= year]
    newer = [_newer_sentence(row, say) for row in found if row["year"] > year][:1]
    beside = "".join(newer)
    if not rows or rows[0]["year"] != year:
        headline = say("The national index of {year} has not been found", year=year)
        return National(headline, "", "", beside, sources_of(warehouse, found[: len(newer)]))
    row = rows[0]
    # Labels before and after a change of classes are not comparable: nothing is "still" there.
    same_class = (
        len(rows) > 1 and rows[1]["spi_class"] == row["spi_class"] and not row["has_class_change"]
    )
    values = {"year": row["year"], "score": figures_sentences.starred(row, say)}
    if row["spi_class"] is None:
        headline = say("National Integrity Index {year}: {score}", **values)
    elif same_class:
        headline = say(
            "National Integrity Index {year}: {score}, still {spi_class}",
            spi_class=figures_sentences.class_label(row, say),
            **values,
        )
    else:
        headline = say(
            "National Integrity Index {year}: {score}, {spi_class}",
            spi_class=figures_sentences.class_label(row, say),
            **values,
        )
    change = ""
    if row["change"] is not None:
        step = steps.known_step(say("The index"), row, say)
        change = f"{steps.step_sentence(step, say)}."
    return National(
        headline,
        change,
        range_sentence(row, say),
        beside,
        sources_of(warehouse, [*rows[:1], *found[: len(newer)]]),
    )


def _newer_sentence(row: Row, say: Words) -> str:
    """A national index of a later year than the page's, with its year."""
    columns = {"year": "year", "score": "score", "class": "spi_class", "is_disputed": "is_disputed"}
    newest = {f"newest_{name}": row[column] for name, column in columns.items()}
    return figures_sentences.newest_sentence(newest, say)


def range_sentence(row: Row, say: Words) -> str:
    """For a disputed score, the range of what sources say, as a sentence."""
    if not row["is_disputed"]:
        return ""
    return say(
        "* Sources differ: {low} to {high}.",
        low=say.number(row["low"]),
        high=say.number(row["high"]),
    )


@cached(64)
def completeness(warehouse: Warehouse, selection: Selection) -> tuple[str, ...]:
    """How complete the facts are, one sentence a kind of fact."""
    say = words(selection.lang)
    year = years.best_known(warehouse, replace(selection, scope="pemprov"))
    asked = queries.records(warehouse, "method/completeness", selection, year=year)
    rows = {row["fact"]: row for row in asked}
    first, last = choices.complete_ott_years(warehouse)
    pemprov, cities = rows["spi_pemprov"], rows["spi_regency_city"]
    return (
        say(
            "SPI {year}: {n} of {all} provincial governments",
            year=year,
            n=pemprov["n_known"],
            all=pemprov["n_all"],
        ),
        say(
            "SPI {year}: {n} of {all} kabupaten and kota",
            year=year,
            n=cities["n_known"],
            all=cities["n_all"],
        ),
        say("OTT: complete for {first}–{last}", first=first, last=last),
        say(
            "Activities ({n}) and integrity zones ({zones}): samples, never ranked",
            n=say.number(rows["activity"]["n_known"], 0),
            zones=say.number(rows["wbk"]["n_known"], 0),
        ),
        say("{n} sources in all", n=say.number(rows["source"]["n_known"], 0)),
    )
