"""The cards of regions in words: where each stands in the page's year, and how it moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import legends, queries, rows_behind, sentences, years
from dashboard.figures.model import Row
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of
from dashboard.warehouse.table_rows import Question

NOTHING = "–"


@dataclass(frozen=True, eq=False)
class RegionCard:
    """What is known of one region, ready to be shown.

    Attributes:
        code, name: of the region.
        score_label: what the score is: SPI, the page's year, whose.
        score, class_code, class_label: of the page's year; a missing score is no zero.
        note: that the class is known without a score; empty where there is no such class.
        direction: `up`, `down`, `same`, or empty where nothing can be compared.
        change: since the page's comparison year, with a break of method named.
        distance: to the national index of the same year; empty where either is missing.
        place: among the governments that can be compared, ties told.
        rank: among all of its kind.
        newest: the newest score if it is of another year than the page's, with that year.
        history: year and score of every survey year, oldest first; None where none was found.
        year: of the page.
        history_label: the same in words.
        neighbours: codes of whom it can be compared with.
        score_rows, newest_rows, ott_rows, activity_rows: the rows behind each of them; None where
            there is none.
        ott, activity, story: operations of the page's window, the latest activity, its title.
    """

    code: str
    name: str
    score_label: str
    score: str
    class_code: str
    class_label: str
    note: str
    direction: str
    change: str
    distance: str
    place: str
    rank: str
    newest: str
    year: int
    history: tuple[tuple[int, float | None], ...]
    history_label: str
    ott: str
    activity: str
    story: str
    neighbours: tuple[str, ...]
    score_rows: Question | None
    newest_rows: Question | None
    ott_rows: Question
    activity_rows: Question | None
    score_sources: tuple[Source, ...]
    ott_sources: tuple[Source, ...]
    activity_sources: tuple[Source, ...]
    sources: tuple[Source, ...]


@cached(64)
def region_cards(warehouse: Warehouse, selection: Selection) -> tuple[RegionCard, ...]:
    """A card for each chosen region, in the reader's order, all of the page's year."""
    say = words(selection.lang)
    newest = years.window_end(warehouse, selection)
    known: dict[str, dict[int, float]] = {}
    for row in queries.records(warehouse, "region/region_card_scores", selection, to_year=newest):
        known.setdefault(row["region_code"], {})[row["year"]] = row["score"]
    surveyed = [year for year in choices.survey_years(warehouse) if year <= newest]
    return tuple(
        _card(
            warehouse,
            row,
            tuple((year, known.get(row["region_code"], {}).get(year)) for year in surveyed),
            say,
        )
        for row in card_rows(warehouse, selection)
    )


def card_rows(warehouse: Warehouse, selection: Selection) -> list[Row]:
    """What the cards of the chosen regions are written from."""
    asked = replace(selection, from_year=None)
    survey = years.since_baseline(warehouse, asked)
    ott_from_year, ott_year = years.ott_window(warehouse, asked)
    return queries.records(
        warehouse,
        "region/region_cards",
        asked,
        year=survey.year,
        from_year=survey.from_year,
        to_year=years.window_end(warehouse, selection),
        ott_from_year=ott_from_year,
        ott_year=ott_year,
        event_year=years.newest_event(warehouse, selection),
    )


def _card(
    warehouse: Warehouse, row: Row, history: tuple[tuple[int, float | None], ...], say: Words
) -> RegionCard:
    scope = dictionary.label("scopes", row["scope"], say.lang, "short")
    if row["score"] is None:
        # The badge says "no data" in words, or the class that is known without a score.
        score, class_code = NOTHING, row["reported_class"] or legends.UNKNOWN
    else:
        score, class_code = sentences.starred(row, say), row["spi_class"] or "unclassified"
    span = years.span_text(row["ott_from_year"], row["ott_year"])
    activity = say("No activity found")
    if row["activity_date"] is not None:
        kind = dictionary.label("event_types", row["activity_type"], say.lang)
        when = say.date(row["activity_date"], row["activity_date_precision"], "medium")
        activity = say("Activity: {kind}, {when}", kind=kind, when=when)
    return RegionCard(
        code=row["region_code"],
        name=row["region_name"],
        score_label=f"SPI {row['year']} · {scope}",
        score=score,
        class_code=class_code,
        class_label=dictionary.label("classes", class_code, say.lang),
        note=sentences.class_only_note(row, say),
        direction=_direction(row["change"]),
        change=_change(row, say),
        distance=_distance(row, say),
        place=_place(row, say),
        rank=_rank(row, say),
        newest=sentences.newest_sentence(row, say),
        year=row["year"],
        history=history,
        history_label=say(
            "SPI by year: {values}",
            values="; ".join(f"{year} {say.number(value)}" for year, value in history),
        ),
        ott=say.plural("{n} OTT in {span}", "{n} OTT in {span}", row["ott_count"], span=span),
        activity=activity,
        story=say.pick(row, "activity_title") or "",
        neighbours=choices.neighbours(warehouse, row["region_code"]),
        **_rows_behind(row),
        score_sources=sources_of(warehouse, [row], column="score_source_ids"),
        ott_sources=sources_of(warehouse, [row], column="ott_source_ids"),
        activity_sources=sources_of(warehouse, [row], column="activity_source_ids"),
        sources=sources_of(warehouse, [row]),
    )


def _rows_behind(row: Row) -> dict[str, Any]:
    """What every source printed of a card's scores, and the events that it counts or names."""
    code, scope = row["region_code"], row["scope"]

    def score(column: str, year: str) -> Question | None:
        return None if row[column] is None else rows_behind.score(code, scope, row[year])

    date = row["activity_date"]
    scores = score("score", "year")
    if scores is None and row["reported_class"]:
        scores = rows_behind.class_reports(code, scope, row["year"])
    return {
        "score_rows": scores,
        "newest_rows": score("newest_score", "newest_year"),
        "ott_rows": rows_behind.of_region(
            rows_behind.OPERATIONS, code, row["ott_from_year"], row["ott_year"]
        ),
        "activity_rows": date
        and rows_behind.of_region(rows_behind.ACTIVITIES, code, date.year, date.year),
    }


def _direction(change: float | None) -> str:
    if change is None:
        return ""
    return "up" if change > 0 else "down" if change < 0 else "same"


def _change(row: Row, say: Words) -> str:
    if row["score"] is None:
        return ""
    if row["from_year"] is None:
        return say("no earlier score to compare with")
    if row["change"] is None:
        return say("{year}: no data", year=row["from_year"])
    text = say("{change} since {year}", change=say.signed(row["change"]), year=row["from_year"])
    return ", ".join(part for part in (text, sentences.break_sentence(row, say)) if part)


def _rank(row: Row, say: Words) -> str:
    """The rank among all of its kind; only a score has one, and an aggregate has none."""
    if row["score"] is None:
        return say("no rank without a score")
    return sentences.rank_sentence(row, say) or say("no rank in this scope")


def _distance(row: Row, say: Words) -> str:
    if row["distance_to_national"] is None:
        return ""
    return say("{points} against the nation", points=say.signed(row["distance_to_national"]))


def _place(row: Row, say: Words) -> str:
    """The place among those of its kind in its comparison group."""
    if row["place"] is None:
        return ""
    group = sentences.comparison_group(row, say)
    values = {"place": row["place"], "n": row["n_placed"], "group": group}
    if row["level"] == "provinsi":
        text = say("place {place} of {n} scores in {group}", **values)
    else:
        kind = sentences.kind_name(row["level"], say)
        text = say("place {place} of {n} scores of {kind} in {group}", kind=kind, **values)
    others = row["n_tied"] - 1
    if not others:
        return text
    tied = say.plural("tied with {n} other", "tied with {n} others", others)
    return f"{text} ({tied})"
