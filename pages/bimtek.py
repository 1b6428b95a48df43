"""Bimtek & pencegahan: activities by time, topic and region, what followed an OTT, and the list."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.core import limits
from dashboard.core.selection import Selection
from dashboard.export import markup, table
from dashboard.narrative import bimtek as found
from dashboard.ui import figure_card, filters, headings, links, lists, state
from dashboard.warehouse import choices

FIRST_OPERATIONS, FIRST_AFTER = 5, 3


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
    say = state.words()
    summary = found.after_ott(state.warehouse(), chosen)
    with st.container(key="after-ott", gap="xsmall"):
        st.header(markup.escape(say("After an OTT")), anchor=False)
        if not summary:
            st.info(say("No OTT has been found for this choice."))
            return
        followed = [item for item in summary if item.activities]
        alone = [item for item in summary if not item.activities]
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
        st.html(
            markup.render(
                "bimtek_after_ott.html",
                items=[_operation(item) for item in followed[:n]],
                alone=[
                    {
                        "operation": item,
                        "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
                    }
                    for item in alone
                ],
                none_found=say.plural(
                    "{n} OTT after which no activity has been found",
                    "{n} OTT after which no activity has been found",
                    len(alone),
                ),
                outcome=say("Outcome"),
                source=say("Source"),
            )
        )
        lists.more("operations", chosen, n, len(followed))
        lists.only_newest(len(summary), found.count_operations(state.warehouse(), chosen))


def _operation(item: found.Followed) -> dict[str, Any]:
    say = state.words()
    older = len(item.activities) - FIRST_AFTER
    return {
        "operation": item,
        "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
        "first": [_activity(one) for one in item.activities[:FIRST_AFTER]],
        "later": [_activity(one) for one in item.activities[FIRST_AFTER:]],
        "more": say.plural("{n} later activity", "{n} later activities", older),
    }


def activities(chosen: Selection) -> None:
    """The activities, newest first, twenty at a time."""
    say = state.words()
    rows = found.listed(state.warehouse(), chosen)
    n_found = found.count(state.warehouse(), chosen)
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
        summary = found.shown(state.warehouse(), rows[:n], say)
        if summary:
            st.html(
                markup.render(
                    "bimtek_activities.html",
                    items=[_activity(item) for item in summary],
                    organizer=say("Organiser"),
                    audience=say("For"),
                    city=say("Place"),
                    source=say("Source"),
                )
            )
        lists.more("activities", chosen, n, len(rows))
        lists.only_newest(len(rows), n_found)


def _activity(item: found.Activity) -> dict[str, Any]:
    say = state.words()
    return {
        "activity": item,
        "regions": [
            {
                "name": name,
                "address": links.profile_address(code)
                if code in choices.regions(state.warehouse())
                else "",
            }
            for code, name in item.regions
        ],
        "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
    }


contents()
