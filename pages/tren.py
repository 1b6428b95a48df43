"""Tren: scores over the years for any regions, the story of one region, operations by year."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core import pages
from dashboard.figures import leading, years
from dashboard.ui import figure_card, filters, links, own_indicator, state
from dashboard.warehouse import choices

LINES = pages.PAGES["tren"].leading


def contents() -> None:
    own = own_indicator.choose(filters.choose_survey_span)
    if own is None:
        references, beside = st.columns([2, 1], vertical_alignment="bottom")
        with references:
            filters.choose_references()
        with beside, st.container(horizontal=True, vertical_alignment="bottom"):
            filters.choose_survey_span()
            filters.choose_events()
    trend(is_of_scores=own is None)
    story()
    figure_card.figure("ott-by-year", years.in_ott_window(state.warehouse(), state.selection()))


def trend(*, is_of_scores: bool) -> None:
    """Values over the years: lines in one chart, of many regions a small chart each."""
    [(figure_id, asked)] = leading.shown(state.warehouse(), "tren", state.selection())
    figure_card.figure(figure_id, asked)
    if is_of_scores and figure_id != LINES:
        say = state.words()
        links.figure_link(LINES, say("All lines in one chart"), icon=":material/show_chart:")


def story() -> None:
    """One region's scores and events as a sequence."""
    say, regions = state.words(), choices.regions(state.warehouse())
    if not state.selection().region:
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    options = list(regions)
    code = filters.choose_region(
        say("Region to tell"), options, state.selection().region[0], "story"
    )
    figure_card.figure("response-timeline", replace(state.selection(), region=(code,)))


contents()
