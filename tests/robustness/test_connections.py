"""Connections that nobody finishes: they end, and neither the log nor the process fills up."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn

from dashboard.ui import connections
from dashboard.ui import server as tuned

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
# What a client sends and then nothing more.
UNFINISHED: dict[str, bytes] = {
    "nothing": b"",
    "a letter": b"G",
    "half a line": b"GET / HT",
    "a head without an end": b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
}
# Of which the server says at once what is wrong, or ends.
BROKEN: dict[str, bytes] = {
    "a greeting of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a head of 100 KB": b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 12_500,
    "a line of 100 KB": b"GET /" + b"a" * 100_000,
    "no protocol": b"\0" * 200 + b"\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "a line that goes on": b"GET / HTTP/1.1\r\nHost: x\r\n  y\r\nX\0A: 1\r\n\r\n",
}


async def app(scope: Any, _receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
        )
        await send({"type": "http.response.body", "body": b"ok"})


def serve(story: Callable[[tuple[str, int], uvicorn.Server], Awaitable[None]]) -> None:
    """A server with these limits, for the time of a story."""
    tuned.tune_connections()

    async def run() -> None:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            listening.setblocking(False)
            config = uvicorn.Config(app, lifespan="off", log_level="critical")
            config.load()
            running = uvicorn.Server(config)
            running.lifespan = config.lifespan_class(config)
            await running.startup([listening])
            try:
                await story(listening.getsockname(), running)
            finally:
                running.servers[0].close()

    asyncio.run(run())


async def opened(address: tuple[str, int], sent: bytes) -> asyncio.StreamReader:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(sent)
    await writer.drain()
    reader.kept = writer  # type: ignore[attr-defined]  # it would close with its last reference
    return reader


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What the server said until it closed the connection."""
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionResetError:
        return b""


def test_a_request_that_is_not_finished_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)

    async def story(address: tuple[str, int], _server: uvicorn.Server) -> None:
        waiting = {what: await opened(address, sent) for what, sent in UNFINISHED.items()}
        for what, reader in waiting.items():
            assert await ended(reader) == b"", what
        kept = await opened(address, REQUEST)
        assert await kept.readuntil(b"ok")
        kept.kept.write(b"GET / HTTP/1.1\r\n")  # type: ignore[attr-defined]
        assert await ended(kept) == b""

    serve(story)


def test_what_is_no_request_is_refused_and_the_next_one_answered() -> None:
    async def story(address: tuple[str, int], _server: uvicorn.Server) -> None:
        for what, sent in BROKEN.items():
            said = await ended(await opened(address, sent))
            assert not said or said.startswith(b"HTTP/1.1 400"), what
            reader = await opened(address, REQUEST)
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200"), what

    serve(story)


def test_many_idle_connections_leave_room_for_a_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "_said", {})
    monkeypatch.setattr(connections, "_open_files", lambda: 40)

    async def story(address: tuple[str, int], server: uvicorn.Server) -> None:
        answered = await opened(address, REQUEST)
        assert await answered.readuntil(b"ok")
        waiting = [await opened(address, b"GET /") for _ in range(60)]
        reader = await opened(address, REQUEST)
        assert await reader.readuntil(b"ok")
        await asyncio.sleep(0.05)
        assert len(server.server_state.connections) <= 20
        assert await ended(answered) == b""  # the longest idle one
        assert [await ended(one) for one in waiting[:20]] == [b""] * 20

    with caplog.at_level(logging.WARNING):
        serve(story)
    assert len(caplog.records) == 1
    assert "20" in caplog.records[0].getMessage()


def test_running_out_of_files_is_said_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "_said", {})
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(connections._seldom)
    full = {"message": "socket.accept() out of system resource", "exception": OSError(24, "full")}
    with caplog.at_level(logging.WARNING):
        for _ in range(1000):
            loop.call_exception_handler(full)
        assert len(caplog.records) == 1
        assert "ulimit" in caplog.records[0].getMessage()
        loop.call_exception_handler({"message": "something else"})
        assert len(caplog.records) == 2
    loop.close()
