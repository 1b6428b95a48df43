"""The facts of a session: one revision for a whole run of a page, also where newer ones come.

What a page shows after a click in one of its parts then fits to the rest of it; the next whole run
takes the newest facts.
"""

from __future__ import annotations

import streamlit as st

from dashboard.warehouse import engine
from dashboard.warehouse.engine import Warehouse

_PINNED, _UPDATED = "pinned_facts", "facts_were_updated"


def pin() -> None:
    """Take the newest facts for this run and the runs of its parts; a whole run begins with it."""
    newest, before = engine.current(), st.session_state.get(_PINNED)
    st.session_state[_PINNED] = newest
    if before is not None and before.revision != newest.revision:
        st.session_state[_UPDATED] = True


def warehouse() -> Warehouse:
    """The facts of this run."""
    pinned: Warehouse | None = st.session_state.get(_PINNED)
    return pinned or engine.current()


def is_outdated() -> bool:
    """Whether newer facts came since this run."""
    return warehouse().revision != engine.current().revision


def is_updated() -> bool:
    """Whether this run shows other facts than the one before; asked once."""
    return bool(st.session_state.pop(_UPDATED, False))
