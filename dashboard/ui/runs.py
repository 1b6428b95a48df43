"""One run of a page: its id for the log and the reader, and how long it took."""

from __future__ import annotations

import hashlib
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.core import logs, metrics
from dashboard.ui import turns

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_BEGAN: ContextVar[float] = ContextVar("run_began")


def begin() -> None:
    """A run begins, in a thread that may have done others before."""
    context = get_script_run_ctx()
    # Not Streamlit's own name of a session, which files are uploaded with.
    session = context.session_id if context else ""
    logs.begin(request_id=logs.new_id(), session=hashlib.sha256(session.encode()).hexdigest()[:8])
    _BEGAN.set(turns.asked_at())


def run(page: Page, path: str) -> None:
    """Run a page; what the run took, its wait included, is measured, however it ends.

    Args:
        page: of the navigation.
        path: its own, one of a few.
    """
    logs.bind(page=path)
    try:
        page.run()
    finally:
        metrics.RUNS.observe(time.perf_counter() - _BEGAN.get(), path)
