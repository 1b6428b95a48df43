"""Where one region stands: its numbers, the sentences of its profile, its scores by year."""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefing.content import KeyNumber, Part, joined, statement
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import sentences
from dashboard.figures.model import Row
from dashboard.narrative import region as narrative_region
from dashboard.narrative import region_cards
from dashboard.warehouse.engine import Warehouse


def position(warehouse: Warehouse, selection: Selection) -> Part:
    """The part on the first chosen region."""
    say = words(selection.lang)
    profile = narrative_region.profile(warehouse, selection)
    row = narrative_region.profile_row(warehouse, selection)
    one = replace(selection, region=selection.region[:1])
    [card] = region_cards.region_cards(warehouse, one)
    scores = narrative_region.parts(warehouse, one)[0]
    return statement(
        warehouse,
        "position",
        selection.lang,
        title=profile.headline,
        subtitle=say(
            "Score of {year}, how it moved, its rank, and operations (OTT).", year=row["year"]
        ),
        sources=joined((profile.sources, card.sources, scores.sources)),
        sentences=(*profile.sentences, f"{card.activity}."),
        numbers=_key_numbers(row, card, say),
        rows=scores.rows,
        columns=scores.columns,
        caveats=("spi_sources", "ott_found", "allegations"),
    )


def _key_numbers(row: Row, card: region_cards.RegionCard, say: Words) -> tuple[KeyNumber, ...]:
    """Score, change, rank and operations of a region; what is unknown says so and is no zero."""
    entry = dictionary.dictionary()["classes"][card.class_code]
    span = f"{row['ott_from_year']}–{row['ott_to_year']}"
    change, since = region_cards.NOTHING, say("no earlier score is known")
    rank, among = region_cards.NOTHING, card.rank
    beside = "; ".join(text for text in (card.note, card.newest) if text)
    standing = f"{card.class_label} ({beside})" if beside else card.class_label
    if row["score"] is None:
        since = say("no score of {year} is known", year=row["year"])
    elif row["change"] is not None:
        change = say.signed(row["change"])
        since = say("points from {year}", year=row["previous_year"])
        if row["has_method_change"]:
            since = say("points from {year}; the method changed", year=row["previous_year"])
    if row["score_rank"] is not None:
        rank = say.number(row["score_rank"], 0)
        among = say(
            "of {n} known {whose}", n=row["n_ranked"], whose=sentences.whose(row["scope"], say)
        )
    return (
        KeyNumber(card.score_label, card.score, standing, entry["colour"], entry["ink"]),
        KeyNumber(say("Change"), change, since),
        KeyNumber(say("Rank"), rank, among),
        KeyNumber("OTT", say.number(row["ott_count"], 0), say("in {span}", span=span)),
    )
