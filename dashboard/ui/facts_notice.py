"""That the facts were updated, or that a cluster is away, said also in a page that is open.

An open page asks for nothing: when newer facts are swapped in, the server runs this one part of it.
Streamlit has no public way to do that; where its own ones change, a page says it with the next run.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState

from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.ui import pinned, runs

_LOG = logging.getLogger("dashboard")

_KEY = "facts-notice"
_SECONDS_BETWEEN = 0.05  # of two pages: they are not all worked out at once


def show(say: Words) -> None:
    """Say it in a page whose facts are newer than in its last run, or that are newer by now."""
    _notice(say, is_new=pinned.is_updated())


@st.fragment(key=_KEY)
@runs.part("facts notice")
def _notice(say: Words, *, is_new: bool) -> None:
    if (outage := pinned.warehouse().outage) is not None:
        st.warning(markup.escape(outage.sentence(say)), icon=":material/cloud_off:")
    if pinned.is_outdated():
        told, action = st.columns([4, 1], vertical_alignment="center")
        told.caption(say("The facts were updated; this page still shows the earlier ones."))
        if action.button(say("Show the newer facts"), type="tertiary"):
            st.rerun()
    elif is_new:
        st.caption(say("The facts were updated."))


def announce() -> None:
    """Let every open page say it; called from any thread, and without effect beside a server."""
    if not runtime.exists():
        return
    try:
        instance: Any = runtime.get_instance()
        loop = instance._get_async_objs().eventloop
        loop.call_soon_threadsafe(_announce, instance, loop)
    except Exception:
        _LOG.warning("Open pages were not told of newer facts", exc_info=True)


def _announce(instance: Any, loop: Any) -> None:
    for place, info in enumerate(instance._session_mgr.list_active_sessions()):
        loop.call_later(place * _SECONDS_BETWEEN, partial(_run_notice, info.session))


def _run_notice(session: Any) -> None:
    """Run the notice of one page as its browser would ask for it: all it has chosen stays."""
    try:
        for fragment in session._fragment_storage._ids_by_target_key.get(_KEY, ()):
            asked = ClientState()
            asked.CopyFrom(session._client_state)
            asked.fragment_id, asked.is_auto_rerun = fragment, True
            session.request_rerun(asked)
    except Exception:
        _LOG.warning("An open page was not told of newer facts", exc_info=True)
