"""Links to pages that carry the reader's selection along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from dashboard.core.pages import parameters_of
from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.figures import addresses, registry
from dashboard.ui import state, tray_state
from dashboard.warehouse import choices


def page_address(page: str, chosen: Selection) -> str:
    """The address of a page with a selection, for links in own markup.

    Such a link begins a new session: the tray goes along in it.
    """
    return _page_address(page, chosen, tray_state.carried())


@lru_cache(maxsize=2048)
def _page_address(page: str, chosen: Selection, tray: str) -> str:
    return address_with(tray, page, chosen.query(parameters_of(page)))


def query_address(page: str, query: dict[str, list[str]]) -> str:
    """The address of a page with a query, and with the tray, for links in own markup."""
    return address_with(tray_state.carried(), page, query)


def address_with(tray: str, page: str, query: dict[str, list[str]]) -> str:
    """The address of a page with a query, and with a tray as addresses carry it."""
    return addresses.page_at(page, query | tray_state.query_of(tray), addresses.HERE)


@dataclass(frozen=True)
class Carried:
    """What links carry along: of equal ones the same markup can be shown.

    Attributes:
        chosen: the reader's choice, of which each link puts in its own region.
        tray: as addresses carry it.
    """

    chosen: Selection
    tray: str

    def profile_address(self, code: str) -> str:
        """The address of a region's profile, for links in own markup."""
        return _page_address("profil", replace(self.chosen, region=(code,)), self.tray)


def carried() -> Carried:
    """What the links of this run carry along to profiles."""
    own = replace(state.selection(), region=()).only(parameters_of("profil"))
    return Carried(own, tray_state.carried())


def profile_address(code: str) -> str:
    """The address of a region's profile, for links in own markup."""
    return carried().profile_address(code)


def story_link(code: str) -> None:
    """The way to a region's story: its profile."""
    name = choices.regions(state.warehouse())[code].name
    say = state.words()
    region_link(code, say("The story of {region}", region=name), icon=":material/timeline:")


def region_link(code: str, label: str, icon: str | None = None) -> None:
    """A link to a region's profile."""
    st.page_link(
        "../pages/profil.py",
        label=markup.escape(label),
        icon=icon,
        query_params=state.one_region(code).query(parameters_of("profil")),
    )


def figure_link(figure_id: str, label: str, icon: str | None = None) -> None:
    """A link to a figure on its own, asked what the reader chose."""
    answer = registry.answer(state.warehouse(), figure_id, state.selection())
    address = addresses.address(answer, addresses.PAGE, base=addresses.HERE)
    st.link_button(markup.escape(label), address, type="tertiary", icon=icon)


def compare_link(code: str) -> None:
    """The way to a comparison of a region with its neighbours, if it has any."""
    neighbours, say = choices.neighbours(state.warehouse(), code), state.words()
    if neighbours:
        wanted = replace(state.selection(), region=(code, *neighbours))
        st.page_link(
            "../pages/bandingkan.py",
            label=markup.escape(say("Compare with neighbours")),
            icon=":material/compare_arrows:",
            query_params=wanted.query(parameters_of("bandingkan")),
        )
