"""The boxes in which a reader picks regions or types their names, and every box of several values.

Enter takes one: what was typed reaches the server with a mark behind it (`assets/picker.js`), so
that no option of the box is taken for it, and is read by `warehouse/region_names.py`. A name that
may mean several regions asks; nothing selects many but a group.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.export import markup
from dashboard.ui import state
from dashboard.warehouse import choices, region_names
from dashboard.warehouse.choices import Region
from dashboard.warehouse.engine import Warehouse, cached
from dashboard.warehouse.region_names import Reading

# Behind what was typed: a character without width that is part of no name and of no option.
TYPED = "\u2063"
NAME = "…"  # where the page's script puts the name of the reader's own region


class Offered(str):
    """A code that a box offers; what a reader typed, also a number, is a plain text."""

    __slots__ = ()


@dataclass(frozen=True)
class _Typed:
    """How the names that were typed last into a box were read."""

    box: str = ""
    readings: tuple[Reading, ...] = ()
    is_of_all: bool = True


@cached()
def _offered(warehouse: Warehouse) -> list[str]:
    """Every region, as a box offers it; nobody may change it."""
    return [Offered(code) for code in choices.regions(warehouse)]


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
    say = state.words()
    several_of(
        say("Regions"),
        state.selection().region,
        "filter-region",
        lambda codes: state.choose(region=codes),
        asked=state.uncertain_regions(),
    )


def several_of(
    label: str,
    chosen: tuple[str, ...],
    key: str,
    take: Callable[[tuple[str, ...]], None],
    *,
    asked: Iterable[str] = (),
    most: int | None = None,
) -> None:
    """A box of several regions.

    Args:
        label: of the box.
        chosen: the codes that it shows.
        key: of the box.
        take: what to do with the codes that it then holds.
        asked: names of which the reader is asked which region they mean.
        most: how many it takes; None for any number.
    """
    warehouse, say = state.warehouse(), state.words()
    regions = choices.regions(warehouse)
    st.session_state[key] = list(chosen)

    def changed() -> None:
        st.session_state.pop("typed", None)
        take(_codes(st.session_state[key], key, regions))

    def take_one(code: str | None) -> None:
        take(tuple(dict.fromkeys((*chosen, code) if code else chosen)))

    with _place_of(key):
        choose_many(
            label,
            _offered(warehouse),
            format_func=choices.full_labels(warehouse).__getitem__,
            placeholder=say("Choose or type regions"),
            help=say(
                "Short, former and English names and abbreviations work too, also misspelt: "
                "type and press Enter."
            ),
            accept_new_options=True,
            max_selections=most,
            key=key,
            on_change=changed,
        )
        _answers(key, take_one)
        for text in asked:
            _ask(region_names.read(state.warehouse(), text), take_one)


def choose_profile_region() -> None:
    """The one region that a page tells, from a box of all of them: the first of the filter."""
    say = state.words()
    first = next(iter(state.selection().region), None)
    one_of(
        say("Region"),
        list(choices.regions(state.warehouse())),
        first,
        "filter-profile-region",
        lambda code: state.choose(region=(code,) if code else ()),
        placeholder=say("Choose or type a region"),
    )
    my_region(first)


def choose_one(label: str, options: list[str], default: str, key: str) -> str:
    """One of these regions, kept in the session under this key."""
    kept = f"one-{key}"
    if st.session_state.get(kept) not in options:
        st.session_state[kept] = default

    def take(code: str | None) -> None:
        st.session_state[kept] = code

    one_of(label, options, st.session_state[kept], key, take)
    chosen: str = st.session_state[kept]
    return chosen


def one_of(
    label: str,
    options: list[str],
    value: str | None,
    key: str,
    take: Callable[[str | None], None],
    *,
    placeholder: str | None = None,
    is_short: bool = False,
) -> None:
    """A box of one region, or of none where a placeholder says so.

    Args:
        label: of the box.
        options: the codes that it offers; all of them, or some.
        value: the one that it shows.
        key: of the box.
        take: what to do with the code that a reader picked, typed or tapped.
        placeholder: what stands in the box where none is chosen.
        is_short: whether it says full names alone: a box of all 514 goes over the line anew
            whenever another one is chosen.
    """
    regions, labels = choices.regions(state.warehouse()), choices.full_labels(state.warehouse())
    st.session_state[key] = value

    def changed() -> None:
        st.session_state.pop("typed", None)
        entered = st.session_state[key]
        for code in _codes((entered,), key, options) if entered else (None,):
            take(code)

    with _place_of(key):
        st.selectbox(
            label,
            [Offered(code) for code in options],
            index=None if placeholder else 0,
            format_func=(lambda code: regions[code].name) if is_short else labels.__getitem__,
            placeholder=placeholder,
            accept_new_options=True,
            filter_mode="contains",
            key=key,
            on_change=changed,
        )
        _answers(key, take)


def _place_of(box: str) -> Any:
    """Around a box in which names of regions are typed: by this the page's script knows it."""
    return st.container(key=f"region-box-{box}")


def my_region(region_code: str | None = None, *, is_offer: bool = False) -> None:
    """A place for the reader's own region, which the browser alone knows (`assets/my_region.js`).

    Args:
        region_code: the region that is shown and can be made one's own.
        is_offer: only the way to one's own region, nothing where none is remembered.
    """
    say = state.words()
    region = choices.regions(state.warehouse()).get(region_code or "")
    st.html(
        markup.render(
            "my_region.html",
            region=region,
            is_offer=is_offer,
            label=say("My region: {region}", region=NAME),
            set=say("Make {region} my region", region=region.name) if region else "",
            forget=say("Forget my region"),
            note=say("Remembered in this browser only."),
        )
    )


def _codes(entered: Iterable[str], box: str, options: Collection[str]) -> tuple[str, ...]:
    """The codes of what a reader picked or typed; what may mean several regions is asked below.

    Of a name that may mean several, those that the box does not offer are left out.
    """
    codes: dict[str, None] = {}
    readings = []
    for text in entered:
        if isinstance(text, Offered):
            codes[str(text)] = None
            continue
        reading = region_names.read(state.warehouse(), text.removesuffix(TYPED)).among(options)
        readings.append(reading)
        if reading.region:
            codes[reading.region.code] = None
    is_of_all = len(options) == len(choices.regions(state.warehouse()))
    st.session_state["typed"] = _Typed(box, tuple(readings), is_of_all)
    return tuple(codes)


def _answers(box: str, take: Callable[[str | None], None]) -> None:
    """How the name that a reader typed last into this box was read, or which one is meant."""
    typed: _Typed = st.session_state.get("typed", _Typed())
    if typed.box != box:
        return
    say = state.words()
    for reading in typed.readings:
        text = reading.text[:40]
        if reading.candidates:
            _ask(reading, take)
        elif reading.region is None:
            sentence = (
                say("No region is called “{text}”. Is it spelt differently?", text=text)
                if typed.is_of_all
                else say("“{text}” is none of the regions of this box.", text=text)
            )
            st.caption(markup.escape(sentence))
        elif text != reading.region.name:
            name = reading.region.name
            st.caption(markup.escape(say("“{text}” was read as {region}.", text=text, region=name)))


def _ask(reading: Reading, take: Callable[[str | None], None]) -> None:
    """Which of several regions is meant: each is one tap away, none is taken before."""
    say = state.words()
    places = {region.code: place(region) for region in reading.candidates}
    key = f"ask-{region_names.name_key(reading.text)}"

    def answered() -> None:
        if code := st.session_state.get(key):
            st.session_state["typed"] = _Typed()
            take(code)

    st.pills(
        say("Which region is “{text}”?", text=markup.escape(reading.text[:40])),
        list(places),
        format_func=places.__getitem__,
        key=key,
        on_change=answered,
    )


def place(region: Region) -> str:
    """A region and where it lies, so that two of one name are told apart."""
    say = state.words()
    if region.level == "provinsi":
        return say("{region} (province)", region=region.name)
    province = choices.regions(state.warehouse())[region.province_code]
    return f"{region.label} ({province.label})"
