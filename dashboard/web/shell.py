"""The shell of the app: one file for all pages, with what each of them says to begin with.

Streamlit serves one index.html for all its pages. Here it gets the language that was asked for, the
page's title, preview and first screen, our own style and scripts. The rest of it stays as it is.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import anyio.to_thread
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core import pages
from dashboard.core.access import Role
from dashboard.core.foreign_parameters import without_foreign
from dashboard.core.i18n import language_asked, words
from dashboard.core.settings import NAME
from dashboard.export import assets, first_screen, markup, preview
from dashboard.warehouse.engine import Newest, Warehouse
from dashboard.web import access, errors, methods, negotiation
from dashboard.web.cache import ContentCache
from dashboard.web.negotiation import Content
from dashboard.web.own_address import OwnAddress, way_up

_LOG = logging.getLogger("dashboard")

LONGEST_QUERY = 8000
_MOST_BYTES = 16_000_000
# What of Streamlit's file gives way to ours; each is there once.
_LANGUAGE, _TITLE = '<html lang="en">', "<title>Streamlit</title>"
_HEAD, _BODY = re.compile("</head>"), re.compile("<body>.*?</noscript>", re.DOTALL)
_FONT = re.compile(r'<link\s+rel="preload"\s+href="[^"]+\.woff2"[^>]*>')
_PLACE = re.compile("\0(lang|state|head|first)\0")
_WITH_PAGES = ("figures", "component", "changes.html")  # whose files may be pages, and no shells
_ASK_AGAIN = {"Cache-Control": "no-cache"}


class Shell:
    """ASGI middleware that sends the app's shell with what an address shows first.

    Args:
        app: what comes after; it decides which paths are pages.
        index: Streamlit's index.html.
        newest: gives the facts as they are now.
        own: how readers reach the dashboard.
        policy: the Content-Security-Policy of what is no page.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        index: str,
        newest: Newest,
        own: OwnAddress,
        policy: str,
    ) -> None:
        self.app = app
        self._index = _with_places(index)
        self._newest = newest
        self._own = own
        self._policy = policy
        self._cache = ContentCache(_MOST_BYTES, "pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send our shell instead of Streamlit's; let everything else pass."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            if await self._ask(scope, receive, send, _is_refused):
                await methods.refused(Request(scope), self._policy)(scope, receive, send)
            return
        below = self._below(scope["path"])
        page = None if below is None else below.strip("/")
        known = pages.visible(access.account_of(scope).role)
        if page in known and (page == pages.FIRST or scope["path"].endswith("/")):
            # Streamlit knows the first page by the bare address alone, and pages without a slash.
            await self._lead(scope, page)(scope, receive, send)
        elif page == "" or page in known:
            # Its own file has not changed, but ours may have: Streamlit is not asked about it.
            conditions = (b"if-none-match", b"if-modified-since", b"range")
            headers = [pair for pair in scope["headers"] if pair[0] not in conditions]
            is_shell = await self._ask({**scope, "headers": headers}, receive, send, _is_shell)
            if is_shell:
                await (await self._response(Request(scope), page))(scope, receive, send)
        elif page is not None and page.partition("/")[0] in _WITH_PAGES:
            await self.app(scope, receive, send)
        elif await self._ask(scope, receive, send, _is_nothing):
            await self._nothing(Request(scope))(scope, receive, send)

    def _below(self, path: str) -> str | None:
        """What stands behind the configured path; None for what does not begin with it."""
        base = self._own.base
        return path.removeprefix(base) if path == base or path.startswith(f"{base}/") else None

    async def _ask(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        is_ours: Callable[[str, Message], bool],
    ) -> bool:
        """Pass a request on; an answer that is ours to give, which this returns, is not sent."""
        found = False

        async def without(message: Message) -> None:
            nonlocal found
            if message["type"] == "http.response.start":
                found = is_ours(scope["path"], message)
            if not found:
                await send(message)

        await self.app(scope, receive, without)
        return found

    def _lead(self, scope: Scope, path: str) -> Response:
        """To the one address of a page, without what others added."""
        query = urlencode(without_foreign(_query(scope)), doseq=True)
        address = f"{way_up(scope, self._own.base)}/{'' if path == pages.FIRST else path}"
        return RedirectResponse(f"{address}?{query}" if query else address)

    def _nothing(self, request: Request) -> Response:
        say = negotiation.language(request)
        base = self._own.of(request)
        return errors.response(request, errors.nothing_here(say), say, self._policy, base)

    async def _response(self, request: Request, path: str) -> Response:
        # What others added makes no page of its own.
        query = without_foreign(_query(request.scope))
        known, role = self._newest(), access.account_of(request.scope).role
        base = self._own.of(request)
        asked = (path, query, base, role, known.revision)

        async def write() -> Content:
            text, is_final = await anyio.to_thread.run_sync(
                self._text, known, path, query, base, role
            )
            body = text.encode("utf-8", "replace")
            return await negotiation.content(body, "text/html", {}, is_final=is_final)

        content = await self._cache.get(repr(asked), write)
        key = hashlib.sha256(content.body).hexdigest()[:32]
        if (unchanged := negotiation.not_modified(request, key, _ASK_AGAIN)) is not None:
            return unchanged
        return negotiation.respond(request, replace(content, is_final=True), key, _ASK_AGAIN)

    def _text(
        self,
        known: Warehouse,
        path: str,
        query: Mapping[str, Sequence[str]],
        base: str,
        role: Role,
    ) -> tuple[str, bool]:
        """The shell for an address, and whether it holds all that it can."""
        say = words(language_asked(query.get("lang", ())))
        page = path or pages.FIRST
        name = pages.titles(say, role).get(page)
        shown, first, is_final = None, "", True
        if name is not None:
            try:
                shown = preview.preview(known, page, query, base, f"/{path}")
                first = first_screen.first_screen(known, page, query, role)
            except Exception:  # a page is more than what comes before it
                _LOG.exception("No preview of the page %s", page)
                is_final = False
        head = markup.render(
            "preview.html", title=f"{name} · {NAME}" if name else NAME, preview=shown
        )
        state = "data-first-screen" if first else ""
        filled = {"lang": say.lang, "state": state, "head": head, "first": first}
        return _PLACE.sub(lambda place: filled[place[1]], self._index), is_final


def _is_shell(_path: str, start: Message) -> bool:
    """Whether an answer is Streamlit's index.html, where that can be the only page."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] in (200, 206) and kind.startswith("text/html")


def _is_nothing(path: str, start: Message) -> bool:
    """Whether an answer says that there is nothing: by a bare word, or by the app's shell.

    Below `_stcore` Streamlit's pages look for their server; they read no sentences.
    """
    kind = Headers(raw=start["headers"]).get("content-type", "")
    is_word = start["status"] == 404 and kind.startswith("text/plain") and "/_stcore/" not in path
    return is_word or _is_shell(path, start)


def _is_refused(path: str, start: Message) -> bool:
    """Whether an answer refuses a method by a bare word; below `_stcore` that is Streamlit's."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 405 and kind.startswith("text/plain") and "/_stcore/" not in path


def _query(scope: Scope) -> dict[str, list[str]]:
    text = scope["query_string"][:LONGEST_QUERY].decode("latin-1")
    return parse_qs(text, keep_blank_values=True)


def _with_places(index: str) -> str:
    """Streamlit's index.html with our style and scripts, and places for what is of one address.

    The style stands in the body: what Streamlit writes while it runs comes before it.
    """
    font = assets.letters().name
    head = markup.render(
        "shell_head.html",
        scripts=[script.name for script in assets.page_scripts()],
        preloaded=assets.widget_scripts(index),
    )
    body = markup.render(
        "shell_body.html",
        font=font,
        letters=assets.LETTERS,
        style=Markup(assets.style()),  # noqa: S704 (our own files)
    )
    preload = markup.render("shell_font.html", font=font)
    text = _FONT.sub(lambda _whole: preload, index, count=1)
    text = text.replace(_LANGUAGE, '<html lang="\0lang\0" \0state\0>', 1)
    text = text.replace(_TITLE, "\0head\0", 1)
    text = _HEAD.sub(lambda _end: f"{head}</head>", text, count=1)
    return _BODY.sub(lambda _old: f"<body>{body}\0first\0", text, count=1)
