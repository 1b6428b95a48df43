"""The newest contents, shared: equal requests, also at the same moment, write one only once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from weakref import WeakSet

from cachetools import LRUCache

from dashboard.web.negotiation import Content

MOST_BYTES = 64_000_000
_ALL: WeakSet[ContentCache] = WeakSet()


class ContentCache:
    """Contents by their key, up to a number of bytes, for one event loop.

    Args:
        most_bytes: of all contents.
        name: what the metrics call this cache; one without a name is not among them.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, name: str = "") -> None:
        self._contents: LRUCache[str, Content] = LRUCache(most_bytes, getsizeof=lambda c: c.size)
        self._pending: dict[str, asyncio.Task[Content]] = {}
        self._waiting: Counter[str] = Counter()  # clients by key
        self.name, self.hits, self.misses = name, 0, 0
        _ALL.add(self)

    @property
    def bytes_held(self) -> int:
        """Bytes of all contents."""
        return int(self._contents.currsize)

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
        content = self._contents.get(key)
        self.hits += content is not None
        return content

    async def _write(self, key: str, write: Callable[[], Awaitable[Content]]) -> Content:
        self.misses += 1
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


def counts() -> dict[tuple[str, ...], float]:
    """How often each cache with a name had a content (`hit`) and had to write it (`miss`)."""
    found: dict[tuple[str, ...], float] = {}
    for cache in filter(lambda one: one.name, list(_ALL)):
        for result, number in (("hit", cache.hits), ("miss", cache.misses)):
            found[cache.name, result] = found.get((cache.name, result), 0) + number
    return found


def sizes() -> dict[tuple[str, ...], float]:
    """Bytes that each cache with a name holds."""
    found: dict[tuple[str, ...], float] = {}
    for cache in filter(lambda one: one.name, list(_ALL)):
        found[(cache.name,)] = found.get((cache.name,), 0) + cache.bytes_held
    return found
