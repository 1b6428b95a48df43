"""Runs of pages take turns: a few at once, the others wait in the order in which they came.

Python runs one thread at a time. Where every run that is asked for begins at once, all of them
are half done for seconds, hold their memory, and take the lock from each other and from the event
loop. In turn each is done sooner, and nobody waits for those who came later.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

AT_ONCE = max(2, os.cpu_count() or 1)  # one computes while others wait for the database
# A run that takes longer waits for something else, such as facts that are looked through: it goes
# on, and the next one begins beside it.
SECONDS = 1.0
_ASKED: ContextVar[float | None] = ContextVar("run_asked", default=None)


class Turns:
    """Who may run, and who waits.

    Args:
        at_once: how many run at the same time.
        seconds: after which a run counts no longer.
    """

    def __init__(self, at_once: int = AT_ONCE, seconds: float = SECONDS) -> None:
        self._at_once, self._seconds = at_once, seconds
        self._lock = threading.Lock()
        self._waiting: deque[threading.Condition] = deque()
        self._began: dict[threading.Condition, float] = {}  # of those that run

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; it ends with the block."""
        me = threading.Condition(self._lock)
        with self._lock:
            self._waiting.append(me)
            while self._waiting[0] is not me:
                me.wait()
            while (left := self._left()) > 0:
                me.wait(left)
            self._waiting.popleft()
            self._began[me] = time.monotonic()
            self._call_next()  # there may be room for one more
        try:
            yield
        finally:
            with self._lock:
                del self._began[me]
                self._call_next()

    def _left(self) -> float:
        """Seconds until the next one may run at the latest; 0 where there is room."""
        now = time.monotonic()
        left = [one for began in self._began.values() if (one := began + self._seconds - now) > 0]
        return 0.0 if len(left) < self._at_once else min(left)

    def _call_next(self) -> None:
        if self._waiting:
            self._waiting[0].notify()


def asked_at() -> float:
    """When the run of this thread was asked for, of `time.perf_counter`: its wait is part of it."""
    asked = _ASKED.get()
    return time.perf_counter() if asked is None else asked


def take_turns(turns: Turns) -> None:
    """Let runs of this process's pages take turns."""
    run = ScriptRunner._run_script
    if hasattr(run, "__wrapped__"):
        return

    @wraps(run)
    def in_turn(runner: ScriptRunner, rerun_data: Any) -> None:
        _ASKED.set(time.perf_counter())
        with turns.turn():
            run(runner, rerun_data)

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign, assignment]
