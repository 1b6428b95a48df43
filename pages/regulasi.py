"""Regulasi: which rules of integrity have been found, what introduced them, certified educators."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.core import limits
from dashboard.export import markup, table
from dashboard.figures import years
from dashboard.narrative import regulations as found
from dashboard.ui import figure_card, filters, headings, links, state


def contents() -> None:
    overview()
    filter_regulations()
    figure_card.figure("regulation-subjects")
    regulations_by_region()
    educators()


def overview() -> None:
    """How many regulations have been found on which subjects."""
    headings.headline(found.overview(state.warehouse(), state.selection()), "regulasi")


def filter_regulations() -> None:
    """The regions in words, and the page's own filter."""
    say = state.words()
    filters.region_scope()
    filters.choose_codes("subject", say("Subject"), say("All subjects"))


def regulations_by_region() -> None:
    """The regulations by province and region, each with its source and activities."""
    say, chosen = state.words(), state.selection()
    provinces = found.provinces(state.warehouse(), chosen)
    with st.container(key="regulations", gap="xsmall"):
        st.header(markup.escape(say("Regulations by region")), anchor=False)
        if not provinces:
            st.info(say("No regulation has been found for this choice."))
            return
        st.caption(
            markup.escape(
                say(
                    "A link leads to activities that belong to a regulation by rule: told in the "
                    "same report, or on the same subject in the same year and region. The rule "
                    "does not say that one led to the other."
                )
            )
        )
        st.html(
            markup.render(
                "regulations.html",
                provinces=[
                    {"name": item.name, "items": [_regulation(one) for one in item.regulations]}
                    for item in provinces
                ],
                source=say("Source"),
                weak=say("weak source"),
            )
        )


def _regulation(item: found.Regulation) -> dict[str, Any]:
    say = state.words()
    return {
        "regulation": item,
        "address": links.profile_address(item.region_code),
        "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
        "activities": [{"activity": one, "address": _activity(one)} for one in item.activities],
    }


def _activity(one: found.Linked) -> str:
    """The page of activities, filtered to the region, year and topic of this one."""
    chosen = replace(
        state.selection(), region=(one.region,), activity_type=(), topic=(one.topic,), kpk=()
    )
    return links.page_address("bimtek", years.on_page(chosen, one.year, one.year))


def educators() -> None:
    """Counts of certified educators by date: never summed, never compared."""
    say, chosen = state.words(), state.selection()
    summary = found.educators(state.warehouse(), chosen)
    missing = found.without_educators(state.warehouse(), chosen)
    with st.container(key="educators", gap="xsmall"):
        st.header(markup.escape(say("Certified anti-corruption educators")), anchor=False)
        if summary:
            label = say("Certified anti-corruption educators")
            st.html(
                markup.render(
                    "regulations_educators.html",
                    label=label,
                    head=(
                        say("Region"),
                        say("As of"),
                        say("Educators (PAKSI)"),
                        say("Integrity builders (API)"),
                        say("The source adds"),
                        say("Source"),
                    ),
                    items=[
                        {
                            "count": item,
                            "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
                        }
                        for item in summary
                    ],
                    not_stated=say("not stated"),
                )
            )
        sentences = [
            say("Each number holds for its date and source: not added up and not comparable.")
        ]
        if missing:
            sentences.append(say("Not found: {regions}.", regions=say.list(list(missing))))
        st.caption(markup.escape(" ".join(sentences)))


contents()
