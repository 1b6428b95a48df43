"""OTT: sting operations in sentences, in time, by sector, on the map, and one by one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core.selection import OTT_INDICATORS, Selection
from dashboard.export import markup
from dashboard.figures import years
from dashboard.narrative import ott
from dashboard.ui import figure_card, filters, headings, links, lists, state, written_lists
from dashboard.warehouse import choices


def contents() -> None:
    top = st.container(key="ott-top", gap="xsmall")
    chosen = filter_operations()
    with top:
        headline(chosen)
    when_and_what(chosen)
    nation(chosen)
    cases(chosen)


def filter_operations() -> Selection:
    """Years, levels and sectors of this page; returns the choice with its years resolved."""
    say, warehouse = state.words(), state.warehouse()
    with st.container(key="ott-filters"):
        span, level, sector = st.columns([4, 3, 3], vertical_alignment="bottom")
        with span:
            chosen = filters.choose_event_span(
                say("Years"),
                choices.ott_years(warehouse),
                choices.complete_ott_years(warehouse),
            )
        with level:
            filters.choose_codes("level", say("Level of the officials"), say("All levels"))
        with sector:
            filters.choose_codes("sector", say("Sector"), say("All sectors"))
    return chosen.only(ott.PARAMETERS)


def headline(chosen: Selection) -> None:
    """What the chosen operations tell together."""
    warehouse = state.warehouse()
    headings.headline(ott.overview(warehouse, chosen), "ott")
    filters.region_scope(ott.central_sentence(warehouse, chosen))


def when_and_what(chosen: Selection) -> None:
    """The chosen operations in time, by sector and by kind of office."""
    figure_card.figure("ott-timeline", chosen)
    what, who = st.columns(2, gap="medium")
    with what:
        figure_card.figure("ott-sectors", chosen)
    with who:
        figure_card.figure("ott-offices", chosen)


def nation(chosen: Selection) -> None:
    """All of Indonesia: the map of the years with a complete list, and the KPK's own count."""
    say = state.words()
    st.header(markup.escape(say("All of Indonesia")), anchor=False)
    st.caption(
        markup.escape(say("The years follow the filter; regions, levels and sectors do not."))
    )
    where, when = st.columns(2, gap="medium")
    with where:
        indicator = filters.choose_indicator(OTT_INDICATORS)
        span = years.complete_part(state.warehouse(), chosen)
        figure_card.figure("ott-map", replace(span, indicator=indicator))
    with when:
        figure_card.figure("ott-by-year", chosen)


def cases(chosen: Selection) -> None:
    """The operations one by one, newest first, to search in."""
    say, warehouse = state.words(), state.warehouse()
    st.header(markup.escape(say("List of operations")), anchor=False)
    text = st.text_input(
        say("Search in regions, offices, cases and outcomes"),
        placeholder=say("for instance: governor, Kalsel, court, pretrial"),
        key="ott-search",
    )
    found = ott.cases(warehouse, chosen, text.strip())
    st.markdown(f"**{markup.escape(found.sentence)}**")
    if not found.cases:
        st.info(say("No operation fits. Search for fewer words or choose more years and regions."))
        return
    asked = (chosen, text)
    n = lists.shown("cases", asked)
    with st.container(key="ott-cases", gap="xsmall"):
        st.html(
            written_lists.ott_cases(warehouse, chosen, text.strip(), n, links.carried()),
        )
        lists.more("cases", asked, n, len(found.cases))
    version = warehouse.build.facts_version
    figure_card.sources_of_words("", found.sources, version, say, "ott-cases")


contents()
