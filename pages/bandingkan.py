"""Bandingkan: how far regions lie apart, on what that rests, how they moved, and side by side."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.parameters import EQUAL_WEIGHTS, WEIGHT_MOST, WEIGHTED
from dashboard.core.selection import OTT_DIRECTIONS
from dashboard.export import markup
from dashboard.facts import Indicator
from dashboard.figures import leading, registry
from dashboard.narrative import comparison as found
from dashboard.ui import figure_card, filters, own_indicator, state, written_lists
from dashboard.warehouse import indicators

INDICATORS = "indicator-scorecard"  # there where the facts declare indicators


def contents() -> None:
    comparison()
    own = own_indicator.choose()
    rankings(own)
    change(own)
    figure_card.figure("spi-scorecard", with_table=True)
    if state.selection().region and registry.find(state.warehouse(), INDICATORS):
        figure_card.figure(INDICATORS)
    own_index()


def comparison() -> None:
    """How far the chosen regions lie apart, on what that rests, and the numbers."""
    say, summary = state.words(), found.comparison(state.warehouse(), state.selection())
    st.header(markup.escape(summary.headline), anchor=False)
    sentences = (summary.references, *summary.basis)
    st.markdown("\n".join("- " + markup.escape(sentence) for sentence in sentences))
    st.html(written_lists.comparison_rows(state.warehouse(), state.selection()))
    version = state.warehouse().build.facts_version
    figure_card.sources_of_words("", summary.sources, version, say, "comparison")


def rankings(own: Indicator | None) -> None:
    """Where the chosen regions stand among all of their kind; without a choice every province."""
    if own is None or (own.has_provinces and own.has_regencies):
        filters.choose_ranking()
    for figure_id, asked in leading.shown(state.warehouse(), "bandingkan", state.selection()):
        figure_card.figure(figure_id, asked, key=f"{figure_id}-{asked.kind}")


def change(own: Indicator | None) -> None:
    """How regions moved between two years; of a declared indicator where that is compared."""
    if own is None:
        filters.choose_baseline()
        figure_card.figure("spi-change")
        return
    warehouse, figure_id = state.warehouse(), f"{own.figure_prefix}-change"
    if registry.find(warehouse, figure_id):
        shown = registry.answer(warehouse, figure_id, state.selection()).selection
        known = indicators.years(warehouse, own.id)
        filters.choose_baseline(tuple(year for year in known if year < (shown.year or 0)))
        figure_card.figure(figure_id)


def own_index() -> None:
    """An index with the reader's own weights; off until the reader or the address asks for it."""
    say = state.words()
    st.toggle(
        say("Build an index of my own"),
        **state.widget(
            "index",
            bool(state.selection().weights),
            lambda on: {"weights": EQUAL_WEIGHTS if on else (), "ott_direction": "none"},
        ),
    )
    if not state.selection().weights:
        st.caption(
            markup.escape(
                say(
                    "Optional: weigh comparable indicators yourself and see how far ranks move "
                    "when weights and disputed scores vary."
                )
            )
        )
        return
    with st.container(key="own-index"):
        _weights()
        figure_card.figure("rank-range")
        _method()


def _weights() -> None:
    """A weight an indicator; that of the OTT rate comes with a direction, its caveat beside it."""
    say, chosen = state.words(), state.selection()
    for place, (column, name) in enumerate(zip(st.columns(3), WEIGHTED, strict=True)):
        with column:
            if name == "per_10_million_people":
                st.selectbox(
                    say("Direction of the OTT rate"),
                    OTT_DIRECTIONS,
                    format_func=lambda code: dictionary.label("ott_directions", code, say.lang),
                    **state.widget(
                        "ott-direction",
                        chosen.ott_direction,
                        lambda direction: {"ott_direction": direction},
                    ),
                )
                st.caption(markup.escape(dictionary.caveat("index_ott", say.lang)))
                if chosen.ott_direction == "none":
                    continue
            st.slider(
                dictionary.label("weighted", name, say.lang),
                0,
                WEIGHT_MOST,
                **state.widget(f"weight-{name}", chosen.weights[place], partial(_changed, place)),
            )


def _changed(place: int, weight: int) -> dict[str, Any]:
    weights = state.selection().weights
    return {"weights": (*weights[:place], weight, *weights[place + 1 :])}


def _method() -> None:
    """How the index is computed, beside it."""
    say = state.words()
    st.markdown("**" + markup.escape(say("How this index is computed")) + "**")
    steps = dictionary.dictionary()["index_method"].values()
    st.markdown("\n".join(f"- {markup.escape(step[say.lang])}" for step in steps))


contents()
