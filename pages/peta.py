"""Peta: one indicator on the map, the card of a region beside it, and the rows below."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.figures import leading, years
from dashboard.ui import figure_card, filters, links, region_cards, state, year_player
from dashboard.warehouse import choices

PROVINCES, REGENCIES = "provinces", "regencies"


def contents() -> None:
    box, level, place = st.columns([3, 2, 3], vertical_alignment="bottom")
    with box:
        indicator = filters.choose_indicator()
    shown = state.selection().region_level if indicator == "spi" else PROVINCES
    if indicator == "spi":
        with level:
            filters.choose_region_level()
        if shown == REGENCIES:
            with place:
                filters.choose_within()
        year_player.show(
            choices.survey_years(state.warehouse()),
            years.best_known(state.warehouse(), state.selection()),
        )
    else:
        with level:
            filters.choose_ott_span()
    focus = filters.focus_of_map(shown)
    [(figure_id, asked)] = leading.shown(state.warehouse(), "peta", outlined(focus))
    figure_card.figure(
        figure_id,
        asked,
        key="map",
        height=370,
        on_region=partial(filters.point_at, shown, is_zooming=indicator == "spi"),
        beside=partial(card, shown, focus, is_zooming=indicator == "spi"),
    )


def outlined(focus: str) -> Selection:
    """What the map is asked: the region that a reader points at, as far as the map shows it."""
    chosen = state.selection()
    return replace(chosen, focus=focus if chosen.focus else "")


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
