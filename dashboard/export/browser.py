"""A kept browser: one Chrome with one page that draws pictures, one after the other.

When it dies, hangs or takes too long it is ended with all its processes, and the picture is tried
again with a new one. `dashboard.export.drawing_pool` holds several and says who comes next.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, cast

from dashboard.core import metrics
from dashboard.export import browser_folder
from dashboard.export.chromium import NoBrowser, find_browser

if TYPE_CHECKING:
    from choreographer import Browser, Tab

    from dashboard.core.i18n import Words

STARTING_SECONDS = 30.0
CLOSING_SECONDS = 3.0
KILLING_SECONDS = 1.0
TRIES = 3
RENEWED_AFTER = 500  # pictures; a page that lives for weeks only grows

# No name leads anywhere: what a page asks for stays on this machine.
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--mute-audio",
)
EMPTY = "about:blank"  # Chrome would open its own start page
# What the library would allow and no picture needs.
UNWANTED = {"--disable-web-security", "--allow-file-access-from-files"}

_log = logging.getLogger(__name__)


class Busy(Exception):
    """As many pictures wait as may wait; `message(say)` says so.

    Attributes:
        share: how many one client may ask for at once, if it is this client who asks for more.
        seconds: after which it is worth asking again.
    """

    def __init__(self, share: int = 0, seconds: int = 10) -> None:
        super().__init__(share)
        self.share, self.seconds = share, seconds

    def message(self, say: Words) -> str:
        """What is the matter and what to do."""
        if self.share:
            return say(
                "You ask for too many pictures at once: at most {n} may wait. Ask for the next one "
                "when one is there.",
                n=self.share,
            )
        return say(
            "Too many pictures are being drawn at the moment. Please try again in a few seconds."
        )


class PictureFailed(Exception):
    """The picture could not be drawn, also not with a new browser; `message(say)` says so."""

    def message(self, say: Words) -> str:
        """What is the matter and what to do."""
        return say(
            "The picture could not be drawn: the browser that draws it stopped or took too long. "
            "Please try again; if it happens again, take the table or the embedded figure and "
            "tell who runs this server."
        )


class ScriptFailed(Exception):
    """A script of the page ended with an error."""


class Page:
    """The one page of the browser.

    Attributes:
        known: names of what the page was given already, for whoever gives it something.
    """

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self.known: set[str] = set()

    async def command(self, name: str, **parameters: Any) -> dict[str, Any]:
        """A command of the DevTools protocol."""
        answer = await self._tab.send_command(name, parameters)
        if "error" in answer:
            raise ScriptFailed(f"{name}: {answer['error']}")
        return dict(answer.get("result") or {})

    async def run(self, script: str) -> Any:
        """The value of a script, awaited."""
        answer = await self.command(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise ScriptFailed(
                details.get("exception", {}).get("description") or details.get("text")
            )
        return answer["result"].get("value")

    async def call(self, function: str, *arguments: Any) -> Any:
        """The value of a function of the page, awaited."""
        return await self.run(f"{function}({', '.join(json.dumps(one) for one in arguments)})")


Work = Callable[[Page], Awaitable[bytes]]


class KeptBrowser:
    """One browser with one page: started when needed, kept, and replaced when it fails.

    All of it happens in the event loop of `DrawingPool`.

    Args:
        prepare: makes the page ready, once a browser.
        seconds: how long a picture may take.
        close_all: ends this browser and its like with the process.
    """

    def __init__(
        self,
        prepare: Callable[[Page], Awaitable[None]],
        seconds: float,
        close_all: Callable[[], None],
    ) -> None:
        self._prepare, self._seconds, self._close_all = prepare, seconds, close_all
        self.started = 0
        self._drawn = 0
        self._closing = False
        self._browser: Browser | None = None
        self._page: Page | None = None
        self._in_sandbox = not _is_root()

    @property
    def process(self) -> int | None:
        """The leader of the browser's group of processes, while there is one."""
        program = getattr(self._browser, "subprocess", None)
        return program.pid if program is not None and program.poll() is None else None

    async def draw(self, work: Work) -> bytes:
        """Draw a picture, where need be with a new browser.

        Raises:
            NoBrowser: there is none on this machine.
            PictureFailed: the page failed, also with a new browser.
        """
        for attempt in range(1, TRIES + 1):
            try:
                if self._page is None:
                    self._page = await asyncio.wait_for(self._start(), STARTING_SECONDS)
                picture = await asyncio.wait_for(work(self._page), self._seconds)
            except NoBrowser:
                raise
            # The library cancels what waits for a browser that died: nobody else cancels here.
            except (Exception, asyncio.CancelledError) as error:
                _log.warning("picture, attempt %d of %d: %r", attempt, TRIES, error)
                if self._page is None:
                    self._in_sandbox = False  # many containers allow none
                await self.stop(gently=False)
                if self._closing or (isinstance(error, ScriptFailed) and attempt > 1):
                    break  # a script that failed twice fails again
            else:
                self._drawn += 1
                if self._drawn % RENEWED_AFTER == 0:
                    await self.stop()
                return picture
        raise PictureFailed

    def close_soon(self) -> None:
        """Do not try a picture again that fails from now on."""
        self._closing = True

    def open_again(self) -> None:
        """Try pictures again from now on."""
        self._closing = False

    def kill(self) -> None:
        """End it with all its processes at once, from any thread: what it draws fails."""
        _kill(self._browser)

    async def _start(self) -> Page:
        self._browser = _chrome(str(find_browser()), in_sandbox=self._in_sandbox)
        atexit.register(self._close_all)
        await self._browser.open()
        # Last in, first out: at the end of the process the browser goes before its folder does,
        # which the library registered just now.
        atexit.unregister(self._close_all)
        atexit.register(self._close_all)
        self.started += 1
        metrics.BROWSER_STARTS.add()
        tab = self._browser.get_tab() or await self._browser.create_tab(EMPTY)
        page = Page(tab)
        await self._prepare(page)
        return page

    async def stop(self, *, gently: bool = True) -> None:
        """End the browser; the next picture starts one again."""
        browser, self._page = self._browser, None
        if browser is None:
            return
        if gently:
            try:
                await asyncio.wait_for(browser.send_command("Browser.close"), CLOSING_SECONDS)
            except (Exception, asyncio.CancelledError) as error:
                _log.debug("closing gently: %r", error)
            await _ended(browser)
        try:
            await browser.close()
        except (Exception, asyncio.CancelledError) as error:
            _log.warning("closing the browser: %r", error)
        self._browser = None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _chrome(path: str, *, in_sandbox: bool) -> Browser:
    """A browser of the library that asks no network and whose end is certain."""
    from choreographer import Browser
    from choreographer.browsers import Chromium
    from choreographer.channels import Pipe

    for name in ("choreographer", "browser_proc"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is logged here
    pipe = Pipe()

    # A packed browser (snap) sees no such folder: the library knows which one it does.
    folder = None if "snap" in path else browser_folder.new()

    class Quiet(Chromium):
        def get_cli(self) -> list[str]:
            return [part for part in super().get_cli() if part not in UNWANTED] + [*FLAGS, EMPTY]

        def get_env(self) -> MutableMapping[str, str]:
            return {**super().get_env(), **(folder.environment if folder else {})}

    class Certain(Browser):
        async def close(self) -> None:
            # First, as the library waits for the pipe's reader, who waits for the browser's end.
            _kill(self)
            pipe.close()
            try:
                await super().close()
            finally:
                if folder:
                    folder.remove()

    return Certain(
        path,
        browser_cls=Quiet,
        channel_cls=cast(Any, lambda: pipe),
        enable_sandbox=in_sandbox,
        tmp_dir=str(folder.path) if folder else None,
    )


async def _ended(browser: Browser) -> None:
    """Wait a little until the browser has ended by itself."""
    until = time.monotonic() + CLOSING_SECONDS
    while browser.subprocess.poll() is None and time.monotonic() < until:
        await asyncio.sleep(0.02)


def _kill(browser: Browser | None) -> None:
    """End a browser with all its processes."""
    program = getattr(browser, "subprocess", None)
    if program is None or getattr(program, "is_gone", False):
        return  # its number may be another's by now
    program.is_gone = True
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603
            ["taskkill", "/F", "/T", "/PID", str(program.pid)],  # noqa: S607
            capture_output=True,
            check=False,
        )
        return
    for _again in range(2):  # what it was starting meanwhile goes too
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)  # it leads a group of its own
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(KILLING_SECONDS)
