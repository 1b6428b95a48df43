"""What is sent to browsers: many messages at once.

A run of a page sends some eighty messages. Streamlit gives the event loop a turn after each, and
its server writes each by itself: at every turn and every write Python lets go of its lock, and gets
it back behind the runs of other pages. Here what a page has ready goes in one turn and one write.
"""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import TYPE_CHECKING, Any

from streamlit.runtime import runtime
from streamlit.runtime.app_session import AppSession
from streamlit.web.server.starlette.starlette_server_config import WEBSOCKET_MAX_SEND_QUEUE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from uvicorn import Config

# Between two looks at what is ready; Streamlit's own 5 ms are a dozen looks at each of all the
# sessions for one run.
SECONDS = 0.02
# A browser that has more messages waiting is let go of by Streamlit.
MOST = WEBSOCKET_MAX_SEND_QUEUE_SIZE // 4


class Gathered:
    """A transport that writes at the end of a turn of the event loop what was written in it.

    Args:
        transport: of the connection.
        loop: its event loop.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Write with all that is written in this turn of the loop."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        """Write what waits and close."""
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        if parts and not self._transport.is_closing():
            self._transport.write(b"".join(parts))


class Writing:
    """Mixed into the server's class of websocket connections."""

    transport: Any
    loop: asyncio.AbstractEventLoop

    def connection_made(self, transport: Any) -> None:
        """Gather what is written from here on."""
        super().connection_made(transport)  # type: ignore[misc]
        self.transport = Gathered(transport, self.loop)


def gather_writes(config: Config) -> None:
    """Let a server write to browsers once for many messages; called before it listens."""
    of_server: Any = config.ws_protocol_class
    if of_server is not None and not issubclass(of_server, Writing):
        config.ws_protocol_class = type("WebSocket", (Writing, of_server), {})


def gather_messages() -> None:
    """Let the messages of a session that are ready be sent in one turn of the event loop."""
    flush, send = AppSession.flush_browser_queue, runtime.Runtime._send_message
    if hasattr(flush, "__wrapped__"):
        return

    @wraps(flush)
    def ready(session: AppSession) -> Sequence[Any]:
        return [*_parts(flush(session))]

    @wraps(send)
    def send_all(of: runtime.Runtime, session: Any, messages: Any) -> None:
        for message in messages:
            send(of, session, message)

    AppSession.flush_browser_queue = ready  # type: ignore[method-assign, assignment]
    runtime.Runtime._send_message = send_all  # type: ignore[method-assign, assignment]
    runtime.MESSAGE_FLUSH_INTERVAL_SECS = SECONDS  # type: ignore[attr-defined]


def _parts(messages: list[ForwardMsg]) -> Iterator[list[ForwardMsg]]:
    """The messages in lists, each short enough to be sent at once."""
    for first in range(0, len(messages), MOST):
        yield messages[first : first + MOST]
