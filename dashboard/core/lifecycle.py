"""Where in its life a serving process is: starting, warmed, asked to end.

A process that is asked to end says so (`/readyz`) before it stops answering, so that whoever sends
it requests can send them elsewhere.
"""

from __future__ import annotations

import threading
import time


class Lifecycle:
    """The state of one process; any thread may ask or change it.

    Attributes:
        open_pages: live websockets, counted by the event loop alone.
    """

    def __init__(self) -> None:
        self.open_pages = 0
        self._began = time.monotonic()
        self._warmed, self._draining = threading.Event(), threading.Event()

    @property
    def seconds(self) -> float:
        """How long the process has run."""
        return time.monotonic() - self._began

    @property
    def is_warmed(self) -> bool:
        """Whether what first readers need was prepared."""
        return self._warmed.is_set()

    @property
    def is_draining(self) -> bool:
        """Whether the process was asked to end."""
        return self._draining.is_set()

    def warmed(self) -> None:
        """What first readers need is prepared."""
        self._warmed.set()

    def drain(self) -> None:
        """The process was asked to end: it finishes what was asked for and takes nothing new."""
        self._draining.set()


PROCESS = Lifecycle()
