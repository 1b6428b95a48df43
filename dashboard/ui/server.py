"""The server of the pages: Streamlit, started as its own command line does."""

from __future__ import annotations

import asyncio
import os
import socket
from functools import wraps
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.components.v2 import manifest_scanner
from streamlit.web import cli
from uvicorn import Server

from dashboard.core.settings import ROOT, Settings
from dashboard.core.uploads import Held
from dashboard.ui import connections, event_loop

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


def serve(host: str, port: int) -> None:
    """Serve `dashboard/app.py` until the process is ended."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    options = [f"--server.port={port}", f"--server.address={host}", *cookie_options(Settings())]
    cli.main(["run", str(ROOT / "dashboard" / "app.py"), *options], prog_name="streamlit")


def tune_connections() -> None:
    """Let the server of this process answer at once and keep its connections open.

    Streamlit makes the listening socket without naming its protocol, so that asyncio does not know
    it for TCP and leaves small packets waiting for each other: 44 ms for every answer on a kept
    connection. It offers no way to say so, nor how long a connection is kept; the server it starts
    loads the app before it listens, also under `streamlit run`, so that the app can.
    """
    # Where no component is used, none need be looked for in the description of every package that
    # is installed, which takes up to a second of each start.
    manifest_scanner.scan_component_manifests = _no_components
    start = Server.startup
    if hasattr(start, "__wrapped__"):
        return

    @wraps(start)
    async def startup(server: Server, sockets: list[socket.socket] | None = None) -> None:
        config = server.config
        config.timeout_keep_alive = max(config.timeout_keep_alive, KEEP_ALIVE_SECONDS)
        for listening in sockets or ():  # whoever is let in by it inherits this
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections.limit(config)
        event_loop.gather_calls(asyncio.get_running_loop())
        await start(server, sockets)

    Server.startup = startup  # type: ignore[assignment, method-assign]


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
