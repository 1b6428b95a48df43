"""Every request gets an id, its time is measured, and what failed has a line in the log.

The id comes from a proxy in front (`X-Request-Id`) or is made here; the answer says it, an error
page shows it, and every line of the log that the request causes carries it.
"""

from __future__ import annotations

import logging
import time
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core import logs, metrics, pages
from dashboard.core.lifecycle import PROCESS, Lifecycle
from dashboard.web.access import SIGN_IN, SIGN_OUT

_LOG = logging.getLogger("dashboard")

HEADER = "X-Request-Id"
_FAILED = 500
_LONGEST = 500  # characters of an address in the log
# The kind of an address by the first part of it that is known; a proxy may put a path in front.
_SIGNING = (SIGN_IN.strip("/"), SIGN_OUT.strip("/"), "auth", "oauth2callback")
_ROUTES = {
    **dict.fromkeys(pages.PAGES, "page"),
    **dict.fromkeys(_SIGNING, "sign-in"),
    **{f"changes.{kind}": "changes" for kind in ("atom", "json", "html")},
    **{"figures": "figure", "sources": "source", "oembed": "oembed", "openapi.json": "openapi"},
    **{"assets": "asset", "static": "static", "media": "media", "component": "component"},
    **{"healthz": "health", "readyz": "health", "_stcore": "streamlit"},
}
OTHER = "other"


def route_of(path: str) -> str:
    """The kind of an address: one of a few names, whatever a client asks for."""
    parts = [part for part in path.split("/") if part]
    return next((_ROUTES[part] for part in parts if part in _ROUTES), OTHER if parts else "page")


class Observed:
    """ASGI middleware, in front of all others.

    Args:
        app: what comes after.
        process: counts the pages that are open.
    """

    def __init__(self, app: ASGIApp, process: Lifecycle = PROCESS) -> None:
        self.app, self._process = app, process

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its id."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        code = logs.sane_id(Headers(scope=scope).get(HEADER, ""))
        with logs.bound(request_id=code):
            if scope["type"] == "http":
                await self._http(scope, receive, send, code)
            else:
                await self._websocket(scope, receive, send, code)

    async def _http(self, scope: Scope, receive: Receive, send: Send, code: str) -> None:
        began = time.perf_counter()

        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = code
                seconds, status = time.perf_counter() - began, message["status"]
                route = route_of(scope["path"])
                metrics.REQUESTS.observe(seconds, route, str(status))
                if status >= _FAILED and route != "health":
                    _note(scope, route, status, seconds)
            await send(message)

        await self.app(scope, receive, seen)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send, code: str) -> None:
        is_open = False

        async def seen(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept":
                message.setdefault("headers", [])
                MutableHeaders(scope=message)[HEADER] = code
                self._process.open_pages += not is_open
                is_open = True
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            self._process.open_pages -= is_open


def _note(scope: Scope, route: str, status: int, seconds: float) -> None:
    """A line on an answer that failed, with its address; those of signing in hold secrets."""
    query = scope["query_string"].decode("latin-1")
    path = quote(scope["path"])
    address = f"{path}?{query}" if query and route != "sign-in" else path
    _LOG.warning(
        "%s %s was answered with %d",
        scope["method"],
        address[:_LONGEST],
        status,
        extra={"status": status, "duration_seconds": round(seconds, 3)},
    )
