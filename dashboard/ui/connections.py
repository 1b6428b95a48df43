"""Connections that nobody finishes: they end in time, and never use up what the process may open.

A client that opens connections and sends nothing, or a letter now and then, costs a file
descriptor each. Where they run out, asyncio writes a traceback for each try, a megabyte a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from dashboard.core.i18n import words
from dashboard.core.settings import language

if TYPE_CHECKING:
    from uvicorn import Config

HEAD_SECONDS = 20.0  # that the head of a request may take to arrive
WISHED_FILES = 65_536  # that this process may have open, if it may choose
FEWEST = 16  # connections, however few files may be open
BACKLOG = 512  # connections that the system lets wait
LOG_SECONDS = 60.0  # between two lines on the same matter
_NO_ROOM = "socket.accept() out of system resource"  # asyncio's own word
_log = logging.getLogger("dashboard")


class Patience:
    """Mixed into the server's class of connections: an unfinished request has its time.

    Where there are as many connections as there may be, the one goes that has been idle longest of
    the client that has most of them.
    """

    transport: Any
    connections: set[Any]
    loop: asyncio.AbstractEventLoop
    cycle: Any
    most = FEWEST

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request; make room where there is none."""
        self._waits_since = self.loop.time()
        self._waiting: asyncio.TimerHandle | None = None
        super().connection_made(transport)  # type: ignore[misc]
        self._wait()
        if len(self.connections) > self.most:
            _make_room(self)

    def data_received(self, data: bytes) -> None:
        """Take in what arrives; a request that has begun to arrive has its time as well."""
        super().data_received(data)  # type: ignore[misc]
        if self.is_idle():
            self._wait()
        else:
            self._rest()

    def handle_websocket_upgrade(self, *request: Any) -> None:
        """From here on it is another protocol's connection, with its own pings."""
        self._rest()
        super().handle_websocket_upgrade(*request)  # type: ignore[misc]

    def on_response_complete(self) -> None:
        """From here on the connection is kept for the next request."""
        self._waits_since = self.loop.time()
        super().on_response_complete()  # type: ignore[misc]

    def connection_lost(self, error: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._rest()
        super().connection_lost(error)  # type: ignore[misc]

    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        is_http = self.transport.get_protocol() is self
        return is_http and (self.cycle is None or self.cycle.response_complete)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _rest(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.is_idle():
            self.transport.abort()


def limit(config: Config) -> None:
    """Let a server's connections have their limits; called in its event loop, before it listens."""
    files = _open_files()
    most = max(FEWEST, files // 2)  # the other half: facts, pictures, what is drawn and queried
    of_server: Any = config.http_protocol_class
    config.http_protocol_class = type("Connection", (Patience, of_server), {"most": most})
    config.backlog = min(config.backlog, BACKLOG)
    asyncio.get_running_loop().set_exception_handler(_seldom)


def _open_files() -> int:
    """How many files this process may have open, raised as far as it may raise that."""
    try:
        import resource
    except ImportError:
        return WISHED_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = WISHED_FILES if hard == resource.RLIM_INFINITY else min(hard, WISHED_FILES)
    if soft != resource.RLIM_INFINITY and soft < wished:
        with contextlib.suppress(ValueError, OSError):  # a host may forbid it
            resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))
            soft = wished
    return WISHED_FILES if soft == resource.RLIM_INFINITY else min(soft, WISHED_FILES)


def _make_room(new: Any) -> None:
    """Close the longest idle connection of the client that has most of them."""
    idle = [one for one in new.connections if isinstance(one, Patience) and one.is_idle()]
    of_client = Counter(_client(one) for one in idle)
    [(client, _n)] = of_client.most_common(1)  # the new one is idle itself
    oldest = min((one for one in idle if _client(one) == client), key=lambda one: one._waits_since)
    oldest.transport.abort()
    _say_seldom(
        words(language())(
            "As many connections are open as may be ({n}): the longest idle ones are closed.",
            n=new.most,
        )
    )


def _client(connection: Any) -> str:
    return connection.client[0] if connection.client else ""


def _seldom(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio says of itself; that no file can be opened, it would say without an end."""
    if context.get("message") == _NO_ROOM:
        _say_seldom(
            words(language())(
                "No further connection can be accepted: the process has as many files open as it "
                "may. Raise the limit (ulimit -n) or find out who opens so many connections."
            )
        )
    else:
        loop.default_exception_handler(context)


_said: dict[str, float] = {}


def _say_seldom(sentence: str) -> None:
    now = time.monotonic()
    if now - _said.get(sentence, -LOG_SECONDS) >= LOG_SECONDS:
        _said[sentence] = now
        _log.warning(sentence)
