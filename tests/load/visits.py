"""What viewers do: arrive, look, click, change the page, ask for files, and leave."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from tests.load.protocol import UNVERIFIED, Run, Session

THINK_SECONDS = (3.0, 8.0)  # between two clicks of a viewer
NEW_BROWSERS = 0.2  # of viewers, who have none of the scripts yet and ask for them
FILES = 0.1  # of clicks, after which a viewer asks for a figure by its address too
PAGES = ("", "peta", "tren", "bandingkan", "ott", "bimtek", "zona", "profil")
FIGURES = ("spi-map", "spi-ranking", "spi-trend", "ott-timeline", "wbk-ladder", "bimtek-calendar")
FORMATS = ("html", "csv", "json")
# What a click is, and how often: the navigation, a box of the filters or of the page, a fold.
CLICKS = {"page": 4, "box": 4, "popover": 2}
_SCRIPT = re.compile(r'(?:src|href)="(\./static/[^"]+)"')


@dataclass
class Seen:
    """What all viewers saw: their runs, what they asked beside, what went wrong."""

    runs: list[Run] = field(default_factory=list)
    files: list[float] = field(default_factory=list)  # seconds
    errors: Counter[str] = field(default_factory=Counter)
    is_measured: bool = True

    def took(self, run: Run, kind: str) -> None:
        """Note a run and its errors."""
        self.errors.update(f"{run.page or '/'} ({kind}): {text}" for text in run.errors)
        if self.is_measured:
            self.runs.append(run)


class Viewer:
    """One of many: a browser's requests and its websocket, with time to think between clicks.

    Args:
        url: of the app.
        number: by which chance is told; the same one does the same.
        pages: that it walks through; the paths of the app.
        seen: where it writes what it saw.
        think: seconds between two clicks, at least and at most.
    """

    def __init__(
        self,
        url: str,
        number: int,
        pages: Sequence[str],
        seen: Seen,
        think: tuple[float, float] = THINK_SECONDS,
    ) -> None:
        self._url, self._pages, self._seen, self._think = url, pages, seen, think
        self._chance = random.Random(number)
        self.session: Session | None = None

    async def visit(self, until: float, leave: asyncio.Event | None = None) -> None:
        """Come, click until a moment (of `time.monotonic`), stay until all leave, and go."""
        async with httpx.AsyncClient(base_url=self._url, timeout=30, verify=UNVERIFIED) as browser:
            try:
                await self._arrive(browser)
                while (wait := self._chance.uniform(*self._think)) + time.monotonic() < until:
                    await asyncio.sleep(wait)
                    await self._click()
                    if self._chance.random() < FILES:
                        await self._file(browser)
                if leave is not None:
                    await leave.wait()
            except (OSError, WebSocketException, TimeoutError, httpx.HTTPError) as error:
                self._seen.errors[f"{type(error).__name__}: {error}"] += 1
            finally:
                if self.session is not None:
                    await self.session.leave()

    async def _arrive(self, browser: httpx.AsyncClient) -> None:
        path = self._chance.choice(self._pages)
        page = await self._get(browser, f"/{path}")
        if self._chance.random() < NEW_BROWSERS:
            for name in dict.fromkeys(_SCRIPT.findall(page.text)):
                await self._get(browser, name.removeprefix("."))
        for name in ("/_stcore/health", "/_stcore/host-config"):
            await self._get(browser, name)
        self.session = await Session.open(self._url, dict(browser.cookies))
        self._seen.took(await self.session.start(path), "arrival")

    async def _get(self, browser: httpx.AsyncClient, path: str) -> httpx.Response:
        began = time.monotonic()
        answer = await browser.get(path, headers={"Accept-Encoding": "gzip"})
        if self._seen.is_measured:
            self._seen.files.append(time.monotonic() - began)
        if answer.status_code != 200:
            self._seen.errors[f"{path}: {answer.status_code}"] += 1
        return answer

    async def _file(self, browser: httpx.AsyncClient) -> None:
        if len(self._pages) < 2:  # an app without figures
            return
        figure, kind = self._chance.choice(FIGURES), self._chance.choice(FORMATS)
        region = self._chance.choice(("63", "62", "31", "35", "73"))
        await self._get(browser, f"/figures/{figure}.{kind}?region={region}&lang=id")

    async def _click(self) -> None:
        assert self.session is not None
        kind = self._chance.choices(list(CLICKS), weights=list(CLICKS.values()))[0]
        run: Run | None = None
        if kind == "page" and len(self._pages) > 1:
            others = [path for path in self._pages if path != self.session.page]
            run = await self.session.go(self._chance.choice(others))
        elif kind == "popover":
            run = await self._open()
        if run is None:
            kind, run = "box", await self._choose()
        if run is not None:
            self._seen.took(run, kind)

    async def _open(self) -> Run | None:
        """Open a popover of the page, or close the one that is open."""
        assert self.session is not None
        popovers = list(self.session.seen.popovers())
        if not popovers:
            return None
        one = next((one for one in popovers if one.open), None) or self._chance.choice(popovers)
        return await self.session.use(one.id, bool_value=not one.open)

    async def _choose(self) -> Run | None:
        """Choose another value of a box."""
        assert self.session is not None
        boxes = [box for box in self.session.seen.widgets("selectbox") if len(box.options) > 1]
        if not boxes:
            return None
        box: Any = self._chance.choice(boxes)
        others = [text for text in box.options if text != box.raw_value]
        return await self.session.use(box.id, string_value=self._chance.choice(others))
