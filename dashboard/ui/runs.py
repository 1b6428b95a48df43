"""One run of a page or of a part of it: its id for the log and the reader, and what it took."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.core import logs, metrics
from dashboard.ui import turns

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

P = ParamSpec("P")
R = TypeVar("R")
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


def part(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Measure the runs of a fragment by itself; within the run of its page it counts to that.

    To be put below `st.fragment`.

    Args:
        name: of the part, one of a few.
    """

    def of(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def measured(*args: P.args, **kwargs: P.kwargs) -> R:
            context = get_script_run_ctx()
            if context is None or not context.fragment_ids_this_run:
                return function(*args, **kwargs)
            begin()  # the entry script, which does so for a page, is not run
            logs.bind(part=name)
            with metrics.PARTS.time(name):
                return function(*args, **kwargs)

        return measured

    return of
