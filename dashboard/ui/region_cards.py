"""The cards of regions: score and class, rank, OTT and latest activity, each with its source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.core import dictionary
from dashboard.export import markup
from dashboard.narrative import overview
from dashboard.ui import figure_card, state

MOST_CARDS = 8


def show(regions: tuple[str, ...] | None = None) -> None:
    """A card for each chosen region; an empty choice explains itself."""
    chosen = state.selection() if regions is None else replace(state.selection(), region=regions)
    if not chosen.region:
        say = state.words()
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    shown = overview.region_cards(state.warehouse(), chosen)
    st.html(
        markup.render(
            "region_cards.html", cards=[_card_values(item) for item in shown[:MOST_CARDS]]
        )
    )
    if len(shown) > MOST_CARDS:
        say = state.words()
        more = say(
            "{n} more regions are chosen; compare them all on the page Compare.",
            n=len(shown) - MOST_CARDS,
        )
        st.caption(markup.escape(more))


def _card_values(item: overview.RegionCard) -> dict[str, Any]:
    """A card with its class colours and the marks of its numbers, for a template."""
    say, entry = state.words(), dictionary.dictionary()["classes"][item.class_code]
    return {
        "card": item,
        "colour": entry["colour"],
        "ink": entry["ink"],
        "score_mark": figure_card.source_mark(say("SPI score"), item.score_sources, say),
        "ott_mark": figure_card.source_mark(say("Operations (OTT)"), item.ott_sources, say),
        "activity_mark": figure_card.source_mark(say("Activity"), item.activity_sources, say),
    }
