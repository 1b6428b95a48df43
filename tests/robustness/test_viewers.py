"""Viewers who speak Streamlit's own protocol: no error, few bytes and messages, sessions end."""

from __future__ import annotations

import asyncio
import time

import httpx

from tests.load.protocol import Session
from tests.load.visits import PAGES, Seen, Viewer

VIEWERS = 5
# Counts, not times: they say the same on a busy machine. What a change of year may send over the
# line, compressed, and the messages of it, each of which is work for server and browser.
MOST_BYTES, MOST_MESSAGES = 48_000, 125


def test_viewers_click_without_an_error(app_url: str) -> None:
    async def visit() -> Seen:
        seen = Seen()
        until = time.monotonic() + 6
        viewers = (Viewer(app_url, n, PAGES, seen, (0.1, 0.3)) for n in range(VIEWERS))
        await asyncio.gather(*(viewer.visit(until) for viewer in viewers))
        return seen

    seen = asyncio.run(visit())
    assert seen.errors == {}
    assert len(seen.runs) >= VIEWERS
    assert {run.page for run in seen.runs} <= {*PAGES}


def test_a_change_of_year_sends_little(app_url: str) -> None:
    async def change() -> None:
        session = await _opened(app_url)
        for path in PAGES:
            if path:
                await session.go(path)
            boxes = session.seen.widgets("selectbox")
            box = next(box for box in boxes if {"2023", "2024"} <= {*box.options})
            year = "2023" if box.raw_value != "2023" else "2024"
            run = await session.use(box.id, string_value=year)
            assert f"year={year}" in session.query
            assert not run.errors
            assert run.bytes <= MOST_BYTES, (path, run)
            assert run.messages <= MOST_MESSAGES, (path, run)
        await session.leave()

    asyncio.run(change())


def test_an_error_on_a_page_is_seen(app_url: str) -> None:
    """The client itself: what it does not notice, no measurement with it would tell."""

    async def ask() -> tuple[str, ...]:
        session = await _opened(app_url)
        run = await session.start("no-such-page")
        await session.leave()
        return run.errors

    [error] = asyncio.run(ask())
    assert error.startswith("no page")


async def _opened(url: str) -> Session:
    async with httpx.AsyncClient(base_url=url) as browser:
        await browser.get("/_stcore/health")
        session = await Session.open(url, dict(browser.cookies))
    assert not (await session.start()).errors
    return session
