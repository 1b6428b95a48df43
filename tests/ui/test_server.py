"""Kept connections: no answer is held back, and none is closed while a proxy still uses it."""

from __future__ import annotations

import asyncio
import http.client
import socket
import time
from urllib.parse import urlsplit

import uvicorn

from dashboard.ui import server

HELD_BACK = 0.040  # seconds that the system waits for the rest of a small packet


def test_a_listening_socket_of_no_protocol_holds_no_answer_back() -> None:
    """As Streamlit makes it: the system's default protocol, which asyncio does not know for TCP."""
    server.tune_connections()
    server.tune_connections()  # as when the app is loaded twice

    async def app(scope: object, receive: object, send: object) -> None:
        """Never asked."""

    async def visit(listening: socket.socket) -> tuple[int, int]:
        config = uvicorn.Config(app, lifespan="off", log_level="critical")
        config.load()
        running = uvicorn.Server(config)
        running.lifespan = config.lifespan_class(config)
        await running.startup([listening])
        _reader, writer = await asyncio.open_connection(*listening.getsockname())
        while not running.server_state.connections:
            await asyncio.sleep(0.01)
        [connection] = running.server_state.connections
        let_in = connection.transport.get_extra_info("socket")
        found = let_in.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        writer.close()
        running.servers[0].close()
        return found, connection.timeout_keep_alive  # type: ignore[union-attr]

    with socket.socket() as listening:
        assert listening.proto == 0
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        is_sent_at_once, seconds = asyncio.run(visit(listening))
    assert is_sent_at_once
    assert seconds > 60, "nginx keeps its connections for a minute"


def test_the_running_dashboard_answers_at_once_on_a_kept_connection(app_url: str) -> None:
    """The quickest of many answers: all of them waited, and a busy machine is slow at times."""
    where = urlsplit(app_url)
    kept = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=30)
    took = []
    for _ in range(20):
        began = time.perf_counter()
        kept.request("GET", "/_stcore/health")
        assert kept.getresponse().read() == b"ok"
        took.append(time.perf_counter() - began)
    kept.close()
    assert min(took[2:]) < HELD_BACK / 2
