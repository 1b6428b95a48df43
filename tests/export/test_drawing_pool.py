"""The pool of drawing browsers: as many at once as it has, a queue with an end, nothing lost."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.briefing import document, writer
from dashboard.core import logs
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.core.settings import BadSetting, Settings
from dashboard.export import pictures
from dashboard.export.browser import Busy, KeptBrowser, Page, PictureFailed, Work
from dashboard.export.drawing_pool import LONG_QUEUE, DrawingPool
from dashboard.figures import registry
from dashboard.warehouse import engine
from dashboard.web.routes import Web
from tests.clients import MANY_REQUESTS


async def nothing(_page: Page) -> None:
    """A page that needs nothing."""


class Stub(DrawingPool):
    """A pool without browsers: each picture begins when it is let go, and says who draws it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(nothing, **given)
        self.let_go = threading.Event()
        self.by: list[KeptBrowser] = []
        self.at_once = 0
        self._now = 0

    async def _drawn_by(self, browser: KeptBrowser, work: Work) -> bytes:
        self.by.append(browser)
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        try:
            await asyncio.to_thread(self.let_go.wait)
            return await work(None)  # type: ignore[arg-type]
        finally:
            self._now -= 1

    def ask(self, name: str = "x", client: str = "") -> Future[bytes]:
        async def drawn(_page: Page) -> bytes:
            return name.encode()

        return self.submit(drawn, client)


@pytest.fixture
def pool() -> Iterator[Stub]:
    made = Stub(workers=2, waiting=9, share=8)
    yield made
    made.let_go.set()
    made.close()


def until(is_so: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_few_pictures_have_one_browser_and_many_have_all(pool: Stub) -> None:
    few = [pool.ask() for _n in range(LONG_QUEUE)]
    until(lambda: pool.drawing == 1)
    time.sleep(0.1)
    assert (pool.at_once, pool.queued) == (1, LONG_QUEUE - 1)
    more = [pool.ask() for _n in range(4)]
    until(lambda: pool.drawing == 2)
    assert pool.queued == LONG_QUEUE + 2
    pool.let_go.set()
    assert {future.result(10) for future in (*few, *more)} == {b"x"}
    until(lambda: pool.drawing == 0)
    assert (pool.at_once, len(set(pool.by)), pool.drawn, pool.queued) == (2, 2, LONG_QUEUE + 4, 0)


def test_a_full_queue_says_when_to_come_again(pool: Stub) -> None:
    asked = [pool.ask() for _n in range(9)]
    with pytest.raises(Busy) as told:
        pool.ask()
    assert told.value.share == 0 and told.value.seconds >= 2
    pool._usual = 8.0  # pictures have taken long lately
    with pytest.raises(Busy) as told:
        pool.ask()
    assert told.value.seconds == 36  # nine of them, two at once
    pool._usual = 60.0
    with pytest.raises(Busy) as told:
        pool.ask()
    assert told.value.seconds == 60
    pool.let_go.set()
    assert {future.result(10) for future in asked} == {b"x"}


def test_a_file_of_this_program_waits_for_room(pool: Stub) -> None:
    asked = [pool.ask() for _n in range(9)]

    async def own(_page: Page) -> bytes:
        return b"own"

    with pytest.raises(Busy):
        pool.draw_sync(own, patience=0.05)
    threading.Timer(0.2, pool.let_go.set).start()
    assert pool.draw_sync(own) == b"own"
    for future in asked:
        future.result(10)


def test_the_route_says_it_with_a_time_and_a_page_goes_on_without(pool: Stub) -> None:
    class Full:
        async def picture(self, *_: Any, **_named: Any) -> bytes:
            raise Busy(seconds=36)

        async def chart_svg(self, *_: Any, **_named: Any) -> str:
            raise Busy(seconds=36)

    web = Web(
        engine.current, Settings(requests_per_minute=MANY_REQUESTS), writer.slide, draws=Full()
    )
    with TestClient(Starlette(routes=web.routes())) as client:
        for lang, sentence in (("id", "Terlalu banyak gambar"), ("en", "Too many pictures")):
            told = client.get(f"/figures/spi-map.png?lang={lang}")
            assert (told.status_code, told.headers["retry-after"]) == (503, "36")
            assert told.json()["detail"].startswith(sentence)
            page = client.get(f"/figures/spi-map.png?lang={lang}", headers={"Accept": "text/html"})
            assert page.status_code == 503 and sentence in page.text
        assert client.get("/figures/spi-map.html").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_briefing_says_where_a_picture_was_not_taken(lang: str) -> None:
    class Part:
        answer, is_drawable = object(), True

    def full(_part: Any) -> Any:
        raise Busy

    def fails(_part: Any) -> Any:
        raise PictureFailed

    sentences = {document.drawn(Part(), draw, words(lang))[1] for draw in (full, fails)}  # type: ignore[arg-type]
    assert len(sentences) == 2 and all(sentences)


def test_lines_on_a_picture_carry_the_id_of_its_request(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Telling(Stub):
        async def _drawn_by(self, _browser: KeptBrowser, _work: Work) -> bytes:
            seen.append(logs.current_id())
            return b""

    pool = Telling(workers=1)
    for name in ("request-1", "request-2"):
        with logs.bound(request_id=name):
            future = pool.ask()
        future.result(10)
    pool.close()
    assert seen == ["request-1", "request-2"]


@pytest.mark.parametrize("name", ["INTEGRITAS_PICTURE_WORKERS", "INTEGRITAS_PICTURE_QUEUE"])
def test_a_pool_has_at_least_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("0", "-1", "many", *(["17"] if "WORKERS" in name else [])):
        monkeypatch.setenv(name, value)
        with pytest.raises(BadSetting):
            Settings()


def test_two_real_browsers_draw_at_once_and_a_killed_one_is_replaced(
    caplog: pytest.LogCaptureFixture,
) -> None:
    facts = engine.current()
    answer = registry.answer(facts, "ott-by-year", Selection(lang="id"))
    pool = DrawingPool(pictures._prepare, workers=2)
    work = pictures._chart_work(facts, answer, 640, None)
    both = threading.Barrier(2)

    async def meets(page: Page) -> bytes:
        """Goes on only when another browser draws as well."""
        await asyncio.to_thread(both.wait, 15)
        return await work(page)

    try:
        asked = [pool.submit(work) for _n in range(LONG_QUEUE)]
        asked += [pool.submit(meets) for _n in range(4)]
        first = {future.result(60) for future in asked}
        assert len(first) == 1 and first.pop().startswith(b"<svg")
        assert len(pool.processes) == pool.started == 2
        killed = pool.processes[0]
        os.killpg(killed, signal.SIGKILL)
        with caplog.at_level(logging.WARNING):
            again = [pool.submit(work) for _n in range(2 * LONG_QUEUE)]
            assert all(future.result(60).startswith(b"<svg") for future in again)
        assert killed not in pool.processes
    finally:
        pool.close()
    assert pool.processes == []
