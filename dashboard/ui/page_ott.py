"""The parts of the page OTT: sting operations told, chosen, drawn, and listed to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.core.selection import OTT_INDICATORS, Selection
from dashboard.export import markup, table
from dashboard.figures import years
from dashboard.narrative import ott
from dashboard.ui import figure_card, lists, screen
from dashboard.warehouse import choices


def top() -> DeltaGenerator:
    """Where the headline stands: above the filters that decide what it says."""
    return st.container(key="ott-top", gap="xsmall")


def filters() -> Selection:
    """Years, levels and sectors of this page; returns the choice with its years resolved."""
    say, known = screen.reader(), screen.facts()
    with st.container(key="ott-filters"):
        span, level, sector = st.columns([4, 3, 3], vertical_alignment="bottom")
        with span:
            chosen = screen.choose_event_span(say("Years"), choices.ott_years(known))
        with level:
            screen.choose_codes("level", say("Level of the officials"), say("All levels"))
        with sector:
            screen.choose_codes("sector", say("Sector"), say("All sectors"))
    return chosen.only(ott.PARAMETERS)


def headline(chosen: Selection) -> None:
    """What the chosen operations tell together."""
    known = screen.facts()
    lists.headline(ott.told(known, chosen), "ott")
    screen.region_scope(ott.central_told(known, chosen))


def when_and_what(chosen: Selection) -> None:
    """The chosen operations in time, by sector and by kind of office."""
    screen.figure("ott-timeline", chosen)
    what, who = st.columns(2, gap="medium")
    with what:
        screen.figure("ott-sectors", chosen)
    with who:
        screen.figure("ott-offices", chosen)


def nation(chosen: Selection) -> None:
    """All of Indonesia: the map of the years with a complete list, and the KPK's own count."""
    say = screen.reader()
    st.header(markup.plain(say("All of Indonesia")), anchor=False)
    st.caption(
        markup.plain(say("The years follow the filter; regions, levels and sectors do not."))
    )
    where, when = st.columns(2, gap="medium")
    with where:
        indicator = screen.choose_indicator(OTT_INDICATORS)
        span = years.complete_part(screen.facts(), chosen)
        screen.figure("ott-map", replace(span, indicator=indicator))
    with when:
        screen.figure("ott-by-year", chosen)


def cases(chosen: Selection) -> None:
    """The operations one by one, newest first, to search in."""
    say, known = screen.reader(), screen.facts()
    st.header(markup.plain(say("List of operations")), anchor=False)
    text = st.text_input(
        say("Search in regions, offices, cases and outcomes"),
        placeholder=say("for instance: governor, Kalsel, court, pretrial"),
        key="ott-search",
    )
    found = ott.cases(known, chosen, text.strip())
    st.markdown(f"**{markup.plain(found.sentence)}**")
    if not found.cases:
        st.info(say("No operation fits. Search for fewer words or choose more years and regions."))
        return
    asked = (chosen, text)
    n = lists.shown("cases", asked)
    with st.container(key="ott-cases", gap="xsmall"):
        st.html(
            markup.render(
                "cases.html",
                label=say("List of operations"),
                items=[
                    (case, screen.profile_address(case.region_code)) for case in found.cases[:n]
                ],
                source=say("Source"),
                details=say("Details"),
                sources=partial(table.source_links, say=say),
            )
        )
        lists.more("cases", asked, n, len(found.cases))
    st.caption(figure_card.source_line(found.sources, known.build.facts_version, say))
    figure_card.lazy_sources(found.sources, "ott-cases", say)
