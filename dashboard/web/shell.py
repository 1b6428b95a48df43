"""The shell of the app: one file for all pages, with what each of them says to begin with.

Streamlit serves one index.html for all its pages. Here it gets the language that was asked for, the
page's title and preview, and our own script. Everything else of it stays as it is.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core import pages
from dashboard.core.i18n import language_of, words
from dashboard.core.settings import NAME
from dashboard.export import markup, preview
from dashboard.warehouse.engine import Warehouse
from dashboard.web import negotiation

_LOG = logging.getLogger("dashboard")

LONGEST_QUERY = 8000
_LANGUAGE, _TITLE = '<html lang="en">', "<title>Streamlit</title>"
_NOT_PAGES = ("figures", "oembed", "assets", "_stcore", "media", "component", "static")
_ASK_AGAIN = {"Cache-Control": "no-cache"}


class Shell:
    """ASGI middleware that sends the app's shell with language, title, preview and script.

    Args:
        app: what comes after; it decides which paths are pages.
        index: Streamlit's index.html.
        scripts: the names of our own scripts, below `/assets/`.
        warehouse: where the facts are.
        address_of: how readers reach the dashboard, by a request.
        base: the configured path in front of every address.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        index: str,
        scripts: tuple[str, ...],
        warehouse: Warehouse,
        address_of: Callable[[Request], str],
        base: str = "",
    ) -> None:
        self.app = app
        self._index = index
        self._scripts = scripts
        self._warehouse = warehouse
        self._address_of = address_of
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send our shell instead of Streamlit's; let everything else pass."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self._base).strip("/")
        if "." in path or path.partition("/")[0] in _NOT_PAGES:
            await self.app(scope, receive, send)
            return
        # Its own file has not changed, but ours may have: Streamlit is not asked whether it has.
        conditions = (b"if-none-match", b"if-modified-since", b"range")
        headers = [pair for pair in scope["headers"] if pair[0] not in conditions]
        is_shell = False

        async def without_shell(message: Message) -> None:
            nonlocal is_shell
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                is_shell = message["status"] == 200 and kind.startswith("text/html")
            if not is_shell:
                await send(message)

        await self.app({**scope, "headers": headers}, receive, without_shell)
        if is_shell:
            await (await self._response(Request(scope), path))(scope, receive, send)

    async def _response(self, request: Request, path: str) -> Response:
        text = await anyio.to_thread.run_sync(self._text, request, path)
        body = text.encode("utf-8", "replace")
        key = hashlib.sha256(body).hexdigest()[:32]
        if (unchanged := negotiation.not_modified(request, key, _ASK_AGAIN)) is not None:
            return unchanged
        return negotiation.respond(
            request, await negotiation.content(body, "text/html", {}), key, _ASK_AGAIN
        )

    def _text(self, request: Request, path: str) -> str:
        text = request.scope["query_string"][:LONGEST_QUERY].decode("latin-1")
        query = parse_qs(text, keep_blank_values=True)
        say = words(language_of(query.get("lang", [""])[-1]))
        page = path or pages.FIRST
        name = pages.titles(say).get(page)
        shown = None
        if name is not None:
            try:
                base = self._address_of(request)
                shown = preview.preview(self._warehouse, page, query, base, f"/{path}")
            except Exception:  # a page is more than its preview
                _LOG.exception("No preview of the page %s", page)
        head = markup.render(
            "preview.html",
            title=f"{name} · {NAME}" if name else NAME,
            scripts=self._scripts,
            preview=shown,
        )
        return self._index.replace(_LANGUAGE, f'<html lang="{say.lang}">', 1).replace(
            _TITLE, head, 1
        )
