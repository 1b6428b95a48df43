"""What pages of facts are made of: a headline with its sources, and lists that go on when asked."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from dashboard.export import markup
from dashboard.narrative.overview import Told
from dashboard.ui import figure_card, screen

STEP = 20


def headline(told: Told, key: str) -> None:
    """What the page says first, and where it stands."""
    say = screen.reader()
    st.html(markup.render("headline.html", told=told))
    if told.sources:
        version = screen.facts().build.facts_version
        figure_card.sources_of_words(say("Headline and sentences"), told.sources, version, say, key)


def shown(key: str, asked: Hashable, first: int = STEP) -> int:
    """How many items of a list the reader wants to see; another question begins anew."""
    question, n = st.session_state.get(f"shown-{key}", (None, first))
    return int(n) if question == asked else first


def more(key: str, asked: Hashable, n: int, of: int) -> None:
    """The button that shows more of a list, if there is more."""
    if n >= of:
        return
    say = screen.reader()
    st.button(
        say("Show {n} more of {all}", n=min(STEP, of - n), all=say.number(of, 0)),
        icon=":material/expand_more:",
        on_click=lambda: st.session_state.update({f"shown-{key}": (asked, n + STEP)}),
        key=f"more-{key}",
    )
