"""What pages are written with: the reader's selection, the shared filters and the cards.

The address is the truth a reader can share: on each run it is compared with what was written last;
a changed one is read, otherwise the widgets decide and the address is written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.pages import TRAY, parameters_of
from dashboard.core.parameters import NEWEST, Problem
from dashboard.core.selection import (
    CODE_FILTERS,
    INDICATORS,
    OTT_INDICATORS,
    PARAMETERS,
    REFERENCES,
    SCOPES,
    Offer,
    Selection,
    parse,
)
from dashboard.export import markup
from dashboard.figures import registry
from dashboard.figures import years as figure_years
from dashboard.narrative import overview
from dashboard.ui import figure_card
from dashboard.ui import tray as ui_tray
from dashboard.warehouse import choices, engine, tables
from dashboard.warehouse.engine import Warehouse

OWN_CHOICE = "own"


def facts() -> Warehouse:
    """The warehouse of this process."""
    return engine.current()


def prepare() -> None:
    """Ask and draw what a first reader will see, in both languages; nothing is shown."""
    known = facts()
    for lang in LANGUAGES:
        chosen = replace(_offer().defaults, lang=lang)
        overview.national(known, chosen)
        overview.region_cards(known, chosen)
        overview.completeness(known, chosen)
        for figure_id in registry.REGISTRY:
            figure_card.prepare(known, figure_id, chosen)


def selection() -> Selection:
    """What the reader chose."""
    chosen: Selection = st.session_state["selection"]
    return chosen


def reader() -> Words:
    """The words of the reader's language."""
    return words(selection().lang)


def _offer() -> Offer:
    known = facts()
    focus = choices.presets(known)["fokus"]
    return Offer(
        names=tuple(PARAMETERS),
        regions=choices.regions(known),
        years=choices.survey_years(known),
        from_years=tuple(
            sorted(
                {
                    *choices.survey_years(known),
                    *choices.ott_years(known),
                    *tables.years(known, "ott_yearly"),
                }
            )
        ),
        indicators=INDICATORS,
        tables=tuple(tables.tables(known)),
        defaults=Selection(region=focus, indicator="spi"),
    )


def read_address() -> None:
    """Take the selection from the address when it is new: a link, a bookmark, the back button."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    if "selection" in st.session_state and (
        not given or given == st.session_state.get("written_address")
    ):
        return
    # A link without a tray keeps the one that this session has.
    tray = given.pop(TRAY, [""])[-1]
    parsed = parse(given, _offer())
    ui_tray.read(facts(), tray)
    st.session_state["selection"] = parsed.selection
    st.session_state["problems"] = parsed.problems
    st.session_state["address_page"] = None


def enter_page(page: str) -> None:
    """A page's own span and filters do not follow to the next page: nothing shows them there."""
    before = st.session_state.get("address_page")
    if before is not None and before != page:
        defaults = _offer().defaults
        cleared = {name: getattr(defaults, name) for name, one in PARAMETERS.items() if one.of_page}
        st.session_state["selection"] = replace(selection(), **cleared)
    st.session_state["address_page"] = page


def write_address(page: str) -> None:
    """State every parameter of the page in the address, so that a shared link says it all."""
    address = selection().query(parameters_of(page)) | ui_tray.query()
    before = st.session_state.get("written_address")
    st.session_state["written_address"] = address
    # A link to the page that is open brings its address here, but not into the browser's bar.
    followed = before is not None and before != address
    if followed or {name: st.query_params.get_all(name) for name in st.query_params} != address:
        st.query_params.from_dict(address)


def notices() -> None:
    """Name what was ignored in the address."""
    problems: tuple[Problem, ...] = st.session_state.get("problems", ())
    say = reader()
    sentences = [*(problem.sentence(say) for problem in problems), *ui_tray.ignored(say)]
    if sentences:
        told = " ".join((say("Parts of the address were ignored."), *sentences))
        st.warning(
            markup.plain(told),
            icon=":material/link_off:",
        )


def _choose(**changes: Any) -> None:
    st.session_state["selection"] = replace(selection(), **changes)
    st.session_state["problems"] = ()
    ui_tray.forget_ignored()


def _widget(key: str, value: Any, change: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Key and callback of a widget that shows a part of the selection and changes it."""
    name = f"filter-{key}"
    st.session_state[name] = value

    def changed() -> None:
        st.session_state["searched"] = ("", ())
        _choose(**change(st.session_state[name]))

    return {"key": name, "on_change": changed}


def _regions_of(entered: Iterable[str], box: str) -> tuple[str, ...]:
    """The codes of what a reader picked or typed; what was typed is looked up by its name.

    How a typed name was read stands below its box until the next choice.
    """
    known, say = choices.regions(facts()), reader()
    codes: dict[str, None] = {}
    told = []
    for text in entered:
        if text in known:
            codes[text] = None
            continue
        best, *others = choices.search(facts(), text) or (None,)
        if best is None:
            told.append(
                say("No region is called “{text}”. Is it spelt differently?", text=text[:40])
            )
            continue
        codes[best.code] = None
        told.append(say("“{text}” was read as {region}.", text=text[:40], region=best.name))
        if others:
            names = say.list([region.name for region in others])
            told.append(say("Similar: {regions}.", regions=names))
    st.session_state["searched"] = (box, tuple(told))
    return tuple(codes)


def _searched(box: str) -> None:
    """How the name that a reader typed last into this box was read."""
    typed_in, told = st.session_state.get("searched", ("", ()))
    if typed_in == box and told:
        st.caption(markup.plain(" ".join(told)))


def filters() -> None:
    """The shared filters: regions, year, scope and language."""
    known, chosen, say = facts(), selection(), reader()
    regions, presets = choices.regions(known), choices.presets(known)
    titles = {
        "fokus": say("Focus regions"),
        "semua": say("All provinces"),
        OWN_CHOICE: say("Own choice"),
    }
    preset = next((name for name, codes in presets.items() if codes == chosen.region), OWN_CHOICE)
    st.selectbox(
        say("Group of regions"),
        [*presets, OWN_CHOICE],
        format_func=lambda name: (
            titles.get(name) or dictionary.label("island_groups", name, say.lang)
        ),
        **_widget(
            "preset",
            preset,
            lambda name: {} if name == OWN_CHOICE else {"region": presets[name]},
        ),
    )
    st.multiselect(
        say("Regions"),
        list(regions),
        format_func=lambda code: regions[code].full_label,
        placeholder=say("Choose or type regions"),
        help=say("Short, other and English names work too, also misspelt: type and press Enter."),
        accept_new_options=True,
        **_widget(
            "region", list(chosen.region), lambda codes: {"region": _regions_of(codes, "filter")}
        ),
    )
    _searched("filter")
    years = [NEWEST, *reversed(choices.survey_years(known))]
    st.selectbox(
        say("Year"),
        years,
        format_func=lambda year: say("Newest") if year == NEWEST else str(year),
        help=say("Newest: each figure shows the newest year for which most scores are known."),
        **_widget(
            "year",
            chosen.year or NEWEST,
            lambda year: {"year": None if year == NEWEST else year},
        ),
    )
    st.selectbox(
        say("Scope of a province"),
        SCOPES,
        format_func=lambda scope: dictionary.label("scopes", scope, say.lang),
        help=dictionary.caveat("agregat", say.lang),
        **_widget("scope", chosen.scope, lambda scope: {"scope": scope}),
    )
    st.segmented_control(
        "Bahasa / Language",
        LANGUAGES,
        required=True,
        format_func={"id": "Indonesia", "en": "English"}.__getitem__,
        **_widget("lang", chosen.lang, lambda lang: {"lang": lang}),
    )


def figure(
    figure_id: str,
    chosen: Selection | None = None,
    *,
    key: str | None = None,
    height: int | None = None,
    clickable: bool = False,
    with_table: bool = False,
) -> str | None:
    """Show a figure of the registry with the reader's (or a given) selection."""
    return figure_card.show(
        facts(),
        figure_id,
        chosen or selection(),
        key=key or figure_id,
        height=height,
        clickable=clickable,
        with_table=with_table,
    )


def national() -> None:
    """The page's headline: where the nation stands."""
    say, told = reader(), overview.national(facts(), selection())
    st.html(
        markup.render(
            "national.html",
            national=told,
            mark=figure_card.source_mark(say("National index"), told.sources, say),
        )
    )


def title(text: str) -> None:
    """A page's title."""
    st.title(markup.plain(text), anchor=False)


def region_cards(regions: tuple[str, ...] | None = None) -> None:
    """A card for each chosen region; an empty choice explains itself."""
    chosen = selection() if regions is None else replace(selection(), region=regions)
    if not chosen.region:
        say = reader()
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    shown = overview.region_cards(facts(), chosen)
    st.html(markup.render("cards.html", cards=[_card_values(item) for item in shown[:MANY]]))
    if len(shown) > MANY:
        say = reader()
        more = say(
            "{n} more regions are chosen; compare them all on the page Compare.",
            n=len(shown) - MANY,
        )
        st.caption(markup.plain(more))


def _card_values(item: overview.RegionCard) -> dict[str, Any]:
    """A card with its class colours and the marks of its numbers, for a template."""
    say, entry = reader(), dictionary.dictionary()["classes"][item.class_code]
    return {
        "card": item,
        "colour": entry["colour"],
        "ink": entry["ink"],
        "score_mark": figure_card.source_mark(say("SPI score"), item.score_sources, say),
        "ott_mark": figure_card.source_mark(say("Operations (OTT)"), item.ott_sources, say),
        "activity_mark": figure_card.source_mark(say("Activity"), item.activity_sources, say),
    }


MANY = 8


def overview_sources() -> None:
    """The sources of the headline and the cards, which are no figures but show numbers too."""
    say = reader()
    told = overview.national(facts(), selection())
    cards = overview.region_cards(facts(), selection()) if selection().region else ()
    listed = dict.fromkeys((*told.sources, *(s for item in cards for s in item.sources)))
    version = facts().build.facts_version
    figure_card.sources_of_words(say("Headline and cards"), tuple(listed), version, say, "overview")


def completeness() -> None:
    """How complete the facts are."""
    say = reader()
    sentences = overview.completeness(facts(), selection())
    st.caption(
        "**" + say("How complete the facts are") + ":** " + markup.plain(" · ".join(sentences))
    )


def every_province(chosen: Selection) -> Selection:
    """The selection for an overview of all provinces, whatever regions are chosen."""
    return replace(chosen, region=())


def one_region(code: str) -> Selection:
    """The selection for the story of one region."""
    return replace(selection(), region=(code,))


def choose_indicator(offered: tuple[str, ...] = INDICATORS) -> str:
    """The indicator of a map, from a box; one that is not offered gives way to the default."""
    say = reader()
    if selection().indicator not in offered:
        st.session_state["selection"] = replace(selection(), indicator=Selection().indicator)
    # Scores and operations span other years: where a map may show both, its span starts anew.
    anew: dict[str, Any] = {"from_year": None} if set(offered) - set(OTT_INDICATORS) else {}
    st.selectbox(
        say("Indicator"),
        offered,
        format_func=lambda code: dictionary.label("indicators", code, say.lang),
        **_widget("indicator", selection().indicator, lambda code: {"indicator": code, **anew}),
    )
    return selection().indicator


def choose_from_year(label: str, years: tuple[int, ...], default: int) -> None:
    """The first year of a span, from a box; the default is not written into the address."""
    current = selection().from_year
    st.selectbox(
        label,
        years,
        **_widget(
            "from-year",
            current if current in years else default,
            lambda year: {"from_year": None if year == default else year},
        ),
    )


def choose_ott_span() -> None:
    """The first year of a span of operations, from those whose list is complete.

    An address may ask for an earlier one; the map then says that it cannot know.
    """
    say = reader()
    choose_from_year(
        say("Operations since"), *figure_years.complete_ott_starts(facts(), selection())
    )


def choose_survey_span() -> None:
    """The first survey year of a trend."""
    say, years = reader(), figure_years.survey_starts(facts(), selection())
    choose_from_year(say("Since"), years, years[0])


def choose_baseline() -> None:
    """The year that a change is measured from."""
    say, earlier = reader(), figure_years.baselines(facts(), selection())
    if earlier:
        choose_from_year(say("Change since"), earlier, earlier[-1])


def choose_references() -> None:
    """The lines to compare with."""
    say = reader()
    st.pills(
        say("Compare with"),
        REFERENCES,
        selection_mode="multi",
        format_func=lambda code: dictionary.label("references", code, say.lang),
        **_widget(
            "reference",
            list(selection().reference),
            lambda codes: {"reference": tuple(codes)},
        ),
    )


def choose_event_span(label: str, years: tuple[int, ...]) -> Selection:
    """A page's own span of years of events, on a slider; returns the selection that figures ask.

    A bound that equals the default is not written into the address.
    """
    chosen = selection()
    asked = figure_years.event_span(chosen, years)
    if years[0] < years[-1]:
        # Not a select_slider: without a default value it forgets that it holds two ends.
        st.slider(
            label,
            years[0],
            years[-1],
            **_widget(
                "event-span",
                (asked.from_year, asked.year),
                partial(figure_years.chosen_span, chosen, years),
            ),
        )
    return asked


def choose_codes(name: str, label: str, placeholder: str) -> None:
    """A filter by codes of the facts (a name of `CODE_FILTERS`); none chosen filters nothing."""
    say, group = reader(), CODE_FILTERS[name]
    st.multiselect(
        label,
        list(dictionary.dictionary()[group]),
        format_func=lambda code: dictionary.label(group, code, say.lang),
        placeholder=placeholder,
        **_widget(name, list(getattr(selection(), name)), lambda codes: {name: tuple(codes)}),
    )


def region_scope(note: str = "") -> None:
    """Which regions a list is about, in words with a note, and the way to all of them."""
    regions, say, chosen = choices.regions(facts()), reader(), selection().region
    if not chosen:
        told = say("All regions. Choose some in the filter to see fewer.")
        st.caption(markup.plain(f"{told} {note}"))
        return
    names = [regions[code].label for code in chosen[:MANY]]
    if len(chosen) > MANY:
        names.append(say.plural("{n} other", "{n} others", len(chosen) - MANY))
    with st.container(horizontal=True, vertical_alignment="center", key="region-scope"):
        told = say(
            "Regions: {names}. A province includes its kabupaten and kota.", names=say.list(names)
        )
        st.caption(markup.plain(f"{told} {note}"), width="content")
        st.button(
            say("All regions"),
            icon=":material/select_all:",
            on_click=_choose,
            kwargs={"region": ()},
            key="all-regions",
        )


def page_address(page: str, chosen: Selection) -> str:
    """The address of a page with a selection, for links in own markup.

    Such a link begins a new session: the tray goes along in it.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    stated = chosen.query(parameters_of(page)) | ui_tray.query()
    query = urlencode(stated, doseq=True)
    return (f"/{base}/" if base else "/") + f"{page}?{query}"


def profile_address(code: str) -> str:
    """The address of a region's profile, for links in own markup."""
    return page_address("profil", one_region(code))


def choose_region(
    label: str, options: list[str], default: str, key: str, clicked: str | None = None
) -> str:
    """One region from a box, for a card or a story; a new click on a map sets the box."""
    regions = choices.regions(facts())
    name, last_click = f"choice-{key}", f"click-{key}"
    if clicked is not None and clicked != st.session_state.get(last_click):
        st.session_state[name] = clicked
    st.session_state[last_click] = clicked
    if st.session_state.get(name) not in options:
        st.session_state[name] = default
    chosen: str = st.selectbox(
        label, options, format_func=lambda code: regions[code].name, key=name
    )
    return chosen


def map_figure(indicator: str) -> str | None:
    """The map of an indicator; returns the province that a reader clicked on."""
    figure_id = "spi-map" if indicator == "spi" else "ott-map"
    return figure(figure_id, key="map", height=430, clickable=True)


def map_table(indicator: str) -> None:
    """The rows of the map, below it."""
    answer = registry.answer(facts(), "spi-map" if indicator == "spi" else "ott-map", selection())
    figure_card.rows_table(
        facts(), answer.rows, answer.figure.columns, reader(), f"map-table-{indicator}"
    )


def region_of_map(clicked: str | None) -> None:
    """The card of the province that was clicked on or chosen, with the way to its story."""
    provinces = list(choices.presets(facts())["semua"])
    first = next((code for code in selection().region if code in provinces), provinces[0])
    say = reader()
    code = choose_region(say("Province"), provinces, first, "map", clicked)
    region_cards((code,))
    story_link(code)


def whole_span() -> Selection:
    """The selection for operations by year: every year that the list covers."""
    return replace(selection(), year=None, from_year=None)


def story() -> None:
    """One region's scores and events as a sequence."""
    say, regions = reader(), choices.regions(facts())
    if not selection().region:
        st.info(say("No region is chosen. Choose some in the filter, or a group of regions."))
        return
    options = list(regions)
    code = choose_region(say("Region to tell"), options, selection().region[0], "story")
    figure("response-timeline", replace(selection(), region=(code,)))


def story_link(code: str) -> None:
    """The way to a region's story: its profile."""
    name = choices.regions(facts())[code].name
    say = reader()
    region_link(code, say("The story of {region}", region=name), icon=":material/timeline:")


def region_link(code: str, label: str, icon: str | None = None) -> None:
    """A link to a region's profile."""
    st.page_link(
        "../pages/profil.py",
        label=markup.plain(label),
        icon=icon,
        query_params=one_region(code).query(parameters_of("profil")),
    )


def choose_told_region() -> None:
    """The one region that a page tells, from a box of all of them: the first of the filter."""
    regions, say = choices.regions(facts()), reader()
    st.selectbox(
        say("Region"),
        list(regions),
        format_func=lambda code: regions[code].full_label,
        placeholder=say("Choose or type a region"),
        accept_new_options=True,
        **_widget(
            "told-region",
            selection().region[0] if selection().region else None,
            lambda code: {"region": _regions_of((code,) if code else (), "told")},
        ),
    )
    _searched("told")


def comparison() -> None:
    """How far the chosen regions lie apart, on what that rests, and the numbers."""
    say, told = reader(), overview.comparison(facts(), selection())
    st.subheader(markup.plain(told.headline), anchor=False)
    sentences = (told.references, *told.basis)
    st.markdown("\n".join("- " + markup.plain(sentence) for sentence in sentences))
    figure_card.rows_table(facts(), told.rows, overview.COMPARED, say, "comparison")
    st.caption(figure_card.source_line(told.sources, facts().build.facts_version, say))
    figure_card.lazy_sources(told.sources, "comparison", say)
