"""The cards of regions on a page: score and class, rank, OTT and latest activity."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.export import markup
from dashboard.export.region_cards import MOST_CARDS, cards_html
from dashboard.narrative import overview
from dashboard.ui import state


def show(regions: tuple[str, ...] | None = None) -> None:
    """A card for each chosen region; an empty choice explains itself."""
    chosen = state.selection() if regions is None else replace(state.selection(), region=regions)
    say = state.words()
    if not chosen.region:
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    shown = overview.region_cards(state.warehouse(), chosen)
    st.html(cards_html(shown[:MOST_CARDS], say))
    if len(shown) > MOST_CARDS:
        more = say(
            "{n} more regions are chosen; compare them all on the page Compare.",
            n=len(shown) - MOST_CARDS,
        )
        st.caption(markup.escape(more))
