"""The kept browser: one Chrome with one page that draws pictures, one after the other.

It lives in a thread with an event loop of its own, so that any thread and any loop may ask. It
starts with the first picture and ends after a long rest or with the process. When it dies, hangs
or takes too long it is ended with all its processes, and the picture is tried again with a new one.
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
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, cast

from dashboard.export import browser_folder
from dashboard.export.chromium import NoBrowser, find_browser
from dashboard.export.fair_queue import FairQueue

if TYPE_CHECKING:
    from choreographer import Browser, Tab

    from dashboard.core.i18n import Words

WAITING = 64  # pictures that may be asked for at once; who comes later is asked to come again
SHARE = 16  # of them one client may have
SECONDS = 20.0  # a picture takes a tenth of one
STARTING_SECONDS = 30.0
CLOSING_SECONDS = 3.0
KILLING_SECONDS = 1.0
TRIES = 3
IDLE_SECONDS = 600.0
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
    """

    def __init__(self, share: int = 0) -> None:
        super().__init__(share)
        self.share = share

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
    """A browser that is started when needed, kept, and replaced when it fails.

    Args:
        prepare: makes the page ready, once a browser.
        waiting: how many pictures may be asked for at once.
        share: how many of them one client may ask for.
        seconds: how long one may take.
        idle: after how long a rest the browser is closed.
    """

    def __init__(
        self,
        prepare: Callable[[Page], Awaitable[None]],
        *,
        waiting: int = WAITING,
        share: int = SHARE,
        seconds: float = SECONDS,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._prepare, self.seconds, self.idle = prepare, seconds, idle
        self.waiting, self.share = waiting, share
        self.drawn = 0
        self.started = 0
        self._unfinished: Counter[str] = Counter()  # pictures by client
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._browser: Browser | None = None
        self._page: Page | None = None
        self._in_sandbox = not _is_root()

    @property
    def process(self) -> int | None:
        """The leader of the browser's group of processes, while there is one."""
        program = getattr(self._browser, "subprocess", None)
        return program.pid if program is not None and program.poll() is None else None

    def submit(self, work: Work, client: str = "") -> Future[bytes]:
        """Put a picture into the queue, from any thread.

        Args:
            work: draws it.
            client: who asks; every client has its turn. This program itself has no name and no
                share.

        Raises:
            Busy: the queue is full, or the client's share of it.
        """
        future: Future[bytes] = Future()
        with self._lock:
            is_open = self._thread is not None and self._thread.is_alive()
            if client and self._unfinished[client] >= self.share:
                raise Busy(self.share)
            if self._unfinished.total() >= self.waiting or (is_open and self._closing):
                raise Busy
            self._unfinished[client] += 1
            if not is_open:
                self._open_thread()
            self._loop.call_soon_threadsafe(self._jobs.put_nowait, (client, (work, future)))
        future.add_done_callback(lambda _done: self._finished(client))
        return future

    async def draw(self, work: Work, client: str = "") -> bytes:
        """Draw in the client's turn, from any event loop; who is cancelled waits no longer.

        Raises:
            NoBrowser: there is none on this machine.
            Busy: the queue is full, or the client's share of it.
            PictureFailed: the page failed, also with a new browser.
        """
        return await asyncio.wrap_future(self.submit(work, client))

    def draw_sync(self, work: Work) -> bytes:
        """Draw in the queue's turn, for a program without an event loop."""
        return self.submit(work).result()

    def close(self) -> None:
        """End the browser and its thread; a later picture starts them again."""
        with self._lock:
            thread = self._thread
            if thread is None or not thread.is_alive():
                return
            self._closing = True
            self._loop.call_soon_threadsafe(self._jobs.put_nowait, ("", None))
        thread.join(CLOSING_SECONDS)
        if thread.is_alive():  # in the middle of a picture: without a browser it ends at once
            _kill(self._browser)
            thread.join(CLOSING_SECONDS)

    def _finished(self, client: str) -> None:
        with self._lock:
            self._unfinished[client] -= 1
            if not self._unfinished[client]:
                del self._unfinished[client]

    def _open_thread(self) -> None:
        self._closing = False
        self._loop = asyncio.new_event_loop()
        self._jobs: FairQueue[tuple[Work, Future[bytes]] | None] = FairQueue()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
            left = asyncio.all_tasks(self._loop)  # of the library
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        """One picture after the other, until the end is asked for."""
        while True:
            try:
                _client, job = await asyncio.wait_for(self._jobs.get(), self.idle)
            except TimeoutError:
                await self._stop()
                continue
            if job is None:
                break
            work, future = job
            if not future.set_running_or_notify_cancel():
                continue  # nobody waits for it any more
            try:
                future.set_result(await self._tried(work))
            except (NoBrowser, PictureFailed) as error:
                future.set_exception(error)
        await self._stop()
        while not self._jobs.empty():
            _client, left = self._jobs.get_nowait()
            if left and left[1].set_running_or_notify_cancel():
                left[1].set_exception(PictureFailed("the server is ending"))

    async def _tried(self, work: Work) -> bytes:
        for attempt in range(1, TRIES + 1):
            try:
                if self._page is None:
                    self._page = await asyncio.wait_for(self._start(), STARTING_SECONDS)
                picture = await asyncio.wait_for(work(self._page), self.seconds)
            except NoBrowser:
                raise
            # The library cancels what waits for a browser that died: nobody else cancels here.
            except (Exception, asyncio.CancelledError) as error:
                _log.warning("picture, attempt %d of %d: %r", attempt, TRIES, error)
                if self._page is None:
                    self._in_sandbox = False  # many containers allow none
                await self._stop(gently=False)
                if self._closing or (isinstance(error, ScriptFailed) and attempt > 1):
                    break  # a script that failed twice fails again
            else:
                self.drawn += 1
                if self.drawn % RENEWED_AFTER == 0:
                    await self._stop()
                return picture
        raise PictureFailed

    async def _start(self) -> Page:
        self._browser = _chrome(str(find_browser()), in_sandbox=self._in_sandbox)
        atexit.register(self.close)
        await self._browser.open()
        # Last in, first out: at the end of the process the browser goes before its folder does,
        # which the library registered just now.
        atexit.unregister(self.close)
        atexit.register(self.close)
        self.started += 1
        tab = self._browser.get_tab() or await self._browser.create_tab(EMPTY)
        page = Page(tab)
        await self._prepare(page)
        return page

    async def _stop(self, *, gently: bool = True) -> None:
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
