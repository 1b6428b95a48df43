"""The parts of the page Bandingkan that lay regions side by side: the scorecard, an own index."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.parameters import EQUAL_WEIGHTS, WEIGHT_MOST, WEIGHTED
from dashboard.core.selection import OTT_DIRECTIONS
from dashboard.export import markup
from dashboard.ui import screen


def scorecard() -> None:
    """What is known of each region, drawn, and as a table that sorts by any column."""
    screen.figure("spi-scorecard", with_table=True)


def own_index() -> None:
    """An index with the reader's own weights; off until the reader or the address asks for it."""
    say = screen.reader()
    st.toggle(
        say("Build an index of my own"),
        **screen._widget(
            "index",
            bool(screen.selection().weights),
            lambda on: {"weights": EQUAL_WEIGHTS if on else (), "ott_direction": "none"},
        ),
    )
    if not screen.selection().weights:
        st.caption(
            markup.plain(
                say(
                    "Optional: weigh comparable indicators yourself and see how far ranks move "
                    "when weights and disputed scores vary."
                )
            )
        )
        return
    with st.container(key="own-index"):
        _weights()
        screen.figure("rank-range")
        _method()


def _weights() -> None:
    """A weight an indicator; that of the OTT rate comes with a direction, its caveat beside it."""
    say, chosen = screen.reader(), screen.selection()
    for place, (column, name) in enumerate(zip(st.columns(3), WEIGHTED, strict=True)):
        with column:
            if name == "per_10_million_people":
                st.selectbox(
                    say("Direction of the OTT rate"),
                    OTT_DIRECTIONS,
                    format_func=lambda code: dictionary.label("ott_directions", code, say.lang),
                    **screen._widget(
                        "ott-direction",
                        chosen.ott_direction,
                        lambda direction: {"ott_direction": direction},
                    ),
                )
                st.caption(markup.plain(dictionary.caveat("index_ott", say.lang)))
                if chosen.ott_direction == "none":
                    continue
            st.slider(
                dictionary.label("weighted", name, say.lang),
                0,
                WEIGHT_MOST,
                **screen._widget(f"weight-{name}", chosen.weights[place], partial(_changed, place)),
            )


def _changed(place: int, weight: int) -> dict[str, Any]:
    weights = screen.selection().weights
    return {"weights": (*weights[:place], weight, *weights[place + 1 :])}


def _method() -> None:
    """How the index is computed, beside it."""
    say = screen.reader()
    st.markdown("**" + markup.plain(say("How this index is computed")) + "**")
    steps = dictionary.dictionary()["index_method"].values()
    st.markdown("\n".join(f"- {markup.plain(step[say.lang])}" for step in steps))
