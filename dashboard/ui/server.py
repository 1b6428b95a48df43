"""The server of the pages: Streamlit, started as its own command line does."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Any

import streamlit as st
from streamlit import logger as streamlit_logger
from streamlit import runtime
from streamlit.components.v2 import manifest_scanner
from streamlit.web import cli
from uvicorn import Server

from dashboard.core import logs
from dashboard.core.lifecycle import PROCESS, Lifecycle
from dashboard.core.settings import ROOT, Settings
from dashboard.core.uploads import Held
from dashboard.ui import connections, event_loop, sending, theme, turns

# Longer than a proxy keeps a connection for its next request (nginx: 60 s): a server that closes
# first does so now and then at the very moment when a request is on its way, which is lost.
KEEP_ALIVE_SECONDS = 75


def cookie_options(settings: Settings) -> list[str]:
    """What lets files be uploaded in a frame of another site, where one may show the dashboard.

    Browsers take a cookie to such a frame only where it says so, and only over TLS.
    """
    is_framed = settings.frame_ancestors not in ("'self'", "'none'")
    is_safe = settings.public_address.startswith("https://")
    return ["--server.xsrfCookieSameSite=none"] if is_framed and is_safe else []


def base_path() -> str:
    """The configured path in front of every route; empty where there is none."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def listens_on() -> str:
    """The address that the server listens on; empty where it is every one of the machine."""
    return str(st.get_option("server.address") or "")


def listens_at() -> int:
    """The port of the pages."""
    return int(st.get_option("server.port"))


def one_shape_of_lines(settings: Settings, revision: Callable[[], str]) -> None:
    """Let all lines of the log have one shape, those of Streamlit and its server too.

    Streamlit gives each of its loggers a way of its own to stderr, also to those that it makes
    later, and offers no setting for it.

    Args:
        settings: the shape.
        revision: gives that of the facts that are served.
    """
    streamlit_logger.setup_formatter = logs.join
    logs.set_up(settings, replica=logs.replica_name(listens_at()), revision=revision)


def serve(host: str, port: int) -> None:
    """Serve `dashboard/app.py` until the process is ended."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    settings = Settings()
    options = [f"--server.port={port}", f"--server.address={host}", *cookie_options(settings)]
    if settings.log_format == "json":  # Streamlit's greeting is no line of the log
        options.append("--logger.hideWelcomeMessage=true")
    cli.main(["run", str(ROOT / "dashboard" / "app.py"), *options], prog_name="streamlit")


def tune_connections(stop: int = 20) -> None:
    """Let the server of this process answer at once and keep its connections open.

    Streamlit makes the listening socket without naming its protocol, so that asyncio does not know
    it for TCP and leaves small packets waiting for each other: 44 ms for every answer on a kept
    connection. It offers no way to say so, nor how long a connection is kept; the server it starts
    loads the app before it listens, also under `streamlit run`, so that the app can.

    Args:
        stop: seconds that answers in flight have when the server ends.
    """
    # Where no component is used, none need be looked for in the description of every package that
    # is installed, which takes up to a second of each start.
    manifest_scanner.scan_component_manifests = _no_components
    theme.read_once()
    sending.gather_messages()
    turns.take_turns(turns.Turns())
    start = Server.startup
    if hasattr(start, "__wrapped__"):
        return

    @wraps(start)
    async def startup(server: Server, sockets: list[socket.socket] | None = None) -> None:
        config = server.config
        config.timeout_keep_alive = max(config.timeout_keep_alive, KEEP_ALIVE_SECONDS)
        for listening in sockets or ():  # whoever is let in by it inherits this
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config.timeout_graceful_shutdown = max(1, stop)  # without one it would wait for ever
        connections.limit(config)
        sending.gather_writes(config)
        event_loop.gather_calls(asyncio.get_running_loop())
        await start(server, sockets)

    Server.startup = startup  # type: ignore[assignment, method-assign]


@contextmanager
def ending_in_order(drain: float, process: Lifecycle = PROCESS) -> Iterator[None]:
    """While the block runs, let the server say that it is asked to end before it ends.

    The first SIGTERM only begins the time in which `/readyz` says no. Ctrl-C, and whatever comes
    second, goes to the server at once: no new connection, and time for the answers in flight.

    Args:
        drain: seconds between saying so and no longer taking requests.
        process: what says so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals do not reach it
        return
    before: dict[int, Any] = {
        number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)
    }

    def end(number: int, frame: FrameType | None) -> None:
        handler = before[number]
        if callable(handler):
            handler(number, frame)

    def begin(number: int, frame: FrameType | None) -> None:
        is_first = not process.is_draining
        process.drain()
        if number == signal.SIGTERM and is_first and drain > 0:
            later = threading.Timer(drain, end, (number, frame))
            later.daemon = True
            later.start()
        else:
            end(number, frame)

    # What is the system's own, or left to another program, stays as it is.
    ours = [number for number, handler in before.items() if callable(handler)]
    for number in ours:
        signal.signal(number, begin)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])


def _no_components(max_workers: int | None = None) -> list[Any]:
    return []


def held(session: str) -> Held:
    """What Streamlit holds of the files that readers chose, until their sessions end."""
    if not runtime.exists():
        return Held()
    files: Any = runtime.get_instance().uploaded_file_mgr  # of its memory, by session and file
    sizes = {
        name: [len(file.data) for file in list(of_session.values())]
        for name, of_session in list(files.file_storage.items())
    }
    own = sizes.get(session, [])
    return Held(len(own), sum(own), sum(map(sum, sizes.values())))
