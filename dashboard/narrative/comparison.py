"""How far chosen regions lie apart, each kind of government by itself, and on what that rests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Source, Warehouse, cached
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


_MOST_NAMED = 12


@dataclass(frozen=True, eq=False)
class Comparison:
    """How far regions lie apart, and on what the comparison rests.

    Attributes:
        headline: how far apart the known scores of each kind lie.
        references: what they can be held against.
        basis: whose scores, their ranks, what weakens them, what is not known.
        rows: one a chosen region.
        sources: of the rows and of the references.
    """

    headline: str
    references: str
    basis: tuple[str, ...]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]


@cached(64)
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
    """How far apart the known scores lie, each kind by itself."""
    known = [row for row in rows if row["score"] is not None]
    told = [_apart(group, say) for _kind, group in sentences.kinds(known) if len(group) > 1]
    if told:
        return say("{told} in {year}", told="; ".join(told), year=year)
    if len(known) > 1:
        names = [row["region_label"] for row in known]
        return say(
            "{regions} are governments of different kinds: not compared", regions=say.list(names)
        )
    values = {"n": len(known), "all": len(rows), "year": year}
    if reported := sum(bool(sentences.class_only(row, say)) for row in rows):
        return say(
            "{n} of {all} chosen regions have a known score in {year}, of {reported} the class "
            "alone is known: nothing to compare",
            reported=reported,
            **values,
        )
    return say(
        "{n} of {all} chosen regions have a known score in {year}: nothing to compare", **values
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
    """On what a comparison rests: whose scores, their ranks, how well known, what weakens it."""
    texts = []
    scopes = list(dict.fromkeys(row["scope"] for row in rows))
    if scopes:
        names = say.list([dictionary.label("scopes", scope, say.lang) for scope in scopes])
        texts.append(say("Whose score: {names}.", names=names))
    if len(sentences.kinds(rows)) > 1:
        texts.append(dictionary.caveat("kinds_apart", say.lang))
    texts += [_ranks(group, say) for _kind, group in sentences.kinds(known) if _ranked(group)]
    if newest := [row for row in rows if row["newest_year"] is not None]:
        told = [f"{row['region_label']} {sentences.newest_sentence(row, say)}" for row in newest]
        texts.append(
            say("Newest scores of another year: {scores}.", scores="; ".join(told[:_MOST_NAMED]))
        )
    texts += sentences.class_only_sentences(rows, say)
    missing = [
        row["region_label"]
        for row in rows
        if row["score"] is None and row["has_own_government"] and not sentences.class_only(row, say)
    ]
    if missing:
        texts.append(say("No score found for {regions}.", regions=say.list(missing[:_MOST_NAMED])))
    texts += [
        f"{row['region_label']}: {sentences.no_government(row, say)}."
        for row in rows
        if not row["has_own_government"]
    ]
    single = [row["region_label"] for row in known if row["n_sources"] == 1]
    if single:
        texts.append(say("Only one source: {regions}.", regions=say.list(single[:_MOST_NAMED])))
    weak = [row["region_label"] for row in known if row["reliability"] == "weak"]
    if weak:
        texts.append(say("Weak source: {regions}.", regions=say.list(weak[:_MOST_NAMED])))
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


def _ranked(rows: list[Row]) -> list[Row]:
    """The rows that have a rank; an aggregate of a territory has none."""
    return [row for row in rows if row["score_rank"] is not None]


def _ranks(rows: list[Row], say: Words) -> str:
    """The ranks of chosen regions of one kind, among all known ones of that kind."""
    ranked = _ranked(rows)
    told = [
        say("{region} {rank} (shared)", region=row["region_label"], rank=row["score_rank"])
        if row["is_rank_shared"]
        else f"{row['region_label']} {row['score_rank']}"
        for row in ranked[:_MOST_NAMED]
    ]
    return say(
        "Rank among the {n} known {whose}: {ranks}.",
        n=ranked[0]["n_ranked"],
        whose=sentences.whose(ranked[0]["scope"], say),
        ranks=", ".join(told),
    )
