"""Long lists: how many items are shown, and the button that shows more."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from dashboard.export import markup
from dashboard.figures import sentences
from dashboard.ui import state

STEP = 20


def shown(key: str, asked: Hashable, first: int = STEP) -> int:
    """How many items of a list the reader wants to see; another question begins anew."""
    question, n = st.session_state.get(f"shown-{key}", (None, first))
    return int(n) if question == asked else first


def more(key: str, asked: Hashable, n: int, of: int) -> None:
    """The button that shows more of a list, if there is more."""
    if n >= of:
        return
    say = state.words()
    st.button(
        say("Show {n} more of {all}", n=min(STEP, of - n), all=say.number(of, 0)),
        icon=":material/expand_more:",
        on_click=lambda: st.session_state.update({f"shown-{key}": (asked, n + STEP)}),
        key=f"more-{key}",
    )


def only_newest(shown: int, n: int) -> None:
    """That a list holds the newest of its items alone, where it does."""
    if text := sentences.only_newest(shown, n, state.words()):
        st.caption(markup.escape(text))
