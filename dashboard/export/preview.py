"""What a link to a page shows before anybody opens it: Open Graph in the shell of the app.

Streamlit serves one file for all its pages. Here it gets the language that was asked for, the
page's title, the headline and picture of the figure that leads the page, and our own script.
Everything else of it stays as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import charts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.pages import BRIEFING, FIRST, PAGES, TRAY, parameters_of, titles
from dashboard.core.selection import OTT_INDICATORS, parse
from dashboard.export import markup
from dashboard.export.describe import NAME
from dashboard.export.sources import source_text
from dashboard.figures import addresses, registry, years
from dashboard.figures.model import MOST_REGIONS, Answer
from dashboard.warehouse.engine import Warehouse

_LOG = logging.getLogger("dashboard")

LONGEST_QUERY = 8000
_LOCALES = {"id": "id_ID", "en": "en_GB"}
_LANGUAGE, _TITLE = '<html lang="en">', "<title>Streamlit</title>"
_NOT_PAGES = ("figures", "oembed", "assets", "_stcore", "media", "component", "static")


@dataclass(frozen=True)
class Preview:
    """What a link tells, of a page or of one figure.

    Attributes:
        kind: `website` or `article`, a word of Open Graph.
        title: of the page.
        description: one or two sentences.
        address: the link itself, every parameter stated.
        answer: the figure that is shown.
        base: the address of the dashboard, without a slash at the end.
    """

    kind: str
    title: str
    description: str
    address: str
    answer: Answer
    base: str
    site = NAME
    width, height = 1200, 630  # what readers of Open Graph show whole

    @property
    def locale(self) -> str:
        """The language as Open Graph names it."""
        return _LOCALES[self.answer.selection.lang]

    @property
    def picture(self) -> str:
        """The address of the picture."""
        size = {"width": str(self.width), "height": str(self.height), "scale": "1"}
        return self.base + addresses.address(self.answer, "png", **size)

    @property
    def reading(self) -> str:
        """The picture in words."""
        return self.answer.reading if charts.is_drawable(self.answer) else self.answer.headline


def leading(warehouse: Warehouse, page: str, query: Mapping[str, Sequence[str]]) -> Answer:
    """The figure that leads a page, asked as the page asks it.

    What the figure does not know or cannot use is left out: the page tells the reader.
    """
    shown = PAGES[page]
    figure_id = shown.leading
    asked = {name: [value[:100] for value in values] for name, values in query.items()}
    if shown.leading_of_events and asked.get("indicator", [""])[-1] in OTT_INDICATORS:
        figure_id = shown.leading_of_events
    if shown.is_of_all_years:
        asked.pop("year", None)
    asked = years.query_of_figure(asked)
    figure = registry.REGISTRY[figure_id]
    known = {name: values for name, values in asked.items() if name in figure.parameters}
    selection = parse(known, figure.offer(warehouse)).selection
    # Of many regions, a picture holds what an address may ask for.
    most = 1 if shown.is_of_one_region else MOST_REGIONS
    selection = replace(selection, region=selection.region[:most])
    return registry.answer(warehouse, figure_id, replace(selection, lang=_language(query)))


def preview(
    warehouse: Warehouse, page: str, query: Mapping[str, Sequence[str]], base: str, path: str
) -> Preview:
    """What a link to a page tells, in the language that it asks for.

    Args:
        warehouse: where the facts are.
        page: one of `PAGES`.
        query: of the link.
        base: the address of the dashboard, without a slash at the end.
        path: the page's path below it, such as `/peta`.
    """
    answer = leading(warehouse, page, query)
    say = words(answer.selection.lang)
    names = parameters_of(page)
    if page == BRIEFING:  # what it shows is the tray
        names = (*names, TRAY)
    stated = {name: query[name] for name in names if name in query} | {"lang": [say.lang]}
    source = source_text(answer.sources, answer.facts_version, say)
    return Preview(
        kind="website",
        title=f"{titles(say)[page]} · {answer.headline}",
        description=f"{answer.subtitle.rstrip('.')}. {source}",
        address=f"{base}{path}?{urlencode(stated, doseq=True)}",
        answer=answer,
        base=base,
    )


class Shell:
    """ASGI middleware that sends the app's shell with language, title, preview and script.

    Args:
        app: what comes after; it decides which paths are pages.
        index: Streamlit's index.html.
        script: the name of our own script, below `/assets/`.
        warehouse: where the facts are.
        address_of: how readers reach the dashboard, by a request.
        base: the configured path in front of every address.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        index: str,
        script: str,
        warehouse: Warehouse,
        address_of: Callable[[Request], str],
        base: str = "",
    ) -> None:
        self.app = app
        self._index = index
        self._script = script
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
                told = Headers(raw=message["headers"]).get("content-type", "")
                is_shell = message["status"] == 200 and told.startswith("text/html")
            if not is_shell:
                await send(message)

        await self.app({**scope, "headers": headers}, receive, without_shell)
        if is_shell:
            await (await self._response(Request(scope), path))(scope, receive, send)

    async def _response(self, request: Request, path: str) -> Response:
        text = await anyio.to_thread.run_sync(self._text, request, path)
        body = text.encode("utf-8", "replace")
        tag = hashlib.sha256(body).hexdigest()[:32]
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            tag += "-gzip"
            headers["Content-Encoding"] = "gzip"
        headers["ETag"] = f'"{tag}"'
        held = {one.strip().removeprefix("W/") for one in _held(request).split(",")}
        if headers["ETag"] in held:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="text/html")

    def _text(self, request: Request, path: str) -> str:
        asked = request.scope["query_string"][:LONGEST_QUERY].decode("latin-1")
        query = parse_qs(asked, keep_blank_values=True)
        say = words(_language(query))
        page = path or FIRST
        name = titles(say).get(page)
        told = None
        if name is not None:
            try:
                base = self._address_of(request)
                told = preview(self._warehouse, page, query, base, f"/{path}")
            except Exception:  # a page is more than its preview
                _LOG.exception("No preview of the page %s", page)
        head = markup.render(
            "preview.html",
            title=f"{name} · {NAME}" if name else NAME,
            script=self._script,
            told=told,
        )
        return self._index.replace(_LANGUAGE, f'<html lang="{say.lang}">', 1).replace(
            _TITLE, head, 1
        )


def _held(request: Request) -> str:
    return request.headers.get("if-none-match", "")


def _language(query: Mapping[str, Sequence[str]]) -> str:
    asked = query.get("lang", [""])[-1]
    return asked if asked in LANGUAGES else LANGUAGES[0]
