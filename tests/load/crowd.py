"""Many viewers of one server at once, and what the server used for them."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from tests.load.process import Use, use
from tests.load.visits import THINK_SECONDS, Seen, Viewer

WALKS = 3  # of the one viewer who comes first, so that nothing is asked for the first time
SETTLE_SECONDS = 6.0
# Streamlit keeps a session two minutes for a browser that comes back, and forgets what is older
# when the next one leaves.
KEPT_SECONDS = 125.0


@dataclass(frozen=True)
class Crowd:
    """What a crowd saw and what it took.

    Attributes:
        seen: runs, requests and errors.
        viewers: how many there were.
        seconds: how long all of them clicked.
        processor: seconds of the server's processor time while they did.
        client: the same of this process.
        idle: bytes of the server before they came.
        live: bytes while all of them were there.
        left: bytes after all were gone and their sessions forgotten; None where that was not
            waited for.
        sessions: that the server still counts after all have left.
    """

    seen: Seen
    viewers: int
    seconds: float
    processor: float
    client: float
    idle: int
    live: int
    left: int | None
    sessions: int

    @property
    def processor_per_run(self) -> float:
        """Milliseconds of the server's processor time for a run, all requests beside included."""
        return 1000 * self.processor / max(1, len(self.seen.runs))

    @property
    def bytes_per_session(self) -> float:
        """How much more memory the server has for each viewer who is there."""
        return (self.live - self.idle) / self.viewers


async def crowd(
    url: str,
    pid: int | Sequence[int],
    pages: Sequence[str],
    *,
    viewers: int,
    seconds: float,
    think: tuple[float, float] = THINK_SECONDS,
    is_left_waited_for: bool = True,
    counted_at: Sequence[str] = (),
) -> Crowd:
    """Let viewers come, click for some time and leave.

    Args:
        url: of the app.
        pid: of its process, or those of its replicas.
        pages: that viewers walk through.
        viewers: how many there are at once.
        seconds: that all of them click, after they have come one by one.
        think: seconds between two clicks, at least and at most.
        is_left_waited_for: whether to wait until the server has forgotten them.
        counted_at: where sessions are asked for, if not at `url`: the addresses of replicas.
    """
    before = Seen(is_measured=False)
    for number in range(WALKS):
        await Viewer(url, -1 - number, pages, before, (0.05, 0.1)).visit(time.monotonic() + 12)
    await asyncio.sleep(SETTLE_SECONDS)
    idle = use(pid)

    seen, leave = Seen(is_measured=False), asyncio.Event()
    seen.errors += before.errors
    coming = think[1]
    until = time.monotonic() + coming + seconds
    tasks = []
    for number in range(viewers):
        visit = Viewer(url, number, pages, seen, think).visit(until, leave)
        tasks.append(asyncio.create_task(visit))
        await asyncio.sleep(coming / viewers)
    started, client, seen.is_measured = use(pid), time.process_time(), True
    began = time.monotonic()
    await asyncio.sleep(max(0.0, until - began))
    ended, own = use(pid), time.process_time() - client
    clicked = time.monotonic() - began
    seen.is_measured = False
    await asyncio.sleep(SETTLE_SECONDS)
    live = use(pid)
    leave.set()
    await asyncio.gather(*tasks)
    left = await _left(url, pid, pages) if is_left_waited_for else None
    return Crowd(
        seen,
        viewers,
        clicked,
        ended.processor - started.processor,
        own,
        idle.memory,
        live.memory,
        left.memory if left else None,
        sum([await sessions(one) for one in counted_at or (url,)]),
    )


async def _left(url: str, pid: int | Sequence[int], pages: Sequence[str]) -> Use:
    await asyncio.sleep(KEPT_SECONDS)
    await Viewer(url, 0, pages, Seen(is_measured=False), (0.05, 0.1)).visit(time.monotonic() + 1)
    await asyncio.sleep(SETTLE_SECONDS)
    return use(pid)


async def sessions(url: str) -> int:
    """How many sessions the server counts as connected; 0 where it does not say."""
    async with httpx.AsyncClient(timeout=30) as client:
        text = (await client.get(f"{url}/_stcore/metrics?families=active_sessions")).text
    found = re.search(r"^active_sessions\S* (\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def machine() -> str:
    """What the numbers were measured on."""
    return f"{os.cpu_count()} cores"
