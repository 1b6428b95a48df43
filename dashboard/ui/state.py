"""What the reader chose: the selection of this session, in step with the address.

The address is the truth a reader can share: on each run it is compared with what was written last;
a changed one is read, otherwise the widgets decide and the address is written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard.core import i18n
from dashboard.core.foreign_parameters import without_foreign
from dashboard.core.i18n import Words
from dashboard.core.pages import FIRST, TRAY, parameters_of
from dashboard.core.parameters import Problem
from dashboard.core.selection import PARAMETERS, Offer, Selection, parse
from dashboard.export import glossary, markup
from dashboard.ui import pinned, runs, tray_state
from dashboard.warehouse import offers
from dashboard.warehouse.engine import Warehouse

PLAYED_YEAR = "played_year"  # the year that is shown while the years of a page play


def warehouse() -> Warehouse:
    """The warehouse of this run."""
    return pinned.warehouse()


def selection() -> Selection:
    """What the reader chose."""
    chosen: Selection = st.session_state["selection"]
    return chosen


def words() -> Words:
    """The words of the reader's language."""
    return i18n.words(selection().lang)


def offer() -> Offer:
    """What the address of a page can be asked: every parameter of any page."""
    return offers.of_pages(warehouse())


def read_address() -> None:
    """Take the selection from the address when it is new: a link, a bookmark, the back button.

    A choice that comes with this run wins, and so does whatever else the reader opens: on a slow
    line that is done before the address of the last choice has reached the browser, which then
    sends an older one along.
    """
    pinned.pin()
    is_chosen = st.session_state.pop("is_chosen", False) or _is_opened()
    given = without_foreign({name: st.query_params.get_all(name) for name in st.query_params})
    if "selection" in st.session_state and (
        is_chosen or not given or given == st.session_state.get("written_address")
    ):
        return
    # A link without a tray keeps the one that this session has.
    tray = given.pop(TRAY, [""])[-1]
    parsed = parse(given, offer())
    tray_state.read(warehouse(), tray)
    st.session_state["selection"] = parsed.selection
    st.session_state["problems"], st.session_state["read_as"] = parsed.problems, parsed.notices
    st.session_state["address_page"] = None
    st.session_state["is_start"] = "region" not in given


def _is_opened() -> bool:
    """Whether this run comes from a button, a fold or a popover: the address did not cause it.

    The same button pressed twice in a row is not told from one pressed once.
    """
    before = st.session_state.get("open_parts")
    return before is not None and bool(_open_parts() - before)


def _open_parts() -> set[str]:
    """The keys of all that is pressed or open."""
    # At once: each single one is looked up among all of them.
    return {str(key) for key, value in st.session_state.to_dict().items() if value is True}


def enter_page(page: str) -> None:
    """A page's own span and filters do not follow to the next page: nothing shows them there."""
    st.session_state["told"], st.session_state["known_terms"] = set(), set()
    before = st.session_state.get("address_page")
    if before is not None and before != page:
        st.session_state.pop(PLAYED_YEAR, None)
        defaults = offer().defaults
        cleared = {name: getattr(defaults, name) for name, one in PARAMETERS.items() if one.of_page}
        st.session_state["selection"] = replace(selection(), **cleared)
    st.session_state["address_page"] = page


def with_terms(text: str) -> Markup:
    """The text as markup in which each term that the page has not marked yet opens its meaning."""
    known: set[str] = st.session_state.setdefault("known_terms", set())
    return glossary.marked(text, selection().lang, known)


def page() -> str:
    """The path of the page that is shown."""
    path: str = st.session_state["address_page"]
    return path or FIRST


@st.fragment(run_every=timedelta(days=20))
@runs.part("come back")
def come_back() -> None:
    """Have the page ask for a run whenever its connection comes back; it shows nothing.

    A server that was started anew, and one that waited two minutes for a laptop that slept, knows
    nothing of this session. Streamlit's page would go on with its first click, which would be lost
    with the whole choice; a part that is renewed by the clock makes it ask at once, with its
    address. The clock itself never rings: browsers count 24 days at most.
    """


def write_address(page: str) -> None:
    """State every parameter of the page in the address, so that a shared link says it all."""
    address = selection().query(parameters_of(page)) | tray_state.query()
    before = st.session_state.get("written_address")
    st.session_state["written_address"] = address
    st.session_state["open_parts"] = _open_parts()
    # A link to the page that is open brings its address here, but not into the browser's bar.
    followed = before is not None and before != address
    if followed or {name: st.query_params.get_all(name) for name in st.query_params} != address:
        st.query_params.from_dict(address)


def uncertain_regions() -> list[str]:
    """The names in the address that may mean several regions."""
    problems: tuple[Problem, ...] = st.session_state.get("problems", ())
    return [one.value for one in problems if one.reason == "uncertain_region"]


def is_start() -> bool:
    """Whether no region was asked for yet, in an address or by a choice."""
    return bool(st.session_state.get("is_start"))


def notices() -> None:
    """Name what was ignored in the address, and how a name in it was read."""
    problems: tuple[Problem, ...] = st.session_state.get("problems", ())
    say = words()
    sentences = [*(problem.sentence(say) for problem in problems), *tray_state.ignored(say)]
    if sentences:
        text = " ".join((say("Parts of the address were ignored."), *sentences))
        st.warning(
            markup.escape(text),
            icon=":material/link_off:",
        )
    for notice in st.session_state.get("read_as", ()):
        st.caption(markup.escape(notice.sentence(say)))


def untold(sentences: Iterable[str]) -> list[str]:
    """Which of these sentences the page has not told yet in this run; now it has."""
    told: set[str] = st.session_state.setdefault("told", set())
    new = [one for one in dict.fromkeys(sentences) if one not in told]
    told.update(new)
    return new


def choose(**changes: Any) -> None:
    """Change the selection; what was ignored in the address has been read."""
    st.session_state["selection"] = replace(selection(), **changes)
    st.session_state["problems"], st.session_state["read_as"] = (), ()
    st.session_state["is_chosen"] = True
    st.session_state["is_start"] = False
    tray_state.forget_ignored()


def widget(key: str, value: Any, change: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Key and callback of a widget that shows a part of the selection and changes it."""
    name = f"filter-{key}"
    st.session_state[name] = value

    def changed() -> None:
        st.session_state.pop("typed", None)
        choose(**change(st.session_state[name]))

    return {"key": name, "on_change": changed}


def one_region(code: str) -> Selection:
    """The selection for the story of one region."""
    return replace(selection(), region=(code,))


def lasting_widget(
    key: str, default: str, change: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Key and callback of a widget that keeps its value while another tab or page is open.

    `change` keeps it in another way.
    """
    name = f"kept-{key}"
    st.session_state[key] = st.session_state.get(name, default)

    def keep() -> None:
        if change is not None:
            change(st.session_state[key])
        else:
            st.session_state[name] = st.session_state[key]

    return {"key": key, "on_change": keep}
