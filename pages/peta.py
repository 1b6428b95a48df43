"""Peta: one indicator on the map, the card of a province beside it, and the rows below."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.ui import figure_card, filters, links, region_cards, state


def contents() -> None:
    box, span = st.columns([2, 1])
    with box:
        indicator = filters.choose_indicator()
    if indicator != "spi":
        with span:
            filters.choose_ott_span()
    figure_card.figure(
        figure_of(indicator),
        outlined(),
        key="map",
        height=370,
        on_region=lambda code: state.choose(focus=code),
        beside=province,
    )


def figure_of(indicator: str) -> str:
    """The figure that maps an indicator: scores, else operations."""
    return "spi-map" if indicator == "spi" else "ott-map"


def outlined() -> Selection:
    """What the map is asked: the province that a reader points at is outlined, else the chosen."""
    chosen = state.selection()
    return replace(chosen, region=(chosen.focus,)) if chosen.focus else chosen


def province() -> None:
    """The card of the province that a reader points at, with the way to its story."""
    say = state.words()
    code = filters.choose_focus(say("Province"), say("Choose here or on the map"))
    if code is None:
        st.caption(markup.escape(say("Tap a province on the map to see its card.")))
        return
    region_cards.show((code,))
    links.story_link(code)


contents()
