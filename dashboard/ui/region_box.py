"""The boxes in which a reader picks regions or types their names, and every box of several values.

Enter takes one: what was typed reaches the server with a mark behind it (`assets/picker.js`), so
that no option of the box is taken for it, and is read by `warehouse/region_names.py`. A name that
may mean several regions asks; nothing selects many but a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.export import markup
from dashboard.ui import state
from dashboard.warehouse import choices, region_names
from dashboard.warehouse.choices import Region
from dashboard.warehouse.region_names import Reading

# Behind what was typed: a character without width that is part of no name and of no option.
TYPED = "\u2063"
BOX, PROFILE = "region", "profile-region"


@dataclass(frozen=True)
class _Typed:
    """How the names that were typed last into a box were read."""

    box: str = ""
    readings: tuple[Reading, ...] = ()


def choose_many(
    label: str, options: list[str], *, format_func: Callable[[str], str], **widget: Any
) -> None:
    """A box of several values, in which no row selects them all."""
    st.multiselect(
        label,
        options,
        format_func=format_func,
        select_all=False,
        filter_mode="contains",
        **widget,
    )


def choose_regions() -> None:
    """The regions of the shared filter."""
    regions, say = choices.regions(state.warehouse()), state.words()
    choose_many(
        say("Regions"),
        list(regions),
        format_func=lambda code: regions[code].full_label,
        placeholder=say("Choose or type regions"),
        help=say(
            "Short, former and English names and abbreviations work too, also misspelt: "
            "type and press Enter."
        ),
        accept_new_options=True,
        **state.widget(
            BOX, list(state.selection().region), lambda entered: {"region": _codes(entered, BOX)}
        ),
    )
    _answers(BOX, state.selection().region)


def choose_profile_region() -> None:
    """The one region that a page tells, from a box of all of them: the first of the filter."""
    regions, say = choices.regions(state.warehouse()), state.words()
    first = state.selection().region[:1]
    st.selectbox(
        say("Region"),
        list(regions),
        format_func=lambda code: regions[code].full_label,
        placeholder=say("Choose or type a region"),
        accept_new_options=True,
        filter_mode="contains",
        **state.widget(
            PROFILE,
            first[0] if first else None,
            lambda text: {"region": (_codes((text,), PROFILE) or first) if text else ()},
        ),
    )
    _answers(PROFILE, ())


def _codes(entered: Iterable[str], box: str) -> tuple[str, ...]:
    """The codes of what a reader picked or typed; what may mean several regions is asked below."""
    warehouse = state.warehouse()
    known = choices.regions(warehouse)
    codes: dict[str, None] = {}
    readings = []
    for text in entered:
        if text in known:
            codes[text] = None
            continue
        reading = region_names.read(warehouse, text.removesuffix(TYPED))
        readings.append(reading)
        if reading.region:
            codes[reading.region.code] = None
    st.session_state["typed"] = _Typed(box, tuple(readings))
    return tuple(codes)


def _answers(box: str, chosen: tuple[str, ...]) -> None:
    """How the name that a reader typed last into this box was read, or which one is meant."""
    typed: _Typed = st.session_state.get("typed", _Typed())
    if typed.box != box:
        return
    say = state.words()
    for reading in typed.readings:
        text = reading.text[:40]
        if reading.candidates:
            _ask(reading, chosen)
        elif reading.region is None:
            st.caption(
                markup.escape(
                    say("No region is called “{text}”. Is it spelt differently?", text=text)
                )
            )
        elif text != reading.region.name:
            name = reading.region.name
            st.caption(markup.escape(say("“{text}” was read as {region}.", text=text, region=name)))


def _ask(reading: Reading, chosen: tuple[str, ...]) -> None:
    """Which of several regions is meant: each is one tap away, none is taken before."""
    say = state.words()
    places = {region.code: place(region) for region in reading.candidates}
    key = f"ask-{region_names.name_key(reading.text)}"

    def take() -> None:
        if code := st.session_state.get(key):
            st.session_state["typed"] = _Typed()
            state.choose(region=tuple(dict.fromkeys((*chosen, code))))

    st.pills(
        say("Which region is “{text}”?", text=markup.escape(reading.text[:40])),
        list(places),
        format_func=places.__getitem__,
        key=key,
        on_change=take,
    )


def place(region: Region) -> str:
    """A region and where it lies, so that two of one name are told apart."""
    say = state.words()
    if region.level == "provinsi":
        return say("{region} (province)", region=region.name)
    province = choices.regions(state.warehouse())[region.province_code]
    return f"{region.label} ({province.label})"
