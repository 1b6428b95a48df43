"""The years of a map on a slider, with a button that plays them one after the other."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard.core import dictionary
from dashboard.ui import runs, state

STEP = timedelta(seconds=2)  # long enough to read the headline of a year


def show(known: tuple[int, ...], current: int) -> None:
    """The slider and its button.

    Args:
        known: the years that there are, oldest first.
        current: the year that the page shows.
    """
    say = state.words()
    # A year that somebody chose otherwise ends the play.
    is_playing = st.session_state.get(state.PLAYED_YEAR) == current

    def turn() -> None:
        if is_playing:
            st.session_state.pop(state.PLAYED_YEAR, None)
            return
        st.session_state[state.PLAYED_YEAR] = known[0]
        state.choose(year=known[0])

    with st.container(horizontal=True, vertical_alignment="center", key="year-player"):
        st.button(
            say("Stop") if is_playing else say("Play the years"),
            icon=":material/stop:" if is_playing else ":material/play_arrow:",
            on_click=turn,
            key="play-years",
        )
        st.select_slider(
            dictionary.label("parameters", "year", say.lang),
            known,
            label_visibility="collapsed",
            **state.widget("year-slider", current, lambda year: {"year": year}),
        )
    if is_playing:
        st.session_state["is_page_run"] = True
        _next(known)


@st.fragment(run_every=STEP)
@runs.part("year player")
def _next(known: tuple[int, ...]) -> None:
    """Show the next year whenever the clock rings; the run of the page itself is no ring."""
    if st.session_state.pop("is_page_run", False):
        return
    shown = st.session_state.get(state.PLAYED_YEAR)
    later = [year for year in known if shown is not None and year > shown]
    if later:
        st.session_state[state.PLAYED_YEAR] = later[0]
        state.choose(year=later[0])
    else:
        st.session_state.pop(state.PLAYED_YEAR, None)
    st.rerun()
