"""The parts of the page Regulasi: regulations by region, their activities, certified educators."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.export import markup, table
from dashboard.figures import years
from dashboard.narrative import regulations as found
from dashboard.ui import lists, screen


def overview() -> None:
    """How many regulations have been found on which subjects."""
    lists.headline(found.overview(screen.facts(), screen.selection()), "regulasi")


def filters() -> None:
    """The regions in words, and the page's own filter."""
    say = screen.reader()
    screen.region_scope()
    screen.choose_codes("subject", say("Subject"), say("All subjects"))


def regulations() -> None:
    """The regulations by province and region, each with its source and activities."""
    say, chosen = screen.reader(), screen.selection()
    provinces = found.provinces(screen.facts(), chosen)
    with st.container(key="regulations", gap="xsmall"):
        st.subheader(markup.plain(say("Regulations by region")), anchor=False)
        if not provinces:
            st.info(say("No regulation has been found for this choice."))
            return
        st.caption(
            markup.plain(
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
    say = screen.reader()
    return {
        "told": item,
        "address": screen.profile_address(item.region_code),
        "sources": table.source_links(item.sources, say),
        "activities": [{"told": one, "address": _activity(one)} for one in item.activities],
    }


def _activity(one: found.Linked) -> str:
    """The page of activities, filtered to the region, year and topic of this one."""
    chosen = replace(
        screen.selection(), region=(one.region,), activity_type=(), topic=(one.topic,), kpk=()
    )
    return screen.page_address("bimtek", years.on_page(chosen, one.year, one.year))


def educators() -> None:
    """Counts of certified educators by date: never summed, never compared."""
    say, chosen = screen.reader(), screen.selection()
    told = found.educators(screen.facts(), chosen)
    missing = found.without_educators(screen.facts(), chosen)
    with st.container(key="educators", gap="xsmall"):
        st.subheader(markup.plain(say("Certified anti-corruption educators")), anchor=False)
        if told:
            label = say("Certified anti-corruption educators")
            st.html(
                markup.render(
                    "educators.html",
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
                        {"told": item, "sources": table.source_links(item.sources, say)}
                        for item in told
                    ],
                    not_stated=say("not stated"),
                )
            )
        sentences = [
            say("Each number holds for its date and source: not added up and not comparable.")
        ]
        if missing:
            sentences.append(say("Not found: {regions}.", regions=say.list(list(missing))))
        st.caption(markup.plain(" ".join(sentences)))
