"""A page opened in a browser, on a fast line or a slow one, and what was seen of it when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

QUIET_SECONDS = 2.0
LIMIT_SECONDS = 60.0

# What a phone gets far from a tower: 4 Mbit/s, and 100 ms until an answer begins.
SLOW = {
    "offline": False,
    "latency": 100,
    "downloadThroughput": 4_000_000 / 8,
    "uploadThroughput": 4_000_000 / 8,
}

# Runs in the page before anything else and notes when something that answers the reader was
# painted (the first screen, else a chart), when the largest text was, and when the number of charts
# or of provinces last grew. performance.now() counts from the start of the navigation.
WATCH = """(() => {
    const seen = window.__seen = {charts: 0, chartsAt: null, shapes: 0, shapesAt: null,
        pictureAt: null, answerAt: null, largestAt: null, shift: 0};
    const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
        .observe({type, buffered: true});
    watch('largest-contentful-paint', entry => { seen.largestAt = entry.startTime; });
    watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
    const note = (name, selector) => {
        if (seen[name] === null && document.querySelector(selector)) {
            requestAnimationFrame(() => setTimeout(() => { seen[name] ??= performance.now(); }));
        }
    };
    const count = (selector, number, at) => {
        const now = document.querySelectorAll(selector).length;
        if (now > seen[number]) seen[at] = performance.now();
        seen[number] = now;
    };
    new MutationObserver(() => {
        count('.js-plotly-plot .main-svg', 'charts', 'chartsAt');
        count('path.choroplethlocation', 'shapes', 'shapesAt');
        note('pictureAt', '.picture svg, #first svg.map, .js-plotly-plot .main-svg');
        note('answerAt', '#first .first-figure, .js-plotly-plot .main-svg');
    }).observe(document, {subtree: true, childList: true});
})()"""


@dataclass(frozen=True)
class Load:
    """Seconds from the start of a navigation, and what came over the line.

    Attributes:
        answer: until the reader saw what the page says.
        largest: until the largest text or picture was painted.
        charts, shapes: until the last chart and the last province.
        shift: how far things moved by themselves, as browsers measure it.
        bytes: in all, messages of the websocket among them.
    """

    answer: float
    largest: float
    charts: float
    shapes: float | None
    shift: float
    bytes: int


def load(page: Page, url: str, *, is_slow: bool = False) -> Load:
    """Open an address and wait until no new chart has appeared for two seconds."""
    transfer = Transfer()
    session = transfer.watch(page)
    if is_slow:
        session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(url, wait_until="commit")
    began = time.monotonic()
    while time.monotonic() - began < LIMIT_SECONDS:
        page.wait_for_timeout(200)
        # The page's own clock: before the first chart `since` is null.
        seen = page.evaluate(
            "({...window.__seen, since: performance.now()"
            " - Math.max(window.__seen.chartsAt, window.__seen.shapesAt)})"
        )
        if seen["chartsAt"] is not None and seen["since"] > QUIET_SECONDS * 1000:
            session.detach()
            shapes = seen["shapesAt"]
            return Load(
                seen["answerAt"] / 1000,
                seen["largestAt"] / 1000,
                seen["chartsAt"] / 1000,
                shapes and shapes / 1000,
                seen["shift"],
                transfer.total,
            )
    raise RuntimeError(f"No chart on {url} in {LIMIT_SECONDS:.0f} s.")


@contextmanager
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here, on a desktop screen."""
    fresh = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    fresh.add_init_script(WATCH)
    try:
        yield fresh
    finally:
        fresh.close()


@dataclass
class Transfer:
    """What came over the line, by request: when, and how much of it in all."""

    began: float = 0.0  # the clock of the protocol at the start, and the wall's
    wall: float = 0.0
    pieces: list[tuple[float, str, int]] = field(default_factory=list)
    finished: dict[str, tuple[float, int]] = field(default_factory=dict)
    messages: int = 0

    def watch(self, page: Page) -> CDPSession:
        """Listen to the browser's network; messages count as they are before compression."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.dataReceived", self._received)
        session.on("Network.loadingFinished", self._done)
        session.on("Network.webSocketFrameReceived", self._message)
        return session

    def _sent(self, event: dict[str, Any]) -> None:
        if not self.wall:
            self.began, self.wall = event["timestamp"], event["wallTime"]

    def _received(self, event: dict[str, Any]) -> None:
        piece = (event["timestamp"], event["requestId"], event["encodedDataLength"])
        self.pieces.append(piece)

    def _done(self, event: dict[str, Any]) -> None:
        self.finished[event["requestId"]] = (event["timestamp"], int(event["encodedDataLength"]))

    def _message(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        # What is no text comes as base64: four letters for three bytes.
        self.messages += len(frame["payloadData"]) * 3 // 4 if frame["opcode"] == 2 else 0

    def before(self, wall: float) -> int:
        """Bytes that had come at a time of the wall clock, in seconds."""
        at = self.began + wall - self.wall
        whole = {name for name, (end, _size) in self.finished.items() if end <= at}
        return sum(self.finished[name][1] for name in whole) + sum(
            size for time_, name, size in self.pieces if time_ <= at and name not in whole
        )

    @property
    def total(self) -> int:
        """All bytes."""
        return self.messages + sum(size for _end, size in self.finished.values())
