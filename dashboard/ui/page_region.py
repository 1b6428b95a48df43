"""The parts of the page Profil: one region told, listed and linked."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.export import markup, table
from dashboard.narrative import region as narrative_region
from dashboard.ui import figure_card, screen

SHOWN_ROWS = 12


def sheet() -> DeltaGenerator:
    """What the page stands in: no wider than a sheet of paper can show."""
    return st.container(key="profile")


def chosen() -> bool:
    """Whether there is a region to tell; if not, the page says how to choose one."""
    screen.choose_told_region()
    if screen.selection().region:
        return True
    say = screen.reader()
    st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
    return False


def headline() -> None:
    """Where the region stands, what happened last, and what is not known."""
    told = narrative_region.profile(screen.facts(), screen.selection())
    st.html(markup.render("headline.html", told=told))


def region_card() -> None:
    """The card of the region that the page tells."""
    screen.region_cards(screen.selection().region[:1])


def headline_sources() -> None:
    """The sources of the sentences and the card."""
    say = screen.reader()
    told = narrative_region.profile(screen.facts(), screen.selection())
    version = screen.facts().build.facts_version
    figure_card.sources_of_words(say("Headline and cards"), told.sources, version, say, "profile")


def timeline() -> None:
    """The region's scores and events on one time axis."""
    screen.figure("response-timeline", screen.one_region(screen.selection().region[0]))


def regencies() -> None:
    """The scores of the governments of the region's province."""
    screen.figure("spi-regencies", screen.one_region(screen.selection().region[0]))


def parts() -> None:
    """What is known by kind: rows that wrap and print, newest first, older ones folded away."""
    facts, say = screen.facts(), screen.reader()
    for part in narrative_region.parts(facts, screen.selection()):
        with st.container(key=f"part-{part.key}", gap="xsmall"):
            st.subheader(markup.plain(part.title), anchor=False)
            if part.rows:
                rows = table.written(part.rows, part.columns, say, facts)
                older = len(rows) - SHOWN_ROWS
                st.html(
                    markup.render(
                        "rows.html",
                        label=part.title,
                        rows=rows[:SHOWN_ROWS],
                        older=rows[SHOWN_ROWS:],
                        more=say.plural("{n} older row", "{n} older rows", older),
                    )
                )
            line = figure_card.source_line(part.sources, facts.build.facts_version, say)
            if part.rows:
                st.caption(f"{markup.plain(part.note)} {line}")
                figure_card.lazy_sources(part.sources, f"profile-{part.key}", say)
            else:
                st.caption(markup.plain(part.note))


def nearby() -> None:
    """Neighbours and peers as links to their profiles."""
    say = screen.reader()
    near = narrative_region.nearby(screen.facts(), screen.selection())
    groups = (
        ("neighbours", near.neighbours_title, near.neighbours),
        ("peers", near.peers_title, near.peers),
    )
    with st.container(key="profile-nearby"):
        for key, title, regions in groups:
            if not regions:
                continue
            st.subheader(markup.plain(title), anchor=False)
            with st.container(horizontal=True, gap="small", key=f"near-{key}"):
                for region in regions:
                    screen.region_link(region.code, region.label)
        if near.peers:
            version = screen.facts().build.facts_version
            st.caption(figure_card.source_line(near.sources, version, say))
            figure_card.lazy_sources(near.sources, "profile-peers", say)
