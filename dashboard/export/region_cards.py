"""The headline and the cards of regions as HTML, for the page and for what comes before it."""

from __future__ import annotations

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.export.sources import source_mark
from dashboard.narrative.overview import National, RegionCard

MOST_CARDS = 8


def national_html(national: National, say: Words) -> str:
    """Where the nation stands, as the first words of a page."""
    mark = source_mark(say("National index"), national.sources, say)
    return markup.render("spi_national.html", national=national, mark=mark)


def cards_html(cards: tuple[RegionCard, ...], say: Words) -> str:
    """The first cards, each with its class colours and the marks of its numbers."""
    return markup.render("region_cards.html", cards=[_values(card, say) for card in cards])


def _values(card: RegionCard, say: Words) -> dict[str, object]:
    entry = dictionary.dictionary()["classes"][card.class_code]
    return {
        "card": card,
        "colour": entry["colour"],
        "ink": entry["ink"],
        "score_mark": source_mark(say("SPI score"), card.score_sources, say),
        "ott_mark": source_mark(say("Operations (OTT)"), card.ott_sources, say),
        "activity_mark": source_mark(say("Activity"), card.activity_sources, say),
    }
