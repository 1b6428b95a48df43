"""The filters: those that every page shares, and boxes and sliders for a page's own choices."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.core import dictionary, pages
from dashboard.core.i18n import LANGUAGES
from dashboard.core.parameters import NEWEST
from dashboard.core.selection import (
    CODE_FILTERS,
    HIDDEN,
    INDICATORS,
    KINDS,
    NATIONWIDE,
    OTT_INDICATORS,
    REFERENCES,
    REGION_LEVELS,
    SCOPES,
    SHOWN,
    Selection,
)
from dashboard.export import markup
from dashboard.facts import Indicator
from dashboard.figures import registry, years
from dashboard.ui import region_box, state
from dashboard.warehouse import choices, indicators

OWN_CHOICE = "own"
NAMED_REGIONS = 8


def shared() -> None:
    """The shared filters: regions, year, scope and language."""
    warehouse, chosen, say = state.warehouse(), state.selection(), state.words()
    presets = choices.presets(warehouse)
    titles = {
        "fokus": say("Focus regions"),
        "semua": say("All provinces"),
        OWN_CHOICE: say("Own choice"),
    }
    preset = next((name for name, codes in presets.items() if codes == chosen.region), OWN_CHOICE)
    region_box.my_region(chosen.region[0] if len(chosen.region) == 1 else None)
    st.selectbox(
        say("Group of regions"),
        [*presets, OWN_CHOICE],
        format_func=lambda name: (
            titles.get(name) or dictionary.label("island_groups", name, say.lang)
        ),
        **state.widget(
            "preset",
            preset,
            lambda name: {} if name == OWN_CHOICE else {"region": presets[name]},
        ),
    )
    region_box.choose_regions()
    offered = [NEWEST, *reversed(choices.survey_years(warehouse))]
    st.selectbox(
        say("Year"),
        offered,
        format_func=lambda year: say("Newest") if year == NEWEST else str(year),
        help=say("Newest: the newest year in which most provinces have a known score."),
        **state.widget(
            "year",
            chosen.year or NEWEST,
            lambda year: {"year": None if year == NEWEST else year},
        ),
    )
    if has_scope(state.page(), chosen):
        st.selectbox(
            say("Scope of a province"),
            SCOPES,
            format_func=lambda scope: dictionary.label("scopes", scope, say.lang),
            help=dictionary.caveat("agregat", say.lang),
            **state.widget("scope", chosen.scope, lambda scope: {"scope": scope}),
        )
    st.segmented_control(
        "Bahasa / Language",
        LANGUAGES,
        required=True,
        format_func={"id": "Indonesia", "en": "English"}.__getitem__,
        **state.widget("lang", chosen.lang, lambda lang: {"lang": lang}),
    )


def has_scope(path: str, chosen: Selection) -> bool:
    """Whether the scope of a province changes anything on a page.

    It does where the page speaks of scores or holds a figure that knows the scope, and where it
    shows a province: on a page of chosen regions only, one of them must be one.
    """
    page = pages.PAGES[path]
    figures = (one for one in registry.figures_of(state.warehouse()).values() if one.page == path)
    if not (
        "spi" in page.periods
        or path == pages.BRIEFING
        or any("scope" in one.parameters for one in figures)
    ):
        return False
    if not (page.is_of_one_region or page.is_of_chosen_regions):
        return True
    shown = chosen.region[:1] if page.is_of_one_region else chosen.region
    provinces = choices.presets(state.warehouse())["semua"]
    return not shown or any(code in provinces for code in shown)


def choose_indicator(offered: tuple[str, ...] = INDICATORS) -> str:
    """The indicator of a map, from a box; one that is not offered gives way to the default."""
    say = state.words()
    if state.selection().indicator not in offered:
        st.session_state["selection"] = replace(state.selection(), indicator=Selection().indicator)
    # Scores and operations span other years: where a map may show both, its span starts anew.
    anew: dict[str, Any] = {"from_year": None} if set(offered) - set(OTT_INDICATORS) else {}
    st.selectbox(
        say("Indicator"),
        offered,
        format_func=lambda code: choices.label_of(state.warehouse(), "indicators", code, say.lang),
        **state.widget(
            "indicator", state.selection().indicator, lambda code: {"indicator": code, **anew}
        ),
    )
    return state.selection().indicator


def choose_from_year(label: str, offered: tuple[int, ...], default: int) -> None:
    """The first year of a span, from a box; the default is not written into the address."""
    current = state.selection().from_year
    st.selectbox(
        label,
        offered,
        **state.widget(
            "from-year",
            current if current in offered else default,
            lambda year: {"from_year": None if year == default else year},
        ),
    )


def choose_ott_span() -> None:
    """The first year of a span of operations, from those whose list is complete.

    An address may ask for an earlier one; the map then says that it cannot know.
    """
    starts, default = years.complete_ott_starts(state.warehouse(), state.selection())
    say = state.words()
    choose_from_year(say("Operations since"), starts, default)


def choose_survey_span(own: Indicator | None = None) -> None:
    """The first survey year of a trend, or the first year of a declared indicator's."""
    starts = years.survey_starts(state.warehouse(), state.selection())
    if own is not None:
        starts = indicators.years(state.warehouse(), own.id)
    say = state.words()
    choose_from_year(say("Since"), starts, starts[0])


def choose_baseline(earlier: tuple[int, ...] | None = None) -> None:
    """The year that a change is measured from: a survey, unless others are given."""
    if earlier is None:
        earlier = years.baselines(state.warehouse(), state.selection())
    if earlier:
        say = state.words()
        choose_from_year(say("Change since"), earlier, earlier[-1])


def choose_references() -> None:
    """The lines to compare with; means of provinces only where provinces are compared."""
    say, chosen = state.words(), state.selection()
    kinds = choices.kinds_of(state.warehouse(), chosen.region)
    of_provinces = not kinds or "provinsi" in kinds
    offered = [code for code in REFERENCES if of_provinces or code == "nasional"]
    asked, kept = (
        [code for code in chosen.reference if (code in offered) is is_offered]
        for is_offered in (True, False)
    )
    st.pills(
        say("Compare with"),
        offered,
        selection_mode="multi",
        format_func=lambda code: dictionary.label("references", code, say.lang),
        **state.widget(
            "reference",
            asked,
            lambda codes: {"reference": (*codes, *kept)},
        ),
    )


def choose_events() -> None:
    """Whether events are drawn below the lines of a trend."""
    say = state.words()
    st.toggle(
        say("Events"),
        help=say("OTT and activities of the regions, below the lines."),
        width="content",
        **state.widget(
            "events",
            state.selection().events == SHOWN,
            lambda is_on: {"events": SHOWN if is_on else HIDDEN},
        ),
    )


def choose_event_span(
    label: str, known: tuple[int, ...], usual: tuple[int, int] | None = None
) -> Selection:
    """A page's own span of years of events, on a slider; returns the selection that figures ask.

    A bound that equals the default, that of the usual years, is not written into the address.
    """
    chosen = state.selection()
    span = years.event_span(chosen, known, usual)
    if known[0] < known[-1]:
        # Not a select_slider: without a default value it forgets that it holds two ends.
        st.slider(
            label,
            known[0],
            known[-1],
            **state.widget(
                "event-span",
                (span.from_year, span.year),
                partial(years.chosen_span, chosen, known, usual),
            ),
        )
    return span


def choose_codes(name: str, label: str, placeholder: str) -> None:
    """A filter by codes of the facts (a name of `CODE_FILTERS`); none chosen filters nothing."""
    say, group = state.words(), CODE_FILTERS[name]
    region_box.choose_many(
        label,
        list(dictionary.dictionary()[group]),
        format_func=lambda code: dictionary.label(group, code, say.lang),
        placeholder=placeholder,
        **state.widget(
            name, list(getattr(state.selection(), name)), lambda codes: {name: tuple(codes)}
        ),
    )


def region_scope(note: str = "") -> None:
    """Which regions a list is about, in words with a note, and the way to all of them."""
    regions, say, chosen = (
        choices.regions(state.warehouse()),
        state.words(),
        state.selection().region,
    )
    if not chosen:
        text = say("All regions. Choose some in the filter to see fewer.")
        st.caption(markup.escape(f"{text} {note}"))
        return
    names = [regions[code].label for code in chosen[:NAMED_REGIONS]]
    if len(chosen) > NAMED_REGIONS:
        names.append(say.plural("{n} other", "{n} others", len(chosen) - NAMED_REGIONS))
    with st.container(horizontal=True, vertical_alignment="center", key="region-scope"):
        text = say(
            "Regions: {names}. A province includes its kabupaten and kota.", names=say.list(names)
        )
        st.caption(markup.escape(f"{text} {note}"), width="content")
        st.button(
            say("All regions"),
            icon=":material/select_all:",
            on_click=state.choose,
            kwargs={"region": ()},
            key="all-regions",
        )


def choose_region(label: str, options: list[str], default: str, key: str) -> str:
    """One region from a box, for a story."""
    return region_box.choose_one(label, options, default, f"choice-{key}")


def choose_region_level() -> None:
    """Whether a map shows provinces, or kabupaten and kota."""
    say = state.words()
    st.segmented_control(
        dictionary.label("parameters", "region_level", say.lang),
        REGION_LEVELS,
        required=True,
        format_func=lambda level: dictionary.label("region_levels", level, say.lang),
        **state.widget("region-level", state.selection().region_level, _of_level),
    )


def _of_level(level: str) -> dict[str, Any]:
    """What a choice of the level changes: the part of the map that it was zoomed into ends."""
    return (
        {"region_level": level}
        if level == "regencies"
        else {"region_level": level, "within": NATIONWIDE}
    )


def choose_ranking() -> None:
    """Whether a ranking is of the kinds that are chosen, or of the kabupaten/kota of a place."""
    say = state.words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            say("Ranking"),
            REGION_LEVELS,
            required=True,
            format_func={
                "provinces": say("Kinds of the chosen regions"),
                "regencies": dictionary.label("region_levels", "regencies", say.lang),
            }.__getitem__,
            **state.widget("region-level", state.selection().region_level, _of_ranking),
        )
        if state.selection().region_level == "regencies":
            choose_within()
            st.segmented_control(
                dictionary.label("parameters", "kind", say.lang),
                KINDS,
                required=True,
                format_func=lambda kind: dictionary.label("kinds", kind, say.lang),
                **state.widget("kind", state.selection().kind, lambda kind: {"kind": kind}),
            )


def _of_ranking(level: str) -> dict[str, Any]:
    """What a choice of the ranking changes: it begins with the place of the first chosen region."""
    first = next(iter(state.selection().region), None)
    if level != "regencies" or first is None:
        return {"region_level": level, "within": NATIONWIDE, "kind": "all"}
    within = choices.regions(state.warehouse())[first].province_code
    return {"region_level": level, "within": within, "kind": "all"}


def choose_within() -> None:
    """Which kabupaten and kota are shown: all, those of an island group, or of a province."""
    say, warehouse = state.words(), state.warehouse()
    provinces = choices.presets(warehouse)["semua"]
    st.selectbox(
        dictionary.label("parameters", "within", say.lang),
        [*dictionary.dictionary()["places"], *provinces],
        format_func=lambda place: choices.label_of(warehouse, "places", place, say.lang),
        **state.widget("within", state.selection().within, lambda place: {"within": place}),
    )


def point_at(level: str, code: str, *, is_zooming: bool) -> None:
    """Take the region that a reader points at; a map of provinces zooms into the province."""
    if level == "provinces" and code and is_zooming:
        state.choose(focus=code, region_level="regencies", within=code)
    else:
        state.choose(focus=code)


def choose_focus(label: str, level: str, focus: str, *, is_zooming: bool) -> None:
    """A box that points at a region as a click on the map does."""
    warehouse, say = state.warehouse(), state.words()
    # Of kabupaten and kota, after the province that the map is zoomed into.
    regencies = choices.regencies(warehouse, state.selection().within)
    region_box.one_of(
        label,
        list(choices.presets(warehouse)["semua"] if level == "provinces" else regencies),
        focus or None,
        "filter-focus",
        lambda code: point_at(level, code or "", is_zooming=is_zooming),
        placeholder=say("Choose here or on the map"),
        is_short=level != "provinces",
    )
