"""Zona Integritas: how far units have come, awards by year, second attempts, and the rules."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.narrative import wbk
from dashboard.ui import figure_card, filters, headings, links, lists, state, written_lists
from dashboard.warehouse import choices


def contents() -> None:
    top = st.container()
    chosen = filter_zones()
    with top:
        headline(chosen)
    left, right = st.columns([7, 6], gap="large")
    with left:
        figure_card.figure("wbk-ladder", chosen)
        figure_card.figure("wbk-by-year", chosen)
    with right:
        paths(chosen)
    units(chosen)
    rules()


def filter_zones() -> Selection:
    """Span, owner and assessor; returns the selection that the parts of the page ask."""
    say = state.words()
    span, owner, award = st.columns([2, 2, 2], gap="medium")
    with span:
        chosen = filters.choose_event_span(say("Years"), choices.wbk_years(state.warehouse()))
    with owner:
        filters.choose_codes("owner", say("Owner of the unit"), say("All owners"))
    with award:
        filters.choose_codes("award", say("Assessed by"), say("All assessors"))
    return replace(chosen, scope=Selection().scope)


def headline(chosen: Selection) -> None:
    """What has been found, awards by who assessed them, and that it is a sample."""
    headings.headline(wbk.overview(state.warehouse(), _of_zones(chosen)), "zona")
    filters.region_scope()


def _of_zones(chosen: Selection) -> Selection:
    """The selection without what integrity zones do not know, so that equal questions are one."""
    return chosen.only(("region", "from_year", "year", "owner", "award"))


def paths(chosen: Selection) -> None:
    """Units that fell short and what is known after: a sequence, not a cause."""
    say, warehouse = state.words(), state.warehouse()
    with st.container(key="zona-paths", gap="small"):
        st.header(markup.escape(say("Fell short, and what followed")), anchor=False)
        summary = wbk.paths(warehouse, _of_zones(chosen))
        if not summary:
            st.markdown(
                markup.escape(
                    say("No unit that fell short has been found for these regions and years.")
                )
            )
            return
        st.caption(
            markup.escape(
                say(
                    "A sequence in time, not cause and effect. After the year of not passing: "
                    "coaching, bimtek and zone activities of the same region, and its SPI scores."
                )
            )
        )
        for number, path in enumerate(summary):
            st.html(written_lists.wbk_path(warehouse, path, say.lang))
            links.story_link(path.code)
            if path.is_disputed:
                st.caption(markup.escape(dictionary.caveat("disputed", say.lang)))
            version = warehouse.build.facts_version
            figure_card.sources_of_words("", path.sources, version, say, f"zona-path-{number}")


def units(chosen: Selection) -> None:
    """Every unit, newest first: cards that wrap; more come when the reader asks."""
    say, warehouse = state.words(), state.warehouse()
    asked = _of_zones(chosen)
    found, n_found = wbk.units(warehouse, asked)
    with st.container(key="zona-units", gap="small"):
        st.header(
            say.plural("{n} stage of a unit or group", "{n} stages of units and groups", n_found),
            anchor=False,
        )
        if not found:
            st.markdown(markup.escape(say("None found yet; the list is a sample, not a full one.")))
            return
        st.caption(markup.escape(_how_to_read(found)))
        shown = lists.shown("units", asked)
        st.html(written_lists.wbk_units(warehouse, asked, shown, links.carried()))
        lists.more("units", asked, shown, len(found))
        lists.only_newest(len(found), n_found)
        sources = tuple(dict.fromkeys(unit.source for unit in found[:shown]))
        version = warehouse.build.facts_version
        figure_card.sources_of_words("", sources, version, say, "zona-units")


def _how_to_read(found: tuple[wbk.Unit, ...]) -> str:
    say = state.words()
    text = say("Newest first. A unit appears once for each stage that a source tells.")
    if any(unit.is_inferred for unit in found):
        text += " " + say(
            "“Year inferred”: the source does not print the year; it is the report's year or the "
            "latest that the report allows."
        )
    return text


def rules() -> None:
    """What integrity zones are, as the sources say it."""
    say = state.words()
    told = wbk.rules(state.warehouse(), say.lang)
    if not told:
        return
    with st.container(key="zona-rules", gap="small"):
        st.header(markup.escape(say("The rules in short")), anchor=False)
        st.caption(
            markup.escape(say("What the sources of these facts say; thresholds are not listed."))
        )
        lines = []
        for rule in told:
            links = ", ".join(
                f"[{markup.escape(source.publisher)}]({markup.address(source.url)})"
                for source in rule.sources
            )
            lines.append(f"- **{markup.escape(rule.title)}.** {markup.escape(rule.text)} ({links})")
        st.markdown("\n".join(lines))


contents()
