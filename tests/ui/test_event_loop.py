"""Calls from other threads into the event loop: all come, in their order, with few wake-ups."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from dashboard.ui.event_loop import gather_calls

CALLS = 2000


class Counting(asyncio.SelectorEventLoop):
    """A loop that counts how often other threads wake it."""

    woken = 0

    def call_soon_threadsafe(self, callback, *args, context=None):  # type: ignore[override]
        self.woken += 1
        return super().call_soon_threadsafe(callback, *args, context=context)


def test_calls_of_several_threads_come_in_order_with_few_wake_ups() -> None:
    loop = Counting()
    seen: dict[str, list[int]] = {name: [] for name in "abc"}
    gather_calls(loop)
    gather_calls(loop)  # a second time changes nothing

    def call(name: str) -> None:
        for number in range(CALLS):
            loop.call_soon_threadsafe(seen[name].append, number)

    async def wait() -> None:
        threads = [threading.Thread(target=call, args=(name,)) for name in seen]
        for thread in threads:
            thread.start()
        until = loop.time() + 30
        while any(len(numbers) < CALLS for numbers in seen.values()):
            assert loop.time() < until
            await asyncio.sleep(0.01)

    loop.run_until_complete(wait())
    loop.close()
    assert all(numbers == [*range(CALLS)] for numbers in seen.values())
    assert 0 < loop.woken < len(seen) * CALLS / 2


def test_a_call_wakes_a_loop_that_waits() -> None:
    async def wait() -> str:
        loop = asyncio.get_running_loop()
        gather_calls(loop)
        for _ in range(20):
            told = loop.create_future()
            threading.Timer(0.002, loop.call_soon_threadsafe, (told.set_result, "told")).start()
            await asyncio.wait_for(told, 10)
        return told.result()

    assert asyncio.run(wait()) == "told"


def test_a_call_keeps_its_context_and_can_be_cancelled() -> None:
    name: ContextVar[str] = ContextVar("name")
    seen: list[str] = []

    async def wait() -> None:
        loop = asyncio.get_running_loop()
        gather_calls(loop)
        name.set("of the caller")
        loop.call_soon_threadsafe(seen.append, "never").cancel()
        loop.call_soon_threadsafe(lambda: seen.append(name.get()))
        name.set("later")
        await asyncio.sleep(0.05)

    asyncio.run(wait())
    assert seen == ["of the caller"]


def test_a_closed_loop_refuses() -> None:
    loop = asyncio.new_event_loop()
    gather_calls(loop)
    loop.close()
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon_threadsafe(print)
