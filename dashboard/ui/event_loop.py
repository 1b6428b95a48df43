"""Calls from other threads into the server's event loop: one wake-up for many of them.

A run of a page hands its eighty or so messages to the event loop one by one, from a thread of its
own. asyncio wakes the loop for each by writing into a socket, at which the two threads change
places each time; that took a fifth of a run. Here calls that come while the loop is being woken
wait for that one wake-up, in their order.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any


class Gathering:
    """The calls into an event loop that wait for its next wake-up.

    Args:
        loop: whose `call_soon_threadsafe` is taken over.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._wake = loop, loop.call_soon_threadsafe
        self._calls: deque[asyncio.Handle] = deque()
        self._is_woken = False

    def call(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """As `call_soon_threadsafe` of the loop; of any thread.

        Raises:
            RuntimeError: the loop is closed.
        """
        if self._loop.is_closed():
            return self._wake(callback, *args, context=context)
        handle = asyncio.Handle(callback, args, self._loop, context or copy_context())
        self._calls.append(handle)
        # Whoever finds it True came before `_take` began, which then finds the call.
        if not self._is_woken:
            self._is_woken = True
            self._wake(self._take)
        return handle

    def _take(self) -> None:
        """In the loop: call all that waits by now."""
        self._is_woken = False
        for _ in range(len(self._calls)):
            handle = self._calls.popleft()
            if not handle.cancelled():
                handle._run()  # as the loop itself does, which is told of what fails


def gather_calls(loop: asyncio.AbstractEventLoop) -> None:
    """Let calls from other threads wake a loop once for many of them."""
    if not isinstance(getattr(loop.call_soon_threadsafe, "__self__", None), Gathering):
        loop.call_soon_threadsafe = Gathering(loop).call  # type: ignore[method-assign, assignment]
