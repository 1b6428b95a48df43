"""What was made once is kept and shared: equal requests, also at the same moment, make it once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from cachetools import LRUCache

MOST_BYTES = 64_000_000


@dataclass(frozen=True)
class Made:
    """A file as it leaves.

    Attributes:
        body: its bytes.
        compressed: the same with gzip, where that is worth it.
        media_type: what the browser is told.
        headers: further headers that belong to it.
        is_kept: False for a file that lacks something at this moment: it is sent to those who
            wait for it and made anew for the next.
    """

    body: bytes
    media_type: str
    compressed: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    is_kept: bool = True

    @property
    def size(self) -> int:
        """Bytes that keeping it costs."""
        return len(self.body) + len(self.compressed or b"")


class Kept:
    """The newest files that were made, up to a number of bytes, for one event loop."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._made: LRUCache[str, Made] = LRUCache(most_bytes, getsizeof=lambda made: made.size)
        self._most_bytes = most_bytes
        self._being_made: dict[str, asyncio.Task[Made]] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[Made]]) -> Made:
        """The file of this key, made when it is not there.

        A reader who leaves does not end the work that others wait for. What could not be made is
        not kept: the next request tries again.
        """
        if (made := self._made.get(key)) is not None:
            return made
        task = self._being_made.get(key)
        if task is None:
            task = asyncio.ensure_future(self._make(key, make))
            self._being_made[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    async def _make(self, key: str, make: Callable[[], Awaitable[Made]]) -> Made:
        made = await make()
        if made.is_kept and made.size <= self._most_bytes:
            self._made[key] = made
        return made

    def _finished(self, key: str, task: asyncio.Task[Made]) -> None:
        self._being_made.pop(key, None)
        if not task.cancelled():
            task.exception()  # was told to whoever waits; nobody may have
