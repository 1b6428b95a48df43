"""The cards of regions on a page, and what may be followed up in them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.export.region_cards import MOST_CARDS, cards_html, follow_up_html
from dashboard.narrative import follow_up as narrative_follow_up
from dashboard.narrative import region_cards as narrative_cards
from dashboard.ui import links, state, tray_state
from dashboard.warehouse.engine import Source, Warehouse, cached_text


def show(regions: tuple[str, ...] | None = None) -> None:
    """A card for each chosen region; an empty choice explains itself."""
    chosen = state.selection() if regions is None else replace(state.selection(), region=regions)
    say = state.words()
    if not chosen.region:
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    shown = narrative_cards.region_cards(state.warehouse(), chosen)
    st.html(_cards_html(state.warehouse(), chosen, tray_state.carried()))
    if len(shown) > MOST_CARDS:
        more = say(
            "{n} more regions are chosen; compare them all on the page Compare.",
            n=len(shown) - MOST_CARDS,
        )
        st.caption(markup.escape(more))


@cached_text()
def _cards_html(warehouse: Warehouse, chosen: Selection, tray: str) -> str:
    """The cards, whose links carry a tray along."""
    return cards_html(
        narrative_cards.region_cards(warehouse, chosen),
        chosen,
        words(chosen.lang),
        partial(links.address_with, tray),
    )


def follow_up() -> tuple[Source, ...]:
    """Facts to act on in the regions whose cards are shown; returns their sources."""
    chosen = state.selection()
    shown = replace(chosen, region=chosen.region[:MOST_CARDS])
    kinds = narrative_follow_up.follow_up(state.warehouse(), shown)
    if kinds:
        st.html(follow_up_html(kinds, shown, state.words(), links.query_address))
    return tuple(source for kind in kinds for source in kind.sources)
