"""A page's heading, and what it says first."""

from __future__ import annotations

import streamlit as st

from dashboard.export import markup, news
from dashboard.narrative import periods
from dashboard.narrative.overview import Summary
from dashboard.ui import figure_card, state


def page(path: str, title: str) -> None:
    """The heading of a page: its name, with its year and its window of years beside it.

    On the first page, what is new since the reader's last visit has its place there too.

    Args:
        path: of the page, empty for the first one.
        title: its name.
    """
    text = periods.of_page(state.warehouse(), path, state.selection())
    new = news.place(state.warehouse(), path, state.selection(), state.words())
    st.html(
        markup.render("page_heading.html", title=title, periods=state.with_terms(text), news=new)
    )


def summary_html(summary: Summary) -> None:
    """A headline with its sentences, in which terms open their meaning."""
    st.html(
        markup.render(
            "headline.html",
            headline=summary.headline,
            sentences=[state.with_terms(sentence) for sentence in summary.sentences],
            gaps=[state.with_terms(sentence) for sentence in summary.gaps],
        )
    )


def headline(summary: Summary, key: str) -> None:
    """What the page says first, and where it stands."""
    say = state.words()
    summary_html(summary)
    if summary.sources:
        version = state.warehouse().build.facts_version
        figure_card.sources_of_words(
            say("Headline and sentences"), summary.sources, version, say, key
        )
