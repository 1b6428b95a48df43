"""The routes of figures: `/figures`, every figure's files, and what describes them.

Handlers only read addresses and say what is wrong with them; rows, pictures and pages are written
by `dashboard.export`. A file is named by facts, program and parameters, so that an unchanged one is
neither written nor sent again.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import quote

import anyio.to_thread
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.core import metrics
from dashboard.core.foreign_parameters import without_foreign
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.core.parameters import Problem, repeated
from dashboard.core.settings import ROOT, Settings
from dashboard.export import figure_page, files, pictures, rows
from dashboard.export.chromium import NoBrowser
from dashboard.export.pictures import Busy, PictureFailed
from dashboard.facts import machine
from dashboard.figures import addresses, registry
from dashboard.figures.addresses import FigureRequest, Size
from dashboard.figures.model import Answer, Figure
from dashboard.warehouse.cluster_faults import ClusterAway
from dashboard.warehouse.engine import Newest, Warehouse
from dashboard.web import (
    clients,
    errors,
    feed,
    figure_list,
    methods,
    negotiation,
    oembed,
    openapi,
    short_addresses,
    slides,
    table_files,
)
from dashboard.web import headers as web_headers
from dashboard.web.cache import ContentCache
from dashboard.web.errors import Refusal
from dashboard.web.negotiation import Content
from dashboard.web.own_address import OwnAddress
from dashboard.web.query import query_of, with_codes

_LOG = logging.getLogger("dashboard")

# Facts change while the server runs: a minute is what a reader may miss, and then the ETag decides.
FRESH = {"Cache-Control": "public, max-age=60, must-revalidate"}
LONGEST_QUERY = 8000
PATIENCE_SECONDS = 3.0  # of a page with its first picture; it works without one


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
    """Who draws pictures: `dashboard.export.pictures`, with its one browser."""

    async def picture(
        self,
        warehouse: Warehouse,
        answer: Answer,
        extension: Any,
        size: Size,
        *,
        client: str = "",
        is_transparent: bool = False,
    ) -> bytes:
        """A picture of the whole figure."""

    async def chart_svg(self, warehouse: Warehouse, answer: Answer, *, client: str = "") -> str:
        """The chart alone."""


class Web:
    """The routes of figures and what they share: facts, settings, the cache of contents.

    Each request takes the newest facts once, and answers from these alone.

    Args:
        newest: gives the facts as they are now.
        settings: who may frame, how many requests a client may make.
        make_slide: makes a figure into slides.
        own: how readers reach the dashboard; none is as the settings say.
        draws: who draws pictures.
    """

    def __init__(
        self,
        newest: Newest,
        settings: Settings,
        make_slide: slides.Make,
        own: OwnAddress | None = None,
        draws: Draws = pictures,
    ) -> None:
        self.draws = draws
        self.slides = slides.Slides(make_slide)
        self.newest = newest
        self.settings = settings
        self.own = own or OwnAddress(settings)
        self.cache = ContentCache(name="figure files")
        self.policy = web_headers.file_policy(settings.frame_ancestors)
        self._limit = RateLimitItemPerMinute(settings.requests_per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def routes(self) -> list[Route]:
        """The routes, for the one ASGI process and for tests without Streamlit."""
        handlers = {
            "/figures": self._registry,
            "/figures/{name}": self._file,
            addresses.openapi(): self._openapi,
            addresses.oembed(): self._oembed,
            "/sources/{name:any}": self._source,
            **feed.Feed(self).handlers(),
            **table_files.TableFiles(self).handlers(),
        }
        is_shared = self.settings.cors == "any"
        return [
            methods.route(path, self._guarded(handler), is_shared=is_shared)
            for path, handler in handlers.items()
        ]

    # --- what every request passes ---------------------------------------------------------------

    def _guarded(
        self, handler: Callable[[Request, Words], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """A handler whose refusals, and failures that nobody foresaw, become sentences."""

        async def guarded(request: Request) -> Response:
            say = negotiation.language(request)
            try:
                self._spend(request, say)
                if len(request.url.query) > LONGEST_QUERY:
                    raise Refusal(
                        414,
                        "too-long",
                        say("The address is too long; at most {n} characters.", n=LONGEST_QUERY),
                    )
                return await handler(request, say)
            except clients.Left:
                return Response(status_code=clients.LEFT)  # nobody reads it
            except Refusal as refusal:
                return self._refused(request, refusal, say)
            except (NoBrowser, Busy, PictureFailed) as error:
                return self._refused(request, errors.no_picture(error, say), say)
            except ClusterAway as error:
                return self._refused(request, errors.cluster_away(error, say), say)
            except machine.OF_THE_MEMORY as error:
                _LOG.error("Too little memory for %s: %s", request.url.path, error)
                return self._refused(request, errors.too_little_memory(say), say)
            except Exception:
                _LOG.exception("A file could not be made: %s", request.url.path)
                return self._refused(request, errors.failed(say), say)

        return guarded

    def _refused(self, request: Request, refusal: Refusal, say: Words) -> Response:
        return errors.response(request, refusal, say, self.policy, self.own.of(request))

    def _spend(self, request: Request, say: Words) -> None:
        if not self._limiter.hit(self._limit, clients.name(request)):
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

    # --- figures ---------------------------------------------------------------------------------

    async def _file(self, request: Request, say: Words) -> Response:
        figure_id, _dot, extension = request.path_params["name"].rpartition(".")
        known = self.newest()
        figure = registry.find(known, figure_id)
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
        with metrics.FILES.time(figure.id, extension):
            return await self._file_of(request, known, figure, extension, say)

    async def _file_of(
        self, request: Request, known: Warehouse, figure: Figure, extension: str, say: Words
    ) -> Response:
        wanted = addresses.read(known, figure, extension, query_of(request))
        if wanted.problems:
            raise errors.unusable(wanted.problems, say)
        if wanted.notices:  # a name in the place of a code: to the address that states the code
            return with_codes(request, wanted.selection.region, FRESH)
        answer = await anyio.to_thread.run_sync(registry.answer, known, figure.id, wanted.selection)
        base = self.own.of(request)
        write = partial(self._content, known, wanted, answer, base, clients.name(request))
        response = await self.cached(request, self._key(wanted, answer, base), write)
        if response.status_code == 200:
            response.headers["Content-Disposition"] = _saved_as(wanted, answer)
        return response

    async def cached(
        self,
        request: Request,
        key: str,
        write: Callable[[], Awaitable[Content]],
        headers: Mapping[str, str] = MappingProxyType(FRESH),
    ) -> Response:
        """The content of a key, if the client does not hold it already."""
        if (unchanged := negotiation.not_modified(request, key, headers)) is not None:
            return unchanged
        content = self.cache.held(key)
        if content is None:
            content = await clients.while_connected(request, self.cache.get(key, write))
        return negotiation.respond(request, content, key, headers)

    def _key(self, wanted: FigureRequest, answer: Answer, base: str) -> str:
        """Everything that decides on the bytes: facts, program, figure, parameters, where it is."""
        return self.named(
            answer.revision,
            base,
            addresses.address(answer, wanted.extension),
            answer.as_of,
            replace(wanted.options, is_saved=False),  # the same bytes
        )

    def named(self, *parts: object) -> str:
        """A name for what all this decides on, with the program and what it says of frames."""
        text = repr((program(), self.policy, *parts))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    async def _content(
        self, known: Warehouse, wanted: FigureRequest, answer: Answer, base: str, client: str
    ) -> Content:
        extension = wanted.extension
        media_type, headers = files.MEDIA_TYPES[extension], {}
        policy, is_final = self.policy, True
        if extension in addresses.TABLES:
            body = await anyio.to_thread.run_sync(self._rows, known, wanted, answer, base)
            if extension != "json":
                described = addresses.address(answer, "json", base=base)
                headers["Link"] = f'<{described}>; rel="describedby"; type="application/json"'
        elif extension in addresses.PICTURES:
            body = await self.draws.picture(
                known,
                answer,
                extension,
                wanted.options.size,
                client=client,
                is_transparent=wanted.options.is_transparent,
            )
        elif extension == addresses.SLIDE:
            # Behind a way that only holds here, a slide that was taken away would link nowhere.
            live = base if addresses.is_whole(base) else ""
            body = await self.slides.slide(known, answer, live)
        else:
            page = await figure_page.page(
                known,
                answer,
                base=base,
                theme=wanted.options.theme,
                first_picture=partial(self._first_picture, known, client),
                is_frozen=wanted.options.frozen,
            )
            body, is_final = page.text.encode(), page.is_complete
            policy = f"{page.policy}; frame-ancestors {self.settings.frame_ancestors}"
            headers["Content-Language"] = answer.selection.lang
        headers["Content-Security-Policy"] = policy
        return await negotiation.content(body, media_type, headers, is_final=is_final)

    async def _first_picture(self, known: Warehouse, client: str, answer: Answer) -> str | None:
        """The picture that a page shows at once, unless it would have to wait for it."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self.draws.chart_svg(known, answer, client=client)
        except (NoBrowser, Busy, PictureFailed, TimeoutError):
            return None

    def _rows(self, known: Warehouse, wanted: FigureRequest, answer: Answer, base: str) -> bytes:
        if wanted.extension == "json":
            return rows.as_json(known, answer, base)
        [kind] = [kind for kind in files.FORMATS if kind.ending == wanted.extension]
        return kind.write(rows.table_export(known, answer, wanted.options.layer, base))

    # --- what describes them ---------------------------------------------------------------------

    async def _registry(self, request: Request, say: Words) -> Response:
        return await self._described(request, "registry", figure_list.document, say)

    async def _openapi(self, request: Request, say: Words) -> Response:
        return await self._described(request, "openapi", openapi.document, say)

    async def _described(
        self,
        request: Request,
        name: str,
        write: Callable[[Warehouse, Words, str], bytes],
        say: Words,
    ) -> Response:
        _only(request, ("lang",), say)
        base, known = self.own.of(request), self.newest()

        async def content() -> Content:
            body = await anyio.to_thread.run_sync(write, known, say, base)
            described = addresses.openapi(base)
            headers = {
                "Content-Security-Policy": self.policy,
                "Link": f'<{described}>; rel="service-desc"; type="application/json"',
            }
            return await negotiation.content(body, "application/json", headers)

        key = self.named(known.revision, name, base, say.lang)
        return await self.cached(request, key, content)

    async def _oembed(self, request: Request, say: Words) -> Response:
        names = ("url", "maxwidth", "maxheight", "format", "lang")
        # Whoever asks adds names of its own, as WordPress does: none of them is looked at.
        query = _only(request, names, say, is_alone=False)
        body = oembed.document(self.newest(), query, self.own, self.own.of(request), say)
        headers = {"Content-Security-Policy": self.policy}
        content = await negotiation.content(body, "application/json", headers)
        return negotiation.respond(request, content, self.named("oembed", body), FRESH)

    async def _source(self, request: Request, say: Words) -> Response:
        """Onwards to the page of a source, for readers of a paper; parameters do not matter."""
        leads_to = short_addresses.source_address(self.newest(), request.path_params["name"], say)
        return RedirectResponse(leads_to, 302, {**FRESH, "Content-Security-Policy": self.policy})


def _only(
    request: Request, names: tuple[str, ...], say: Words, *, is_alone: bool = True
) -> dict[str, str]:
    """The value of each of these parameters; one that is repeated is a problem.

    Where they stand alone, an unknown one is a problem too, unless it is known as that of others.
    """
    given = without_foreign(query_of(request))
    query = {name: values[0] for name, values in given.items() if name in names}
    problems = [
        repeated(name, values)
        for name, values in given.items()
        if name in names and len(values) > 1
    ]
    if is_alone:
        problems += [
            Problem(name, values[0], "unknown_parameter")
            for name, values in given.items()
            if name not in names
        ]
    if query.get("lang", LANGUAGES[0]) not in LANGUAGES:
        problems.append(Problem("lang", query["lang"], "not_offered", LANGUAGES))
    if problems:
        raise errors.unusable(tuple(problems), say)
    return query


def _saved_as(wanted: FigureRequest, answer: Answer) -> str:
    """Tables are saved, pictures and pages are shown; each has a name that says what it is."""
    name = addresses.file_name(answer, wanted.extension, wanted.options.layer)
    is_saved = wanted.options.is_saved or wanted.extension in ("csv", "xlsx", "parquet", "pptx")
    return f'{"attachment" if is_saved else "inline"}; filename="{quote(name)}"'
