"""How far chosen regions lie apart, kinds of government by themselves, and on what that rests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Source, Warehouse
from dashboard.warehouse.sources import sources_of

# What a comparison says of each region, in order.
COMPARED = (
    "region_name",
    "scope",
    "score",
    "spi_class",
    "score_rank",
    "distance_to_national",
    "distance_to_best",
    "low",
    "high",
    "n_sources",
    "source_ids",
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """How far regions lie apart, and on what the comparison rests."""

    headline: str
    references: str
    basis: tuple[str, ...]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]


@lru_cache(maxsize=64)
def comparison(warehouse: Warehouse, selection: Selection) -> Comparison:
    """How far the chosen regions lie apart in one year."""
    say = words(selection.lang)
    year = years.best_known(warehouse, selection)
    to_year = max(year, years.window_end(warehouse, selection))
    asked = replace(selection, year=year, to_year=to_year)
    rows = tuple(queries.records(warehouse, "spi/spi_comparison", asked))
    known = [row for row in rows if row["score"] is not None]
    references = queries.records(warehouse, "spi/spi_references", asked)
    return Comparison(
        _headline(rows, year, say),
        _references(references, year, say),
        _basis(rows, known, say),
        rows,
        sources_of(warehouse, rows, references),
    )


def _headline(rows: tuple[Row, ...], year: int, say: Words) -> str:
    """How far apart the known scores lie, those of provinces and of others by themselves."""
    known = [row for row in rows if row["score"] is not None]
    kinds = [[row for row in known if row["is_province"] == kind] for kind in (True, False)]
    told = [_apart(group, say) for group in kinds if len(group) > 1]
    if told:
        return say("{told} in {year}", told="; ".join(told), year=year)
    if len(known) == 2:
        names = [row["region_label"] for row in known]
        return say(
            "{regions} are governments of different kinds: not compared", regions=say.list(names)
        )
    return say(
        "{n} of {all} chosen regions have a known score in {year}: nothing to compare",
        n=len(known),
        all=len(rows),
        year=year,
    )


def _apart(rows: list[Row], say: Words) -> str:
    top, bottom = sentences.highest(rows, "score"), sentences.lowest(rows, "score")
    values = {
        "best": sentences.named([row["region_label"] for row in top], say),
        "high": sentences.starred(top[0], say),
        "worst": sentences.named([row["region_label"] for row in bottom], say),
        "low": sentences.starred(bottom[0], say),
        "distance": say.number(top[0]["score"] - bottom[0]["score"]),
    }
    if len(top) == len(rows):
        return say("{best} share one score ({high})", **values)
    return say("{best} ({high}) and {worst} ({low}) lie {distance} points apart", **values)


def _references(rows: list[Row], year: int, say: Words) -> str:
    """What the scores can be held against in that year; an island mean says of how many."""
    texts = []
    for row in rows:
        name = sentences.series_name(row, say)
        score = sentences.starred(row, say)
        if row["n_known"] is not None:
            counted = say(
                "mean of {n} of {all} provinces", n=row["n_known"], all=row["n_provinces"]
            )
            texts.append(f"{name} {score} ({counted})")
        else:
            texts.append(f"{name} {score}")
    if not texts:
        return say("No reference is known for {year}.", year=year)
    return say("For reference, {year}: {references}.", year=year, references="; ".join(texts))


def _basis(rows: tuple[Row, ...], known: list[Row], say: Words) -> tuple[str, ...]:
    """On what a comparison rests: whose scores, how well known, what weakens it."""
    texts = []
    scopes = list(dict.fromkeys(row["scope"] for row in rows))
    if scopes:
        names = say.list([dictionary.label("scopes", scope, say.lang) for scope in scopes])
        texts.append(say("Whose score: {names}.", names=names))
    if len({row["is_province"] for row in rows}) > 1:
        texts.append(
            say(
                "Provinces and kabupaten or kota are compared apart: they are governments of "
                "different kinds, which KPK groups apart too."
            )
        )
    elif len(scopes) > 1:
        texts.append(dictionary.caveat("unlike_governments", say.lang))
    if newest := [row for row in rows if row["newest_year"] is not None]:
        told = [f"{row['region_label']} {sentences.newest_sentence(row, say)}" for row in newest]
        texts.append(say("Newest scores of another year: {scores}.", scores="; ".join(told[:12])))
    missing = [row["region_label"] for row in rows if row["score"] is None]
    if missing:
        texts.append(say("No score found for {regions}.", regions=say.list(missing[:12])))
    single = [row["region_label"] for row in known if row["n_sources"] == 1]
    if single:
        texts.append(say("Only one source: {regions}.", regions=say.list(single[:12])))
    weak = [row["region_label"] for row in known if row["reliability"] == "weak"]
    if weak:
        texts.append(say("Weak source: {regions}.", regions=say.list(weak[:12])))
    disputed = [row for row in known if row["is_disputed"]]
    texts += [
        say(
            "{region}: sources differ, {low} to {high}.",
            region=row["region_label"],
            low=say.number(row["low"]),
            high=say.number(row["high"]),
        )
        for row in disputed
    ]
    return tuple(texts)
