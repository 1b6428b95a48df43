"""The web door: `/figures`, every figure's files, and what describes them.

Handlers only read addresses and say what is wrong with them; the files are made by the doors for
rows, pictures and pages. A file is named by a strong ETag of facts, program and parameters, so that
an unchanged one is neither made nor sent again.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, Protocol
from urllib.parse import parse_qs, quote

import anyio.to_thread
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.settings import ROOT, Settings
from dashboard.export import describe, errors, figure_page, files, markup, pictures, rows
from dashboard.export.cache import Kept, Made
from dashboard.export.chromium import NoBrowser
from dashboard.export.errors import Refusal
from dashboard.export.pictures import Busy, PictureFailed
from dashboard.figures import addresses, registry
from dashboard.figures.addresses import Asked, Size
from dashboard.figures.model import Answer
from dashboard.warehouse.engine import Warehouse
from dashboard.web import headers as web_headers

_LOG = logging.getLogger("dashboard")

# Facts change when the server starts anew: an hour is what a reader may miss.
FRESH_SECONDS = 3600
RETRY_SECONDS = 10
LONGEST_QUERY = 8000
PATIENCE_SECONDS = 3.0  # of a page with its first picture; it works without one
COMPRESSED_FROM = 500


@cache
def program() -> str:
    """A name for this program's content: another program may write the same facts otherwise."""
    digest = hashlib.sha256()
    # Another version of a library, such as the one that draws, writes other files as well.
    for path in (ROOT / "requirements.txt", *sorted((ROOT / "dashboard").rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Draws(Protocol):
    """Who draws pictures: `dashboard.export.pictures`, with its one kept browser."""

    async def picture(
        self, warehouse: Warehouse, answer: Answer, extension: Any, size: Size
    ) -> bytes:
        """A picture of the whole figure."""

    async def chart_svg(self, warehouse: Warehouse, answer: Answer) -> str:
        """The chart alone."""


class Web:
    """The routes of figures and what they share: facts, settings, files that were made.

    Args:
        warehouse: where the facts are.
        settings: who may frame, how many requests a client may make, the public address.
        base: the configured path in front of every address, such as `/integritas`.
        draws: who draws pictures.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        settings: Settings,
        base: str = "",
        draws: Draws = pictures,
    ) -> None:
        self.draws = draws
        self.warehouse = warehouse
        self.settings = settings
        self.base = base
        self.kept = Kept()
        self._policy = web_headers.file_policy(settings.frame_ancestors)
        self._limit = RateLimitItemPerMinute(settings.requests_per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def routes(self) -> list[Route]:
        """The routes, for the one ASGI process and for tests without Streamlit."""
        return [
            Route("/figures", self._told(self._registry)),
            Route("/figures/{name}", self._told(self._file)),
            Route("/openapi.json", self._told(self._openapi)),
            Route("/oembed", self._told(self._oembed)),
        ]

    # --- what every request passes ---------------------------------------------------------------

    def _told(
        self, handler: Callable[[Request, Words], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """A handler whose refusals, and failures that nobody foresaw, are told in a sentence."""

        async def told(request: Request) -> Response:
            say = _words_of(request)
            try:
                self._spend(request, say)
                if len(request.url.query) > LONGEST_QUERY:
                    raise Refusal(
                        414,
                        "too-long",
                        say("The address is too long; at most {n} characters.", n=LONGEST_QUERY),
                    )
                return await handler(request, say)
            except Refusal as refusal:
                return self._refused(request, refusal, say)
            except (NoBrowser, Busy, PictureFailed) as error:
                return self._refused(request, _no_picture(error, say), say)
            except Exception:
                _LOG.exception("A file could not be made: %s", request.url.path)
                detail = say(
                    "This file could not be made. Try again; if it stays like this, tell the "
                    "maintainers the address and the time: the reason stands in the server's log."
                )
                return self._refused(request, Refusal(500, "failed", detail), say)

        return told

    def _refused(self, request: Request, refusal: Refusal, say: Words) -> Response:
        headers = {
            **refusal.headers,
            "Cache-Control": "no-store",
            "Content-Language": say.lang,
            "Content-Security-Policy": self._policy,
            "Vary": "Accept",
        }
        if _is_read_by_a_person(request):
            page = markup.render(
                "refusal.html", lang=say.lang, title=describe.NAME, detail=refusal.detail
            )
            return Response(page, refusal.status, headers, "text/html; charset=utf-8")
        document = refusal.document(say, request.url.path)
        return Response(document, refusal.status, headers, errors.MEDIA_TYPE)

    def _spend(self, request: Request, say: Words) -> None:
        client = request.client.host if request.client else "unknown"
        if not self._limiter.hit(self._limit, client):
            seconds = 60
            raise Refusal(
                429,
                "too-many-requests",
                say(
                    "Too many requests: at most {n} a minute. Wait a minute, then try again.",
                    n=self.settings.requests_per_minute,
                ),
                headers={"Retry-After": str(seconds)},
            )

    def address_of(self, request: Request) -> str:
        """How readers reach the dashboard, without a slash at the end."""
        return (
            self.settings.public_address
            or f"{request.url.scheme}://{request.url.netloc}{self.base}"
        )

    # --- figures ---------------------------------------------------------------------------------

    async def _file(self, request: Request, say: Words) -> Response:
        figure_id, _dot, extension = request.path_params["name"].rpartition(".")
        figure = registry.REGISTRY.get(figure_id)
        if figure is None or extension not in addresses.EXTENSIONS:
            raise Refusal(
                404,
                "unknown-figure",
                say(
                    "There is no figure at this address. Addresses look like {example}; all "
                    "figures are listed at {list}.",
                    example="/figures/spi-map.html",
                    list="/figures",
                ),
            )
        asked = addresses.read(self.warehouse, figure, extension, _query(request))
        if asked.problems:
            raise errors.unusable(asked.problems, say)
        answer = await anyio.to_thread.run_sync(
            registry.answer, self.warehouse, figure_id, asked.selection
        )
        base = self.address_of(request)
        key = self._key(asked, answer, base)
        if (unchanged := _unchanged(request, key)) is not None:
            return unchanged
        made = await self.kept.get(key, partial(self._make, asked, answer, base))
        response = _sent(request, made, key)
        response.headers["Content-Disposition"] = _saved_as(asked, answer)
        return response

    def _key(self, asked: Asked, answer: Answer, base: str) -> str:
        """Everything that decides on the bytes: facts, program, figure, parameters, where it is."""
        return self._named(
            answer.revision,
            base,
            addresses.address(answer, asked.extension),
            replace(asked.options, is_saved=False),  # the same bytes
        )

    def _named(self, *told: object) -> str:
        """A name for what all this decides on, with the program and what it says of frames."""
        said = repr((program(), self._policy, *told))
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    async def _make(self, asked: Asked, answer: Answer, base: str) -> Made:
        extension = asked.extension
        headers = {"Content-Security-Policy": self._policy}
        if extension in addresses.TABLES:
            body = await anyio.to_thread.run_sync(self._rows, asked, answer, base)
            if extension != "json":
                described = base + addresses.address(answer, "json")
                headers["Link"] = f'<{described}>; rel="describedby"; type="application/json"'
            return await _made(body, describe.TYPES[extension], headers)
        if extension in addresses.PICTURES:
            body = await self.draws.picture(self.warehouse, answer, extension, asked.options.size)
            return await _made(body, describe.TYPES[extension], headers)
        page = await figure_page.page(
            self.warehouse,
            answer,
            base=base,
            theme=asked.options.theme,
            frame_ancestors=self.settings.frame_ancestors,
            first_picture=self._first_picture,
            is_frozen=asked.options.frozen,
        )
        return replace(page, headers={**headers, **page.headers})

    async def _first_picture(self, answer: Answer) -> str | None:
        """The picture that a page shows at once, unless it would have to wait for it."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self.draws.chart_svg(self.warehouse, answer)
        except (NoBrowser, Busy, PictureFailed, TimeoutError):
            return None

    def _rows(self, asked: Asked, answer: Answer, base: str) -> bytes:
        if asked.extension == "json":
            return rows.as_json(self.warehouse, answer, base)
        [kind] = [kind for kind in files.FORMATS if kind.ending == asked.extension]
        return kind.write(rows.leaving(self.warehouse, answer, asked.options.layer, base))

    # --- what describes them ---------------------------------------------------------------------

    async def _registry(self, request: Request, say: Words) -> Response:
        _only(request, ("lang",), say)
        return await self._described(
            request, "registry", partial(describe.registry, self.warehouse, say)
        )

    async def _openapi(self, request: Request, say: Words) -> Response:
        _only(request, ("lang",), say)
        return await self._described(
            request, "openapi", partial(describe.openapi, self.warehouse, say)
        )

    async def _described(
        self, request: Request, name: str, write: Callable[[str], bytes]
    ) -> Response:
        base, say = self.address_of(request), _words_of(request)
        key = self._named(self.warehouse.revision, name, base, say.lang)
        if (unchanged := _unchanged(request, key)) is not None:
            return unchanged

        async def make() -> Made:
            body = await anyio.to_thread.run_sync(write, base)
            headers = {
                "Content-Security-Policy": self._policy,
                "Link": f'<{base}/openapi.json>; rel="service-desc"; type="application/json"',
            }
            return await _made(body, "application/json", headers)

        return _sent(request, await self.kept.get(key, make), key)

    async def _oembed(self, request: Request, say: Words) -> Response:
        query = _only(request, ("url", "maxwidth", "maxheight", "format", "lang"), say)
        body = describe.oembed(self.warehouse, query, self.address_of(request), say)
        made = await _made(body, "application/json", {"Content-Security-Policy": self._policy})
        return _sent(request, made, self._named("oembed", body))


def _no_picture(error: NoBrowser | Busy | PictureFailed, say: Words) -> Refusal:
    """Pages, tables and the dashboard itself go on; the sentence says what pictures lack."""
    if isinstance(error, NoBrowser):
        return Refusal(503, "no-browser", error.message(say))
    kind = "busy" if isinstance(error, Busy) else "picture-failed"
    return Refusal(503, kind, error.message(say), headers={"Retry-After": str(RETRY_SECONDS)})


def _words_of(request: Request) -> Words:
    """The asked language; a language that does not exist is told in the first one."""
    asked = request.query_params.get("lang", "")
    return words(asked if asked in LANGUAGES else LANGUAGES[0])


def _query(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.url.query, keep_blank_values=True, max_num_fields=None)


def _only(request: Request, names: tuple[str, ...], say: Words) -> dict[str, str]:
    """The last value of each parameter; another one is a problem."""
    from dashboard.core.parameters import Problem

    query = {name: values[-1] for name, values in _query(request).items()}
    found = [
        Problem(name, value, "unknown_parameter")
        for name, value in query.items()
        if name not in names
    ]
    if query.get("lang", LANGUAGES[0]) not in LANGUAGES:
        found.append(Problem("lang", query["lang"], "not_offered", LANGUAGES))
    if found:
        raise errors.unusable(tuple(found), say)
    return query


async def _made(body: bytes, media_type: str, headers: Mapping[str, str]) -> Made:
    compressed = None
    # Also what is packed already: else Streamlit would pack it under the ETag of other bytes.
    if media_type != "image/png" and len(body) >= COMPRESSED_FROM:
        compressed = await anyio.to_thread.run_sync(partial(gzip.compress, body, 6, mtime=0))
    return Made(body, media_type, compressed, dict(headers))


def _tags(key: str) -> dict[bool, str]:
    """The ETag of the bytes as they are, and of the compressed ones: strong means byte by byte."""
    return {False: f'"{key}"', True: f'"{key}-gzip"'}


def _unchanged(request: Request, key: str) -> Response | None:
    """304 when the client already holds this file."""
    held = {
        tag.strip().removeprefix("W/")
        for tag in request.headers.get("if-none-match", "").split(",")
    }
    for tag in _tags(key).values():
        if tag in held or "*" in held:
            return Response(status_code=304, headers={"ETag": tag, **_FRESH})
    return None


_FRESH = {
    "Cache-Control": f"public, max-age={FRESH_SECONDS}, must-revalidate",
    "Vary": "Accept-Encoding",
}


def _sent(request: Request, made: Made, key: str) -> Response:
    is_small = made.compressed is not None and "gzip" in request.headers.get("accept-encoding", "")
    body = made.compressed if is_small and made.compressed is not None else made.body
    headers = {**made.headers, **_FRESH, "ETag": _tags(key)[is_small]}
    if not made.is_kept:  # the next one may be another
        headers = {**made.headers, "Cache-Control": "no-store", "Vary": _FRESH["Vary"]}
    if is_small:
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=made.media_type)


def _saved_as(asked: Asked, answer: Answer) -> str:
    """Tables are saved, pictures and pages are shown; each has a name that says what it is."""
    name = addresses.file_name(answer, asked.extension, asked.options.layer)
    is_saved = asked.options.is_saved or asked.extension in ("csv", "xlsx", "parquet")
    return f'{"attachment" if is_saved else "inline"}; filename="{quote(name)}"'


def _is_read_by_a_person(request: Request) -> bool:
    """A frame or a tab of a browser asks for HTML first; programs do not."""
    return request.headers.get("accept", "").startswith("text/html")
