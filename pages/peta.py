"""Peta: one indicator on the map, a card for a region, and the same rows as a table."""

from __future__ import annotations

import streamlit as st

from dashboard.figures import registry
from dashboard.ui import figure_card, filters, links, region_cards, state
from dashboard.warehouse import choices


def contents() -> None:
    box, span = st.columns([2, 1])
    with box:
        indicator = filters.choose_indicator()
    if indicator != "spi":
        with span:
            filters.choose_ott_span()
    clicked = map_figure(indicator)
    region_of_map(clicked)
    map_table(indicator)


def map_figure(indicator: str) -> str | None:
    """The map of an indicator; returns the province that a reader clicked on."""
    return figure_card.figure(figure_of(indicator), key="map", height=430, clickable=True)


def figure_of(indicator: str) -> str:
    """The figure that maps an indicator: scores, else operations."""
    return "spi-map" if indicator == "spi" else "ott-map"


def map_table(indicator: str) -> None:
    """The rows of the map, below it."""
    warehouse, say = state.warehouse(), state.words()
    answer = registry.answer(warehouse, figure_of(indicator), state.selection())
    figure_card.rows_table(warehouse, answer.rows, answer.figure.columns, say, answer.headline)


def region_of_map(clicked: str | None) -> None:
    """The card of the province that was clicked on or chosen, with the way to its story."""
    provinces = list(choices.presets(state.warehouse())["semua"])
    first = next((code for code in state.selection().region if code in provinces), provinces[0])
    say = state.words()
    code = filters.choose_region(say("Province"), provinces, first, "map", clicked)
    region_cards.show((code,))
    links.story_link(code)


contents()
