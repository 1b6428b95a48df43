"""What the parts of the tray are asked: year, regions and filters, changed where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.parameters import NEWEST, Many, Regions, Year
from dashboard.core.selection import MOST_REGIONS, PARAMETERS, Offer
from dashboard.export import markup
from dashboard.export.tray import OF_ONE_REGION, Item, offer_of, parameters_of
from dashboard.figures import registry
from dashboard.ui import region_box, state, tray_state
from dashboard.warehouse import choices

# The end of a window goes with the year; a reader's own index is made on its page.
_ELSEWHERE = ("to_year", "weights", "ott_direction")
_FIRST = ("region", "within", "year", "from_year", "scope")
_USUAL = ""


def asked(subject: str) -> tuple[str, ...]:
    """The parameters of a subject that can be changed in the tray, in the order of the boxes."""
    known = [name for name in parameters_of(subject) if name not in _ELSEWHERE]
    return tuple(sorted(known, key=lambda name: (*_FIRST, name).index(name)))


def editor(number: int, item: Item, say: Words) -> None:
    """The folded boxes in which a part is asked for another year, region or filter."""
    names = asked(item.subject)
    if not names:
        return
    label = say("Year and region") if "region" in names else say("Year and choices")
    opened = st.expander(
        label,
        icon=":material/tune:",
        type="compact",
        on_change="rerun",
        key=f"briefing-asked-{number}",
    )
    if not opened.open:
        return
    offer = offer_of(state.warehouse(), item.subject)
    assert offer is not None  # noqa: S101 (a tray holds no unknown subject)
    with opened:
        for name in names:
            if name == "scope" and not _has_province(item):
                continue
            match PARAMETERS[name]:
                case Regions():
                    _regions(number, item, say)
                case Year():
                    _year(number, item, name, offer, say)
                case _:
                    _codes(number, item, name, offer, say)


def year_of_all(say: Words) -> None:
    """One year for every part that knows one."""
    tray = tray_state.current().tray
    if not tray.years:
        return
    known = set(choices.survey_years(state.warehouse()))
    is_common = len(tray.years) == 1
    [year, *_others] = tray.years
    if is_common and year:
        known.add(year)
    st.session_state["briefing-year"] = (year or NEWEST) if is_common else None

    def changed() -> None:
        chosen = st.session_state["briefing-year"]
        if chosen == NEWEST:
            tray_state.ask_all(None)
            text = say("Every part speaks of the newest year that is known.")
        else:
            tray_state.ask_all(chosen)
            text = say(
                "Every part speaks of {year}; operations and activities are counted to its end.",
                year=chosen,
            )
        st.toast(markup.escape(text), icon=":material/event:", duration="long")

    st.selectbox(
        say("Year of all parts"),
        [NEWEST, *sorted(known, reverse=True)],
        index=0 if is_common else None,
        format_func=lambda year: say("Newest") if year == NEWEST else str(year),
        placeholder=say("Different years"),
        on_change=changed,
        key="briefing-year",
    )


def _has_province(item: Item) -> bool:
    """Whether the scope of a province changes anything: it does where none is chosen, too."""
    known, chosen = choices.regions(state.warehouse()), item.selection.region
    return not chosen or any(known[code].level == "provinsi" for code in chosen)


def _regions(number: int, item: Item, say: Words) -> None:
    """The region of a part that is about one, or all of its regions."""
    chosen, key = item.selection.region, f"briefing-of-{number}-region"
    figure = registry.find(state.warehouse(), item.subject)
    is_of_one = item.subject in OF_ONE_REGION
    if not is_of_one and (figure is None or "first" not in figure.use_of_regions):
        region_box.several_of(
            say("Regions"),
            chosen,
            key,
            lambda codes: tray_state.ask(number, region=codes),
            most=MOST_REGIONS,
        )
        return
    region_box.one_of(
        say("Region"),
        list(choices.regions(state.warehouse())),
        next(iter(chosen), None),
        key,
        lambda code: tray_state.ask(number, region=(code,) if code else ()),
        placeholder=None if is_of_one and chosen else say("Choose or type a region"),
    )


def _year(number: int, item: Item, name: str, offer: Offer, say: Words) -> None:
    """The year of a part, or the first one of its span: the newest and the usual change by time."""
    known, chosen = {int(year) for year in PARAMETERS[name].allowed(offer)}, item.selection
    if name == "from_year":
        known = {year for year in known if _is_first(item, year)}
    if (asked_year := getattr(chosen, name)) is not None:  # a file may ask what means another one
        known.add(asked_year)
    unset = NEWEST if name == "year" else _USUAL
    words_of = {NEWEST: say("Newest"), _USUAL: say("As usual")}
    key = _key(number, name, asked_year or unset)

    def changed() -> None:
        year = st.session_state[key]
        tray_state.ask(number, **{name: None if year == unset else year})

    st.selectbox(
        dictionary.label("parameters", name, say.lang),
        [unset, *sorted(known, reverse=True)],
        format_func=lambda year: words_of.get(year) or str(year),
        on_change=changed,
        key=key,
    )


def _is_first(item: Item, year: int) -> bool:
    """Whether a figure would begin with this year: not with one after its last."""
    figure = registry.figures_of(state.warehouse())[item.subject]
    asked = replace(item.selection, from_year=year)
    return figure.resolve(state.warehouse(), asked).from_year == year


def _codes(number: int, item: Item, name: str, offer: Offer, say: Words) -> None:
    """One code, or several, of those that a parameter knows."""
    parameter, value = PARAMETERS[name], getattr(item.selection, name)
    is_many = isinstance(parameter, Many)
    key = _key(number, name, list(value) if is_many else value)

    def changed() -> None:
        chosen = st.session_state[key]
        tray_state.ask(number, **{name: tuple(chosen) if is_many else chosen})

    box: dict[str, Any] = {
        "label": dictionary.label("parameters", name, say.lang),
        "options": list(parameter.allowed(offer)),
        "format_func": lambda code: choices.label_of(
            state.warehouse(), parameter.group, code, say.lang
        ),
        "on_change": changed,
        "key": key,
    }
    if is_many:
        region_box.choose_many(**box, placeholder=say("All"))
    else:
        st.selectbox(**box)


def _key(number: int, name: str, value: Any) -> str:
    """The key of a box of a part that shows a value."""
    key = f"briefing-of-{number}-{name}"
    st.session_state[key] = value
    return key
