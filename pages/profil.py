"""Profil: one region told from the facts, on a time axis, among its governments, and in lists."""

from __future__ import annotations

import streamlit as st

from dashboard.export import markup
from dashboard.export.profile import rows_html
from dashboard.figures import registry
from dashboard.narrative import nearby as narrative_nearby
from dashboard.narrative import region as narrative_region
from dashboard.ui import figure_card, headings, links, region_box, state

SHOWN_ROWS = 12
INDICATORS = "indicator-scorecard"


def contents() -> None:
    with st.container(key="profile"):  # no wider than a sheet of paper can show
        if choose():
            headline()
            headline_sources()
            nearby()
            timeline()
            regencies()
            indicators_of_office()
            facts_by_kind()


def choose() -> bool:
    """Whether there is a region to tell; if not, the page says how to choose one."""
    region_box.choose_profile_region()
    if state.selection().region:
        return True
    say = state.words()
    st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
    return False


def headline() -> None:
    """Where the region stands, what happened last, and what is not known."""
    summary = narrative_region.profile(state.warehouse(), state.selection())
    headings.summary_html(summary)


def headline_sources() -> None:
    """The sources of the sentences."""
    say = state.words()
    summary = narrative_region.profile(state.warehouse(), state.selection())
    version = state.warehouse().build.facts_version
    figure_card.sources_of_words(
        say("Headline and sentences"), summary.sources, version, say, "profile"
    )


def timeline() -> None:
    """The region's scores and events on one time axis."""
    figure_card.figure("response-timeline", state.one_region(state.selection().region[0]))


def regencies() -> None:
    """The scores of the governments of the region's province."""
    figure_card.figure("spi-regencies", state.one_region(state.selection().region[0]))


def indicators_of_office() -> None:
    """The indicators that the facts declare, where they declare some."""
    if registry.find(state.warehouse(), INDICATORS):
        figure_card.figure(INDICATORS, state.one_region(state.selection().region[0]))


def facts_by_kind() -> None:
    """What is known by kind: rows that wrap and print, newest first, older ones folded away."""
    warehouse, say = state.warehouse(), state.words()
    for part in narrative_region.parts(warehouse, state.selection()):
        with st.container(key=f"part-{part.key}", gap="xsmall"):
            st.header(markup.escape(part.title), anchor=False)
            if part.rows:
                st.html(rows_html(warehouse, part, say.lang, SHOWN_ROWS))
            st.caption(markup.escape(part.note))
            if part.rows:
                version, key = warehouse.build.facts_version, f"profile-{part.key}"
                figure_card.sources_of_words("", part.sources, version, say, key)


def nearby() -> None:
    """Neighbours and peers with their scores, as links to their profiles."""
    say = state.words()
    near = narrative_nearby.nearby(state.warehouse(), state.selection())
    groups = (
        ("neighbours", near.neighbours_title, near.neighbours),
        ("peers", near.peers_title, near.peers),
    )
    with st.container(key="profile-nearby"):
        for key, title, regions in groups:
            if not regions:
                continue
            st.header(markup.escape(title), anchor=False)
            with st.container(horizontal=True, gap="small", key=f"near-{key}"):
                for region in regions:
                    links.region_link(region.code, region.label)
        links.compare_link(state.selection().region[0])
        if near.sources:
            version = state.warehouse().build.facts_version
            figure_card.sources_of_words("", near.sources, version, say, "profile-peers")


contents()
