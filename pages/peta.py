"""Peta: one indicator on the map, the card of a region beside it, and the rows below."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.export import markup
from dashboard.figures import leading, years
from dashboard.ui import figure_card, filters, links, region_cards, state, year_player
from dashboard.warehouse import choices

PROVINCES, REGENCIES = "provinces", "regencies"


def contents() -> None:
    # In one row also on a phone, as far as they fit: the map is what a reader came for.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = filters.choose_indicator()
        shown = state.selection().region_level if indicator == "spi" else PROVINCES
        if indicator == "spi":
            filters.choose_region_level()
        else:
            filters.choose_ott_span()
        if shown == REGENCIES:
            filters.choose_within()
    focus = leading.focus(state.warehouse(), state.selection())
    [(figure_id, asked)] = leading.shown(state.warehouse(), "peta", state.selection())
    figure_card.figure(
        figure_id,
        asked,
        key="map",
        height=370,
        on_region=partial(filters.point_at, shown, is_zooming=indicator == "spi"),
        below=player if indicator == "spi" else None,
        beside=partial(card, shown, focus, is_zooming=indicator == "spi"),
    )


def player() -> None:
    """The years of the scores, below the map."""
    known = choices.survey_years(state.warehouse())
    year_player.show(known, years.best_known(state.warehouse(), state.selection()))


def card(level: str, focus: str, *, is_zooming: bool) -> None:
    """The card of the region that a reader points at, with the way to its story."""
    say = state.words()
    if level == REGENCIES:
        label, hint = say("Region"), say("Tap a kabupaten or kota on the map to see its card.")
    else:
        label, hint = say("Province"), say("Tap a province on the map to see its card.")
    filters.choose_focus(label, level, focus, is_zooming=is_zooming)
    if not focus:
        st.caption(markup.escape(hint))
        return
    region_cards.show((focus,))
    links.story_link(focus)


contents()
