"""Ringkasan: where things stand and what changed, on one screen."""

from __future__ import annotations

import streamlit as st

from dashboard.export import markup
from dashboard.export.region_cards import national_html
from dashboard.narrative import overview
from dashboard.narrative import region_cards as narrative_cards
from dashboard.ui import figure_card, region_cards, state
from dashboard.warehouse.engine import Source


def contents() -> None:
    with st.container(key="overview"):  # one sheet of paper
        national()
        region_cards.show()
        left, right = st.columns([8, 5], gap="medium")
        with left:
            figure_card.figure("spi-map", height=270)
        with right:
            figure_card.figure("spi-change", height=280)
        overview_sources(region_cards.follow_up())
        completeness()


def national() -> None:
    """The page's headline: where the nation stands."""
    summary = overview.national(state.warehouse(), state.selection())
    st.html(national_html(summary, state.words()))


def overview_sources(of_follow_up: tuple[Source, ...]) -> None:
    """The sources of what is no figure but shows numbers too: headline, cards, follow-up."""
    say, warehouse, chosen = state.words(), state.warehouse(), state.selection()
    cards = narrative_cards.region_cards(warehouse, chosen) if chosen.region else ()
    sources = (
        *overview.national(warehouse, chosen).sources,
        *(s for card in cards for s in card.sources),
        *of_follow_up,
    )
    listed, version = tuple(dict.fromkeys(sources)), warehouse.build.facts_version
    figure_card.sources_of_words(say("Headline and cards"), listed, version, say, "overview")


def completeness() -> None:
    """How complete the facts are."""
    say = state.words()
    sentences = overview.completeness(state.warehouse(), state.selection())
    st.caption(
        "**" + say("How complete the facts are") + ":** " + markup.escape(" · ".join(sentences))
    )


contents()
