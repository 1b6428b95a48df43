"""The pool of browsers that draw pictures: a queue with an end, in which every client has its turn.

It lives in a thread with an event loop of its own, so that any thread and any loop may ask. The
first picture starts a browser, a longer queue a further one; each ends after a long rest or with
the process.
"""

from __future__ import annotations

import asyncio
import contextvars
import math
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from dashboard.core import metrics
from dashboard.export.browser import (
    CLOSING_SECONDS,
    Busy,
    KeptBrowser,
    Page,
    PictureFailed,
    Work,
)
from dashboard.export.chromium import NoBrowser
from dashboard.export.fair_queue import FairQueue

WAITING = 64  # pictures that may be asked for at once; who comes later is asked to come again
SHARE = 16  # of them one client may have
SECONDS = 20.0  # a picture takes a tenth of one
IDLE_SECONDS = 600.0
PATIENCE_SECONDS = 30.0  # of this program itself, where there is no room for its picture
LONG_QUEUE = 3  # pictures for each browser: as long as a further one takes to start
_SOONEST, _LATEST = 2, 60  # seconds after which one is asked to come again


@dataclass(frozen=True)
class _Job:
    """A picture that is asked for, since when, and what its lines of the log belong to."""

    work: Work
    future: Future[bytes]
    since: float = field(default_factory=time.perf_counter)
    context: contextvars.Context = field(default_factory=contextvars.copy_context)


class DrawingPool:
    """Browsers that are started when needed, kept, and replaced when they fail.

    Args:
        prepare: makes the page ready, once a browser.
        workers: how many may draw at once.
        waiting: how many pictures may be asked for at once.
        share: how many of them one client may ask for.
        seconds: how long one may take.
        idle: after how long a rest a browser is closed.
    """

    def __init__(
        self,
        prepare: Callable[[Page], Awaitable[None]],
        *,
        workers: int = 1,
        waiting: int = WAITING,
        share: int = SHARE,
        seconds: float = SECONDS,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self.waiting, self.share, self.idle = waiting, share, idle
        self._browsers = [KeptBrowser(prepare, seconds, self.close) for _n in range(workers)]
        self.drawn = 0
        self.drawing = 0
        self._usual = 0.2  # seconds that a picture takes lately
        self._unfinished: Counter[str] = Counter()  # pictures by client
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False

    @property
    def started(self) -> int:
        """Browsers that were started so far."""
        return sum(browser.started for browser in self._browsers)

    @property
    def processes(self) -> list[int]:
        """The leaders of the groups of processes of the browsers that run."""
        return [process for browser in self._browsers if (process := browser.process)]

    @property
    def process(self) -> int | None:
        """The first of them; None where no browser runs."""
        return next(iter(self.processes), None)

    @property
    def queued(self) -> int:
        """Pictures that wait for their turn."""
        return max(0, self._unfinished.total() - self.drawing)

    def submit(self, work: Work, client: str = "") -> Future[bytes]:
        """Put a picture into the queue, from any thread.

        Args:
            work: draws it.
            client: who asks; every client has its turn. This program itself has no name and no
                share.

        Raises:
            Busy: the queue is full, or the client's share of it.
        """
        job = _Job(work, Future())
        with self._lock:
            is_open = self._thread is not None and self._thread.is_alive()
            if client and self._unfinished[client] >= self.share:
                metrics.REFUSED.add("share")
                raise Busy(self.share, self._time_for(self._unfinished[client]))
            if self._unfinished.total() >= self.waiting or (is_open and self._closing):
                metrics.REFUSED.add("full")
                raise Busy(seconds=self._time_for(self._unfinished.total()))
            self._unfinished[client] += 1
            if not is_open:
                self._open_thread()
            self._loop.call_soon_threadsafe(self._put, client, job)
        job.future.add_done_callback(lambda _done: self._finished(client))
        return job.future

    async def draw(self, work: Work, client: str = "") -> bytes:
        """Draw in the client's turn, from any event loop; who is cancelled waits no longer.

        Raises:
            NoBrowser: there is none on this machine.
            Busy: the queue is full, or the client's share of it.
            PictureFailed: the page failed, also with a new browser.
        """
        return await asyncio.wrap_future(self.submit(work, client))

    def draw_sync(self, work: Work, patience: float = PATIENCE_SECONDS) -> bytes:
        """Draw in the queue's turn, for a program without an event loop.

        Where there is no room it is waited for: no file shall lack a picture for a moment's sake.

        Args:
            work: draws the picture.
            patience: seconds that room is waited for.

        Raises:
            NoBrowser, Busy, PictureFailed: as `draw`.
        """
        until = time.monotonic() + patience
        while True:
            try:
                return self.submit(work).result()
            except Busy:
                if self._closing or time.monotonic() >= until:
                    raise
                with self._lock:
                    self._lock.wait_for(self._has_room, until - time.monotonic())

    def close(self) -> None:
        """End the browsers and their thread; a later picture starts them again."""
        with self._lock:
            thread = self._thread
            if thread is None or not thread.is_alive():
                return
            self._closing = True
            for browser in self._browsers:
                browser.close_soon()
            self._loop.call_soon_threadsafe(self._jobs.put_nowait, ("", None))
        thread.join(CLOSING_SECONDS)
        if thread.is_alive():  # in the middle of a picture: without a browser it ends at once
            for browser in self._browsers:
                browser.kill()
            thread.join(CLOSING_SECONDS)

    def _has_room(self) -> bool:
        return self._closing or self._unfinished.total() < self.waiting

    def _time_for(self, pictures: int) -> int:
        """Seconds that so many pictures will take, as things are."""
        seconds = math.ceil(pictures * self._usual / len(self._browsers))
        return min(max(seconds, _SOONEST), _LATEST)

    def _finished(self, client: str) -> None:
        with self._lock:
            self._unfinished[client] -= 1
            if not self._unfinished[client]:
                del self._unfinished[client]
            self._lock.notify_all()

    def _open_thread(self) -> None:
        self._closing = False
        for browser in self._browsers:
            browser.open_again()
        self._loop = asyncio.new_event_loop()
        self._jobs: FairQueue[_Job | None] = FairQueue()
        self._free, self._allowed = asyncio.Semaphore(1), 1
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

    def _put(self, client: str, job: _Job) -> None:
        self._jobs.put_nowait((client, job))
        is_long = self._jobs.qsize() > LONG_QUEUE * self._allowed
        if is_long and self._allowed < len(self._browsers):
            self._allowed += 1
            self._free.release()

    async def _serve(self) -> None:
        """A picture for each browser that has nothing to do, until the end is asked for."""
        self._resting = list(self._browsers)
        self._rests: dict[KeptBrowser, asyncio.TimerHandle] = {}
        self._endings: dict[KeptBrowser, asyncio.Task[None]] = {}
        drawing: set[asyncio.Task[None]] = set()

        def done(task: asyncio.Task[None]) -> None:
            drawing.discard(task)
            self._free.release()

        while True:
            await self._free.acquire()
            _client, job = await self._jobs.get()
            if job is None:
                break
            task = self._loop.create_task(self._drawn_for(job), context=job.context)
            drawing.add(task)
            task.add_done_callback(done)
        await asyncio.gather(*drawing, return_exceptions=True)
        for rest in self._rests.values():
            rest.cancel()
        await asyncio.gather(*self._endings.values(), return_exceptions=True)
        await asyncio.gather(*(browser.stop() for browser in self._browsers))
        while not self._jobs.empty():
            _client, left = self._jobs.get_nowait()
            if left and left.future.set_running_or_notify_cancel():
                left.future.set_exception(PictureFailed("the server is ending"))

    async def _drawn_for(self, job: _Job) -> None:
        """Draw one picture with a browser that has nothing to do."""
        if not job.future.set_running_or_notify_cancel():
            return  # nobody waits for it any more
        began = time.perf_counter()
        metrics.PICTURE_WAITS.observe(began - job.since)
        browser = self._choose()
        self.drawing += 1
        try:
            if (rest := self._rests.pop(browser, None)) is not None:
                rest.cancel()
            if (ending := self._endings.pop(browser, None)) is not None:
                await ending
            with metrics.PICTURES.time():
                picture = await self._drawn_by(browser, job.work)
        except (NoBrowser, PictureFailed) as error:
            job.future.set_exception(error)
        else:
            self.drawn += 1
            self._usual += (time.perf_counter() - began - self._usual) / 8
            job.future.set_result(picture)
        finally:
            self.drawing -= 1
            self._resting.append(browser)
            self._rests[browser] = self._loop.call_later(self.idle, self._end, browser)

    async def _drawn_by(self, browser: KeptBrowser, work: Work) -> bytes:
        return await browser.draw(work)

    def _choose(self) -> KeptBrowser:
        """One that runs, the last one used, so that others may rest; else one to be started."""
        running = [browser for browser in self._resting if browser.process]
        chosen = running[-1] if running else self._resting[-1]
        self._resting.remove(chosen)
        return chosen

    def _end(self, browser: KeptBrowser) -> None:
        """End a browser that had nothing to do for long."""
        self._endings[browser] = self._loop.create_task(browser.stop())
