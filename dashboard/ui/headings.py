"""A page's title, and what it says first."""

from __future__ import annotations

import streamlit as st

from dashboard.export import markup
from dashboard.narrative.overview import Summary
from dashboard.ui import figure_card, state


def title(text: str) -> None:
    """A page's title."""
    st.title(markup.escape(text), anchor=False)


def headline(summary: Summary, key: str) -> None:
    """What the page says first, and where it stands."""
    say = state.words()
    st.html(markup.render("headline.html", summary=summary))
    if summary.sources:
        version = state.warehouse().build.facts_version
        figure_card.sources_of_words(
            say("Headline and sentences"), summary.sources, version, say, key
        )
