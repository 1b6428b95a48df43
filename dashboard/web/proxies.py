"""What stands between readers and this server: it works whatever a proxy rewrites.

- A proxy may leave the path of `INTEGRITAS_PUBLIC_ADDRESS` in front, or take it away: both are the
  same here.
- It may ask by another `Host` than the reader did, as nginx does by itself. Streamlit compares that
  with the page that opens its websocket (`Origin`) and refuses; so the origin is judged here, and
  Streamlit is told the reader's host.
- Where an answer leads to another address, it says the way from here and no host; only the pages of
  sources and the identity provider lie elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core import pages
from dashboard.web.own_address import OwnAddress, way_up

_LOG = logging.getLogger("dashboard")

_POLICY_VIOLATION = 1008  # of a websocket
_MOST_TOLD = 20  # origins that the log names, whoever sends how many
_SIGNING = ("/auth/login", "/auth/logout")  # which lead on to the identity provider
# What paths of our own begin with: a public path of the same name is not told from them.
_ROUTES = frozenset(
    {
        *pages.PAGES,
        *("figures", "sources", "oembed", "assets", "static", "_stcore", "media", "component"),
        *("auth", "oauth2callback", "sign-in", "sign-out", "changes.atom", "openapi.json"),
        *("healthz", "readyz"),
    }
)


class Proxies:
    """ASGI middleware, in front of all others.

    Args:
        app: what comes after.
        own: how readers reach the dashboard.
        outside: gives the addresses of other sites that an answer may lead to now.
    """

    def __init__(
        self,
        app: ASGIApp,
        own: OwnAddress,
        outside: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self.app, self._own, self._outside = app, own, outside
        path = urlsplit(own.public).path
        is_clear = path and not own.base and path.split("/")[1] not in _ROUTES
        self._prefix = path if is_clear else ""
        self._told: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as if no proxy had changed it."""
        if scope["type"] == "websocket":
            await self._websocket(self._below(scope), receive, send)
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        elif self._prefix and scope["path"] == self._prefix:
            # Links of the first page begin at its slash.
            query = scope["query_string"].decode("latin-1")
            place = f"./{self._prefix.rpartition('/')[2]}/" + (f"?{query}" if query else "")
            await RedirectResponse(place)(scope, receive, send)
        else:
            await self._http(self._below(scope), receive, send)

    def _below(self, scope: Scope) -> Scope:
        """The request without the public path in front."""
        if not (self._prefix and scope["path"].startswith(f"{self._prefix}/")):
            return scope
        raw = scope.get("raw_path") or scope["path"].encode()
        return {
            **scope,
            "path": scope["path"].removeprefix(self._prefix),
            "raw_path": raw.removeprefix(self._prefix.encode()),
        }

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def without_host(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                headers = MutableHeaders(scope=message)
                if "location" in headers and not self._leads_out(scope, headers["location"]):
                    headers["location"] = _from(scope, headers["location"])
            await send(message)

        await self.app(scope, receive, without_host)

    def _leads_out(self, scope: Scope, location: str) -> bool:
        """Whether an answer may lead to another site: to a source, or to sign in or out there."""
        is_signing = scope["path"].removeprefix(self._own.base) in _SIGNING
        return location in self._outside() or (is_signing and bool(urlsplit(location).netloc))

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is None:  # no browser, so that no page of somebody else can be behind it
            await self.app(scope, receive, send)
        elif self._own.is_own_origin(origin, host):
            opened = urlsplit(origin).netloc.encode("latin-1")
            others = [pair for pair in scope["headers"] if pair[0] != b"host"]
            await self.app({**scope, "headers": [*others, (b"host", opened)]}, receive, send)
        else:
            if origin not in self._told and len(self._told) < _MOST_TOLD:
                self._told.add(origin)
                _LOG.warning(
                    "A page of %r was not let in: the server knows no such address of its own. If "
                    "readers open the dashboard there, set INTEGRITAS_PUBLIC_ADDRESS or "
                    "INTEGRITAS_HOSTS.",
                    origin[:200],
                )
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


def _from(scope: Scope, location: str) -> str:
    """The way to an address of this server from the one that was asked."""
    parts = urlsplit(location)
    if not parts.netloc and not parts.path.startswith("/"):
        return location  # says the way already
    way = f"{way_up(scope)}/{parts.path.lstrip('/')}"
    return f"{way}?{parts.query}" if parts.query else way
