"""A queue in which every client has its turn: who asks for much waits for himself."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(asyncio.Queue[tuple[str, T]], Generic[T]):
    """Pairs of a client and what it asks for; one of each client after the other.

    What a client asked for comes in its order.
    """

    def _init(self, maxsize: int) -> None:
        self._of_client: dict[str, deque[tuple[str, T]]] = {}

    def _put(self, item: tuple[str, T]) -> None:
        self._of_client.setdefault(item[0], deque()).append(item)

    def _get(self) -> tuple[str, T]:
        client = next(iter(self._of_client))
        waiting = self._of_client.pop(client)
        item = waiting.popleft()
        if waiting:
            self._of_client[client] = waiting  # behind the others
        return item

    def qsize(self) -> int:
        """How many wait."""
        return sum(map(len, self._of_client.values()))

    def empty(self) -> bool:
        """Whether nobody waits."""
        return not self._of_client
