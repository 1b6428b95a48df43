"""Peta: one indicator on the map, the card of a region beside it, and the rows below."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.core.selection import INDICATORS, OTT_INDICATORS
from dashboard.export import markup
from dashboard.figures import leading, registry, years
from dashboard.ui import figure_card, filters, links, region_cards, state, year_player
from dashboard.warehouse import choices, indicators

PROVINCES, REGENCIES = "provinces", "regencies"


def contents() -> None:
    # In one row also on a phone, as far as they fit: the map is what a reader came for.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        own = indicators.declared(state.warehouse())
        indicator = filters.choose_indicator((*INDICATORS, *own))
        is_of_regencies = leading.is_of_regencies(state.warehouse(), state.selection())
        shown = REGENCIES if is_of_regencies else PROVINCES
        has_both = indicator == "spi" or (
            indicator in own and own[indicator].has_provinces and own[indicator].has_regencies
        )
        if has_both:
            filters.choose_region_level()
        if indicator in OTT_INDICATORS:
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
        on_region=partial(filters.point_at, shown, is_zooming=has_both),
        below=None if indicator in OTT_INDICATORS else partial(player, indicator),
        beside=partial(card, shown, focus, is_zooming=has_both),
    )


def player(indicator: str) -> None:
    """The years of the scores, or of a declared indicator as far as pages know them."""
    warehouse = state.warehouse()
    known = choices.survey_years(warehouse)
    current = years.best_known(warehouse, state.selection())
    own = indicators.declared(warehouse).get(indicator)
    if own is not None:
        known = tuple(year for year in known if year in indicators.years(warehouse, own.id))
        [(figure_id, asked)] = leading.shown(warehouse, "peta", state.selection())
        current = registry.answer(warehouse, figure_id, asked).selection.year or current
    if own is None or (current in known and len(known) > 1):
        year_player.show(known, current)


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
