"""Many pictures at once: every client has its turn, and nobody draws for who has left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.export.browser import Busy, KeptBrowser, Page, Work
from dashboard.export.drawing_pool import DrawingPool
from dashboard.warehouse import engine
from dashboard.web import clients
from dashboard.web.cache import ContentCache
from dashboard.web.negotiation import Content
from dashboard.web.routes import Web
from tests.clients import MANY_REQUESTS


class Undrawn(DrawingPool):
    """The queue of the kept browser without a browser: work begins when it is let go."""

    def __init__(self, **given: Any) -> None:
        super().__init__(self.nothing, **given)
        self.let_go = threading.Event()
        self.order: list[str] = []

    async def nothing(self, _page: Page) -> None:
        """A page that needs nothing."""

    async def _drawn_by(self, _browser: KeptBrowser, work: Work) -> bytes:
        await asyncio.to_thread(self.let_go.wait)
        return await work(None)  # type: ignore[arg-type]

    def ask(self, client: str, name: str) -> Future[bytes]:
        async def drawn(_page: Page) -> bytes:
            self.order.append(name)
            return name.encode()

        return self.submit(drawn, client)


@pytest.fixture
def queue() -> Iterator[Undrawn]:
    made = Undrawn(waiting=12, share=8)
    yield made
    made.let_go.set()
    made.close()


def test_one_client_does_not_hold_the_queue(queue: Undrawn) -> None:
    asked = [queue.ask("a", f"a{n}") for n in range(8)]
    asked += [queue.ask("b", f"b{n}") for n in range(2)]
    asked += [queue.ask("", "own")]
    queue.let_go.set()
    for future in asked:
        future.result(10)
    assert queue.order.index("b0") <= 2
    assert queue.order.index("own") <= 3
    assert queue.order.index("b1") <= 5
    # What one client asked for comes in its order.
    for client in "ab":
        own = [name for name in queue.order if name.startswith(client)]
        assert own == sorted(own)


def test_who_asks_for_more_than_a_share_is_told_and_others_are_not(queue: Undrawn) -> None:
    asked = [queue.ask("a", str(n)) for n in range(8)]
    with pytest.raises(Busy) as told:
        queue.ask("a", "one more")
    assert told.value.share == 8
    sentences = {told.value.message(words(lang)) for lang in LANGUAGES}
    assert len(sentences) == 2
    assert all("8" in sentence for sentence in sentences)
    asked += [queue.ask("b", str(n)) for n in range(4)]
    with pytest.raises(Busy) as told:  # the whole queue is full
        queue.ask("c", "one more")
    assert told.value.share == 0
    queue.let_go.set()
    for future in asked:
        future.result(10)
    assert queue.ask("a", "later").result(10) == b"later"


def test_what_nobody_waits_for_is_not_drawn(queue: Undrawn) -> None:
    first = queue.ask("a", "first")
    left = [queue.ask("a", f"left {n}") for n in range(5)]
    assert all(future.cancel() for future in left)
    last = queue.ask("a", "last")
    queue.let_go.set()
    assert (first.result(10), last.result(10)) == (b"first", b"last")
    assert queue.order == ["first", "last"]


class Sharing:
    """Stands in for the drawing: one client has its share, another not."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def picture(self, *_: Any, client: str = "", **_named: Any) -> bytes:
        self.asked.append(client)
        raise Busy(16)

    async def chart_svg(self, *_: Any, client: str = "", **_named: Any) -> str:
        self.asked.append(client)
        raise Busy(16)


def test_a_share_that_is_used_up_is_429_with_the_time_to_come_back() -> None:
    sharing = Sharing()
    web = Web(
        engine.current,
        Settings(requests_per_minute=MANY_REQUESTS),
        writer.slide,
        draws=sharing,
    )
    with TestClient(Starlette(routes=web.routes()), client=("203.0.113.7", 1)) as client:
        told = client.get("/figures/spi-map.png?lang=en")
        assert told.status_code == 429
        assert int(told.headers["retry-after"]) > 0
        assert "at most 16" in told.json()["detail"]
        assert client.get("/figures/spi-map.html").status_code == 200
    assert sharing.asked == ["203.0.113.7"] * 2


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_who_has_a_network_of_addresses_is_one_client(host: str, name: str) -> None:
    assert clients.name(Request({"type": "http", "client": (host, 1), "headers": []})) == name
    assert clients.name(Request({"type": "http", "headers": []})) == "unknown"


class Leaving:
    """A request whose client goes away when it is told to."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self.request = Request({"type": "http", "headers": []}, self.receive)

    async def receive(self) -> Any:
        await self.gone.wait()
        return {"type": "http.disconnect"}


def test_the_work_ends_with_the_last_client_that_waits_for_it() -> None:
    async def story() -> None:
        cache, began, ended = ContentCache(), asyncio.Event(), asyncio.Event()

        async def write() -> Content:
            began.set()
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()
            return Content(b"", "")

        readers = [Leaving() for _ in range(3)]
        asking = [
            asyncio.ensure_future(clients.while_connected(one.request, cache.get("k", write)))
            for one in readers
        ]
        await began.wait()
        for one in readers[:2]:
            one.gone.set()
        for task in asking[:2]:
            with pytest.raises(clients.Left):
                await task
        assert not ended.is_set()
        readers[2].gone.set()
        with pytest.raises(clients.Left):
            await asking[2]
        await asyncio.wait_for(ended.wait(), 5)

        async def soon() -> Content:
            return Content(b"new", "")

        assert (await cache.get("k", soon)).body == b"new"
        assert not cache._waiting and not cache._pending

    asyncio.run(story())


def test_who_asks_after_the_last_one_left_begins_anew() -> None:
    """Also in the moment in which the work for nobody is being ended."""

    async def story() -> None:
        cache, tries = ContentCache(), 0

        async def write() -> Content:
            nonlocal tries
            tries += 1
            await asyncio.sleep(0.05)
            return Content(b"done", "")

        first = asyncio.ensure_future(cache.get("k", write))
        await asyncio.sleep(0.01)
        first.cancel()
        second = asyncio.ensure_future(cache.get("k", write))
        with pytest.raises(asyncio.CancelledError):
            await first
        assert (await second).body == b"done"

    asyncio.run(story())


def test_a_route_stops_drawing_when_its_client_leaves() -> None:
    async def story() -> None:
        began, ended = asyncio.Event(), asyncio.Event()

        class Slow:
            async def picture(self, *_: Any, **_named: Any) -> bytes:
                began.set()
                try:
                    await asyncio.sleep(60)
                finally:
                    ended.set()
                return b""

            async def chart_svg(self, *_: Any, **_named: Any) -> str:
                return ""

        web = Web(
            engine.current,
            Settings(requests_per_minute=MANY_REQUESTS),
            writer.slide,
            draws=Slow(),
        )
        reader, sent = Leaving(), []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            **{"type": "http", "method": "GET", "path": "/figures/spi-map.png", "root_path": ""},
            **{"query_string": b"lang=id", "headers": [], "client": ("a", 1), "scheme": "http"},
            **{"server": ("localhost", 80), "http_version": "1.1"},
        }
        asking = asyncio.ensure_future(Starlette(routes=web.routes())(scope, reader.receive, send))
        await asyncio.wait_for(began.wait(), 20)
        reader.gone.set()
        await asyncio.wait_for(asking, 5)
        await asyncio.wait_for(ended.wait(), 5)
        assert sent[0]["status"] == clients.LEFT

    asyncio.run(story())
