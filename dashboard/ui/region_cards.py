"""The cards of regions on a page, and what may be followed up in them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.export import markup
from dashboard.export.region_cards import MOST_CARDS, cards_html, follow_up_html
from dashboard.narrative import follow_up as narrative_follow_up
from dashboard.narrative import region_cards as narrative_cards
from dashboard.ui import links, state
from dashboard.warehouse.engine import Source


def show(regions: tuple[str, ...] | None = None) -> None:
    """A card for each chosen region; an empty choice explains itself."""
    chosen = state.selection() if regions is None else replace(state.selection(), region=regions)
    say = state.words()
    if not chosen.region:
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    shown = narrative_cards.region_cards(state.warehouse(), chosen)
    st.html(cards_html(shown, chosen, say, links.query_address))
    if len(shown) > MOST_CARDS:
        more = say(
            "{n} more regions are chosen; compare them all on the page Compare.",
            n=len(shown) - MOST_CARDS,
        )
        st.caption(markup.escape(more))


def follow_up() -> tuple[Source, ...]:
    """Facts to act on in the regions whose cards are shown; returns their sources."""
    chosen = state.selection()
    shown = replace(chosen, region=chosen.region[:MOST_CARDS])
    kinds = narrative_follow_up.follow_up(state.warehouse(), shown)
    if kinds:
        st.html(follow_up_html(kinds, shown, state.words(), links.query_address))
    return tuple(source for kind in kinds for source in kind.sources)
