"""The box of the indicators that the facts declare; there is none where they declare none."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.facts import Indicator
from dashboard.ui import state
from dashboard.warehouse import choices, indicators


def choose(beside: Callable[[Indicator], None] | None = None) -> Indicator | None:
    """Scores, or an indicator that the facts declare, from a box.

    Args:
        beside: shows what stands beside the box of a declared indicator.

    Returns:
        The declared indicator that was chosen; None for the scores.
    """
    own = indicators.declared(state.warehouse())
    if not own:
        return None
    say = state.words()
    chosen = own.get(state.selection().own_indicator)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            say("Indicator"),
            ["", *own],
            format_func=lambda code: choices.label_of(
                state.warehouse(), "indicators", code or "spi", say.lang
            ),
            **state.widget(
                "own-indicator",
                state.selection().own_indicator,
                lambda code: {"own_indicator": code, "from_year": None},
            ),
        )
        if chosen is not None and beside is not None:
            beside(chosen)
    return chosen
