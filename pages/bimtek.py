"""Bimtek & pencegahan: activities by time, topic and region, what followed an OTT, and the list."""

from __future__ import annotations

import streamlit as st

from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.narrative import bimtek as found
from dashboard.ui import figure_card, filters, headings, links, lists, state, written_lists
from dashboard.warehouse import choices

FIRST_OPERATIONS = 5


def contents() -> None:
    top = st.container()
    chosen = filter_activities()
    with top:
        overview(chosen)
    figure_card.figure("bimtek-calendar", chosen)
    figure_card.figure("bimtek-timeline", chosen)
    after_ott(chosen)
    figure_card.figure("bimtek-topics", chosen)
    activities(chosen)


def filter_activities() -> Selection:
    """The page's own filters; returns the selection with its span resolved."""
    say = state.words()
    span, kind, topic, part = st.columns(4, vertical_alignment="bottom")
    with span:
        chosen = filters.choose_event_span(
            say("Years of activities"), choices.bimtek_years(state.warehouse())
        )
    with kind:
        filters.choose_codes("activity_type", say("Type"), say("All types"))
    with topic:
        filters.choose_codes("topic", say("Topic"), say("All topics"))
    with part:
        filters.choose_codes("kpk", say("KPK's part"), say("With and without"))
    return chosen


def overview(chosen: Selection) -> None:
    """How many activities have been found for this choice, and why they are never ranked."""
    headings.headline(found.overview(state.warehouse(), chosen), "bimtek")
    filters.region_scope()


def after_ott(chosen: Selection) -> None:
    """Each OTT with the activities found in the year after it: a sequence, never a cause."""
    say, warehouse = state.words(), state.warehouse()
    summary = found.after_ott(warehouse, chosen)
    with st.container(key="after-ott", gap="xsmall"):
        st.header(markup.escape(say("After an OTT")), anchor=False)
        if not summary:
            st.info(say("No OTT has been found for this choice."))
            return
        followed = [item for item in summary if item.activities]
        sentences = (
            say(
                "Of {all} OTT, {n} have activities found within 365 days in the same province.",
                all=say.number(len(summary), 0),
                n=say.number(len(followed), 0),
            ),
            say("A sequence in time, not cause and effect."),
            say("An OTT states allegations at the time of the operation; rulings may differ."),
            say("Activities are a sample: none found does not mean that there was none."),
        )
        st.caption(markup.escape(" ".join(sentences)))
        n = lists.shown("operations", chosen, FIRST_OPERATIONS)
        st.html(written_lists.after_ott(warehouse, chosen, n, links.carried()))
        lists.more("operations", chosen, n, len(followed))
        lists.only_newest(len(summary), found.count_operations(warehouse, chosen))


def activities(chosen: Selection) -> None:
    """The activities, newest first, twenty at a time."""
    say, warehouse = state.words(), state.warehouse()
    rows = found.listed(warehouse, chosen)
    n_found = found.count(warehouse, chosen)
    with st.container(key="activities", gap="xsmall"):
        st.header(
            markup.escape(
                say.plural("{n} activity, newest first", "{n} activities, newest first", n_found)
                if rows
                else say("No activity has been found for this choice")
            ),
            anchor=False,
        )
        st.caption(markup.escape(say("A sample from reports, not a full list.")))
        n = lists.shown("activities", chosen)
        if written := written_lists.activities(warehouse, chosen, n, links.carried()):
            st.html(written)
        lists.more("activities", chosen, n, len(rows))
        lists.only_newest(len(rows), n_found)


contents()
