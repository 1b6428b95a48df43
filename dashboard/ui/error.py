"""What a reader sees when a page fails for a reason that nobody foresaw."""

from __future__ import annotations

import logging

import streamlit as st

from dashboard.core import logs
from dashboard.core.access import Forbidden
from dashboard.core.audit import Unwritable
from dashboard.core.i18n import words
from dashboard.core.settings import language
from dashboard.export import markup
from dashboard.warehouse.cluster_faults import ClusterAway, TooManyRows

_LOG = logging.getLogger("dashboard")


def show(error: Exception) -> bool:
    """Tell the reader in a sentence; the log keeps the whole story for the maintainers.

    Returns True, so that Streamlit does not add its own English box.
    """
    chosen = st.session_state.get("selection")
    say = words(chosen.lang if chosen is not None else language())
    if isinstance(error, Forbidden | Unwritable):  # says itself what is wrong
        st.error(markup.escape(error.message(say)), icon=":material/lock:")
        return True
    if isinstance(error, ClusterAway):
        st.warning(markup.escape(error.for_reader(say)), icon=":material/cloud_off:")
        return True
    if isinstance(error, TooManyRows):
        st.info(markup.escape(error.message(say)))
        return True
    sentence = say(
        "This part of the page could not be shown; nothing of your choice is lost. Reload the "
        "page. If it stays like this, tell the maintainers the address and the time: the "
        "reason stands in the server's log."
    )
    code = logs.code_sentence(say)  # before the line, which carries it too
    _LOG.error("A page failed", exc_info=error)
    st.error(f"{sentence} {code}", icon=":material/error:")
    return True
