"""The tray of a session: what a reader collects on any page, and the way back from every loss.

It lives in the session and in the address (`tray`), so that it survives a change of page and a
reload, and can be passed on. The address is written by `dashboard.ui.state`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import streamlit as st

from dashboard.core import uploads
from dashboard.core.i18n import Words, words
from dashboard.core.pages import BRIEFING, TRAY
from dashboard.core.parameters import Problem
from dashboard.core.selection import MOST_REGIONS, Selection
from dashboard.export import markup
from dashboard.export.tray import (
    MOST_ADDRESS,
    UPLOAD,
    Item,
    Texts,
    Tray,
    as_text,
    from_json,
    from_text,
    in_year,
    item,
)
from dashboard.export.tray_messages import BrokenTray, FullTray
from dashboard.figures import registry
from dashboard.ui import pinned
from dashboard.warehouse.engine import Warehouse

_MOST_REMOVED = 20

_EMPTY = Tray()

Tell = Callable[[Words], str]


@dataclass(frozen=True)
class Removed:
    """What was taken out and can be brought back: one part with its place, or a whole tray."""

    tray: Tray
    numbers: tuple[int, ...]
    place: int | None = None


@dataclass(frozen=True)
class TrayState:
    """The tray of this session.

    Attributes:
        tray: as it is.
        numbers: of its items, in their order; an item keeps its number wherever it moves.
        removed: what was taken out, the newest last.
    """

    tray: Tray = _EMPTY
    numbers: tuple[int, ...] = ()
    removed: tuple[Removed, ...] = ()

    @cached_property
    def carried(self) -> tuple[str, str]:
        """The tray as an address can carry it, and what it has no room for.

        That is nothing (``""``), the notes (`notes`), all of the reader's words but titles
        (`texts`), all of them (`words`), or the whole tray (`tray`).
        """
        for left_out, kept in (
            ("", None),
            ("notes", ("title", "message", "body")),
            ("texts", ("title",)),
            ("words", ()),
        ):
            text = as_text(self.tray if kept is None else _with_texts(self.tray, kept))
            if len(text) <= MOST_ADDRESS:
                return text, left_out
        return "", "tray"


def _with_texts(tray: Tray, names: tuple[str, ...]) -> Tray:
    """The tray with only some of the reader's words."""
    items = (
        replace(
            one,
            texts={
                lang: Texts(**{name: getattr(told, name) for name in names})
                for lang, told in one.texts.items()
            },
        )
        for one in tray.items
    )
    return replace(tray, items=tuple(items))


def current() -> TrayState:
    """The tray of this session with what was taken out of it."""
    kept: TrayState = st.session_state.get("collected", TrayState())
    return kept


def _set(changed: TrayState) -> None:
    st.session_state["collected"] = replace(changed, removed=changed.removed[-_MOST_REMOVED:])
    forget_ignored()


def _new_numbers(n: int) -> tuple[int, ...]:
    first = st.session_state.get("next_number", 1)
    st.session_state["next_number"] = first + n
    return tuple(range(first, first + n))


# --- on every page -------------------------------------------------------------------------------


def button(figure_id: str, selection: Selection, key: str, say: Words) -> None:
    """The button of a card that puts its figure into the tray, and the way there once it is in.

    Args:
        figure_id: an id of the registry.
        selection: what the card was asked with, not what became of it: newest stays newest.
        key: of the card.
        say: the reader's words.
    """
    st.button(
        say("Add to briefing"),
        icon=":material/add_to_photos:",
        type="tertiary",
        on_click=add,
        args=(figure_id, selection),
        key=f"{key}-add",
    )
    tray = current().tray
    if tray.items and _place(tray, _as_asked(figure_id, selection)) is not None:
        link(say)


def link(say: Words) -> None:
    """The way to the page, with how much is in the tray."""
    st.page_link(
        f"../pages/{BRIEFING}.py",
        label=say("To the briefing ({n})", n=len(current().tray.items)),
        icon=":material/arrow_forward:",
    )


def counted(page: str, title: str) -> str:
    """The title of a page in the navigation: that of the briefing tells how much is in it."""
    n = len(current().tray.items)
    return f"{title} ({n})" if page == BRIEFING and n else title


def add(figure_id: str, selection: Selection) -> None:
    """Put a figure into the tray and say so."""
    say, before = words(selection.lang), current()
    n_regions = len(selection.region) if "region" in _parameters(figure_id) else 0
    if n_regions > MOST_REGIONS:
        problem = Problem("region", str(n_regions), "too_many_regions", (str(MOST_REGIONS),))
        _say(problem.sentence(say), ":material/block:")
        return
    wanted = _as_asked(figure_id, selection)
    title = registry.answer(pinned.warehouse(), figure_id, selection).headline
    if _place(before.tray, wanted) is not None:
        text = say("The briefing holds this already: {title}.", title=title)
        _say(text, ":material/info:")
        return
    tray = before.tray if before.tray.items else replace(before.tray, lang=selection.lang)
    try:
        tray = tray.added(wanted)
    except FullTray as error:
        _say(error.message(say), ":material/block:")
        return
    _set(TrayState(tray, (*before.numbers, *_new_numbers(1)), before.removed))
    text = say("Added: {title}.", title=title)
    text += " " + say("In the briefing: {n}.", n=len(tray.items))
    if left_out := too_long(say):
        text += " " + left_out
    _say(text, ":material/add_to_photos:")


def too_long(say: Words) -> str:
    """What of the tray an address has no room for, and what to do; empty if it has."""
    _text, left_out = current().carried
    if not left_out:
        return ""
    what = {
        "notes": say("the notes for the speaker"),
        "texts": say("your own messages, texts and notes"),
        "words": say("your own titles, messages, texts and notes"),
        "tray": say("the parts of the briefing"),
    }[left_out]
    return say(
        "The address has no room for {what}: save the briefing as a file (JSON) on the page "
        "Briefing, or they are lost when the page is loaded again.",
        what=what,
    )


def _say(text: str, icon: str) -> None:
    st.toast(markup.escape(text), icon=icon, duration="long")


def _parameters(figure_id: str) -> tuple[str, ...]:
    return registry.figures_of(pinned.warehouse())[figure_id].parameters


def _as_asked(figure_id: str, selection: Selection) -> Item:
    """The item of a card. Years that a page of events filled in become the newest again."""
    own: Selection = st.session_state["selection"]
    if selection.year is not None and own.last_year is None:
        newest = replace(selection, year=None, from_year=own.from_year)
        warehouse = pinned.warehouse()
        filled_in = registry.answer(warehouse, figure_id, selection)
        if registry.answer(warehouse, figure_id, newest) is filled_in:
            return item(figure_id, newest)
    return item(figure_id, selection)


def _place(tray: Tray, wanted: Item) -> int | None:
    """Where the tray asks the same; the words on it do not matter."""
    same = (wanted.subject, wanted.selection)
    asked = [(one.subject, one.selection) for one in tray.items]
    return asked.index(same) if same in asked else None


# --- in the address ------------------------------------------------------------------------------


def query() -> dict[str, list[str]]:
    """What the address says of the tray; nothing of an empty one."""
    return query_of(carried())


def carried() -> str:
    """The tray as the addresses of a page carry it; empty where there is none."""
    text, _left_out = current().carried
    if text:
        # Not the tray's own earlier addresses are read again, but those of somebody else.
        st.session_state.setdefault("own_addresses", set()).add(hash(text))
    return text


def query_of(carried: str) -> dict[str, list[str]]:
    """What an address says of a tray that it carries."""
    return {TRAY: [carried]} if carried else {}


def read(warehouse: Warehouse, text: str) -> None:
    """Take the tray of an address that somebody passed on.

    An address that this session wrote itself, such as one that the back button brings, changes
    nothing: what was added since would be lost. What cannot be read is told by `ignored`.
    """
    forget_ignored()
    if not text or hash(text) in st.session_state.get("own_addresses", ()):
        return
    try:
        found = from_text(warehouse, text)
    except BrokenTray as error:
        st.session_state["ignored_of_tray"] = (error.message,)
        return
    if found.tray != current().tray:
        replace_all(found.tray)
    st.session_state["ignored_of_tray"] = tuple(one.sentence for one in found.ignored)


def ignored(say: Words) -> list[str]:
    """What of the tray in an address was left out, and why."""
    tells: tuple[Tell, ...] = st.session_state.get("ignored_of_tray", ())
    return [tell(say) for tell in tells]


def forget_ignored() -> None:
    """The reader goes on: what was left out has been told."""
    st.session_state["ignored_of_tray"] = ()


# --- on its own page -----------------------------------------------------------------------------


def move(number: int, by: int) -> None:
    """Put an item further up or down."""
    before = current()
    place = before.numbers.index(number)
    to = min(max(place + by, 0), len(before.numbers) - 1)
    numbers = list(before.numbers)
    numbers.insert(to, numbers.pop(place))
    _set(TrayState(before.tray.moved(place, to), tuple(numbers), before.removed))


def remove(number: int) -> None:
    """Take an item out; `restore` brings it back."""
    before = current()
    place = before.numbers.index(number)
    removed = Removed(Tray((before.tray.items[place],)), (number,), place)
    numbers = tuple(one for one in before.numbers if one != number)
    _set(TrayState(before.tray.without(place), numbers, (*before.removed, removed)))


def replace_all(tray: Tray) -> None:
    """Another tray instead of this one; `restore` brings the old one back."""
    before = current()
    removed = before.removed
    if before.tray.items:
        removed = (*removed, Removed(before.tray, before.numbers))
    _set(TrayState(tray, _new_numbers(len(tray.items)), removed))


def load(warehouse: Warehouse, name: str, content: bytes) -> tuple[Tell, ...]:
    """Another tray out of a file; returns what of it was left out, or why it cannot be used."""
    try:
        found = from_json(warehouse, uploads.checked(UPLOAD, name, content))
    except uploads.Unusable as error:
        return (error.message,)
    replace_all(found.tray)
    return tuple(one.sentence for one in found.ignored)


def restore() -> None:
    """Bring back what was taken out last. A whole tray changes places with what is there now."""
    before = current()
    if not before.removed:
        return
    *removed, last = before.removed
    if last.place is None:
        if before.tray.items:
            removed.append(Removed(before.tray, before.numbers))
        _set(TrayState(last.tray, last.numbers, tuple(removed)))
        return
    try:
        tray = before.tray.added(last.tray.items[0])
    except FullTray as error:
        _say(error.message(words(before.tray.lang)), ":material/block:")
        return
    place = min(last.place, len(before.numbers))
    numbers = (*before.numbers[:place], *last.numbers, *before.numbers[place:])
    _set(TrayState(tray.moved(len(numbers) - 1, place), numbers, tuple(removed)))


def speak(lang: str) -> None:
    """Change the language of the briefing."""
    before = current()
    _set(replace(before, tray=replace(before.tray, lang=lang)))


def name(lang: str, title: str) -> None:
    """Change the title of the briefing in one language; an empty one is that of the regions."""
    before = current()
    titles = {**before.tray.titles, lang: title}
    _set(replace(before, tray=replace(before.tray, titles=titles)))


def insert(wanted: Item, place: int, say: Words) -> int | None:
    """Put an item at a place; returns its number. A full tray says so and stays as it is."""
    before = current()
    try:
        tray = before.tray.added(wanted, place)
    except FullTray as error:
        _say(error.message(say), ":material/block:")
        return None
    [number] = _new_numbers(1)
    numbers = (*before.numbers[:place], number, *before.numbers[place:])
    _set(TrayState(tray, numbers, before.removed))
    return number


def ask(number: int, **changed: Any) -> None:
    """Change what an item is asked with; its words, its number and its place stay."""
    before = current()
    place = before.numbers.index(number)
    one = before.tray.items[place]
    if "year" in changed:
        one = one.in_year(changed.pop("year"))
    one = replace(one, selection=replace(one.selection, **changed))
    _set(replace(before, tray=before.tray.changed(place, one)))


def ask_all(year: int | None) -> None:
    """Ask every item that knows a year for this one, None for the newest."""
    before = current()
    _set(replace(before, tray=in_year(pinned.warehouse(), before.tray, year)))


def change_words(number: int, lang: str, changed: Mapping[str, str]) -> None:
    """Change the reader's own words on an item in one language."""
    before = current()
    place = before.numbers.index(number)
    told = before.tray.items[place].with_texts(lang, **changed)
    _set(replace(before, tray=before.tray.changed(place, told)))
