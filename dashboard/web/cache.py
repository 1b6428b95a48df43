"""The newest contents, shared: equal requests, also at the same moment, write one only once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from cachetools import LRUCache

from dashboard.web.negotiation import Content

MOST_BYTES = 64_000_000


class ContentCache:
    """Contents by their key, up to a number of bytes, for one event loop."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._contents: LRUCache[str, Content] = LRUCache(most_bytes, getsizeof=lambda c: c.size)
        self._pending: dict[str, asyncio.Task[Content]] = {}
        self._waiting: Counter[str] = Counter()  # clients by key

    async def get(self, key: str, write: Callable[[], Awaitable[Content]]) -> Content:
        """The content of this key, written where it is not there.

        A client that goes away does not end the work that others wait for; with the last of them
        it ends. What failed is not cached: the next request tries again.
        """
        if (content := self.held(key)) is not None:
            return content
        task = self._pending.get(key)
        if task is None:
            task = self._pending[key] = asyncio.ensure_future(self._write(key, write))
            task.add_done_callback(lambda done: self._finish(key, done))
        self._waiting[key] += 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                if not task.done():
                    self._forget(key, task)  # who asks next begins anew
                    task.cancel()

    def held(self, key: str) -> Content | None:
        """The content of this key, if it was written and is still here."""
        return self._contents.get(key)

    async def _write(self, key: str, write: Callable[[], Awaitable[Content]]) -> Content:
        content = await write()
        if content.is_final and content.size <= self._contents.maxsize:
            self._contents[key] = content
        return content

    def _finish(self, key: str, task: asyncio.Task[Content]) -> None:
        self._forget(key, task)
        if not task.cancelled():
            task.exception()  # whoever waits gets it; perhaps nobody does any more

    def _forget(self, key: str, task: asyncio.Task[Content]) -> None:
        if self._pending.get(key) is task:
            del self._pending[key]
