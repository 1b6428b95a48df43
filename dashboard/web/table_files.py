"""Whole tables at addresses (`/tables/<name>.csv` and `.parquet`): sent while they are read.

Nothing of them is held, so that a part of a file (`Range`) cannot be asked for, and the ETag is a
weak one: it stands for equal rows, whichever server sends them and however they are compressed.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dashboard.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, Words
from dashboard.core.numbers import whole_number
from dashboard.core.parameters import CONDITION_LENGTH, MOST_CONDITIONS, Problem, repeated
from dashboard.core.selection import MOST_REGIONS, Offer, parse
from dashboard.export import files, streamed
from dashboard.warehouse import choices, region_names, table_rows, tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.table_rows import Question
from dashboard.web import errors, negotiation
from dashboard.web.errors import Refusal
from dashboard.web.query import query_of, with_codes

if TYPE_CHECKING:
    from dashboard.web.routes import Web

MOST_AT_ONCE = 4  # files that leave at the same time
FRESH = {"Cache-Control": "public, max-age=60, must-revalidate", "Accept-Ranges": "none"}
_YEARS = (1900, 2200)
_LONGEST_TEXT = 100
_RETRY_SECONDS = "30"
_LEVEL = 1  # of gzip: rows shrink to a fifth at once, and no core is busy for minutes
_OWN = ("from_year", "to_year", "text", "where")


class TableFiles:
    """The routes of tables.

    Args:
        web: the routes of figures, which know the newest facts and the reader's way here.
    """

    def __init__(self, web: Web) -> None:
        self._web = web
        self._leaving = 0

    def handlers(self) -> dict[str, Callable[[Request, Words], Awaitable[Response]]]:
        """The address of tables, and what answers it."""
        return {"/tables/{name}": self._answer}

    async def _answer(self, request: Request, say: Words) -> Response:
        known = self._web.newest()
        name, _dot, ending = request.path_params["name"].rpartition(".")
        if name not in tables.tables(known) or ending not in streamed.WRITERS:
            raise Refusal(
                404,
                "unknown-table",
                say(
                    "There is no table at this address. Addresses look like {example}; the page "
                    "Data lists all tables.",
                    example="/tables/mart_spi.csv",
                ),
            )
        question, is_by_name = _read(known, name, request, say)
        if is_by_name:  # to the address that states the codes
            return with_codes(request, question.region, FRESH)
        key = self._web.named(known.revision, "table", ending, question, say.lang)
        headers = {
            **FRESH,
            **negotiation.VARY,
            "ETag": f'W/"{key}"',
            "Content-Security-Policy": self._web.policy,
            "Content-Disposition": "attachment; "
            f'filename="{streamed.file_name(known, question, ending)}"',
        }
        if negotiation.holds(request, f'"{key}"'):
            return Response(status_code=304, headers=headers)
        is_packed = ending == "csv" and negotiation.accepts_gzip(request)
        if is_packed:
            headers["Content-Encoding"] = "gzip"
        if request.method == "HEAD":
            head = Response(headers=headers, media_type=files.MEDIA_TYPES[ending])
            del head.headers["Content-Length"]  # nobody knows it before the last row
            return head
        return await self._sent(known, question, ending, headers, say, is_packed=is_packed)

    async def _sent(
        self,
        known: Warehouse,
        question: Question,
        ending: str,
        headers: dict[str, str],
        say: Words,
        *,
        is_packed: bool,
    ) -> Response:
        """The file, whose first part is there: what fails before is a sentence."""
        if self._leaving >= MOST_AT_ONCE:
            raise Refusal(
                503,
                "busy",
                say("Too many whole tables leave at the moment. Try again in a moment."),
                headers={"Retry-After": _RETRY_SECONDS},
            )
        self._leaving += 1
        parts = streamed.WRITERS[ending](known, question, say.lang)
        try:
            first = await anyio.to_thread.run_sync(next, parts, b"")
        except BaseException:
            self._leaving -= 1
            raise

        async def end() -> None:
            self._leaving -= 1
            await anyio.to_thread.run_sync(parts.close)

        return _Sent(_body(first, parts, is_packed=is_packed), end, headers, ending)


class _Sent(StreamingResponse):
    """A body that is made while it is sent; `end` is called whatever becomes of it."""

    def __init__(
        self,
        body: AsyncIterator[bytes],
        end: Callable[[], Awaitable[None]],
        headers: dict[str, str],
        ending: str,
    ) -> None:
        super().__init__(body, 200, headers, files.MEDIA_TYPES[ending])
        self._end = end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; a client that goes away ends the query."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await self._end()


async def _body(first: bytes, parts: streamed.Parts, *, is_packed: bool) -> AsyncIterator[bytes]:
    """The parts, each made in a thread while nothing else waits for it."""
    packing = zlib.compressobj(_LEVEL, wbits=31) if is_packed else None

    def following() -> bytes | None:
        part = next(parts, None)
        return part if part is None or packing is None else packing.compress(part)

    yield first if packing is None else packing.compress(first)
    while (part := await anyio.to_thread.run_sync(following)) is not None:
        yield part
    if packing is not None:
        yield packing.flush()


def _read(known: Warehouse, name: str, request: Request, say: Words) -> tuple[Question, bool]:
    """The rows that an address asks for, and whether it names a region otherwise than by its code.

    Raises:
        Refusal: a parameter cannot be used.
    """
    table = tables.tables(known)[name]
    given = query_of(request)
    offer = Offer(
        names=("region", "lang") if table.region_column else ("lang",),
        regions=choices.regions(known),
        years=(),
        most_regions=MOST_REGIONS,
        named=partial(region_names.meant, known),
    )
    parsed = parse({one: values for one, values in given.items() if one not in _OWN}, offer)
    problems = list(parsed.problems)
    if given.get("lang", LANGUAGES[:1])[0] not in LANGUAGES:
        problems.append(Problem("lang", given["lang"][0], "not_offered", LANGUAGES))
    problems += [repeated(one, given[one]) for one in _OWN[:3] if len(given.get(one, ())) > 1]
    years: dict[str, int | None] = {}
    for one in ("from_year", "to_year"):
        text = given.get(one, [""])[0]
        years[one] = whole_number(text, *_YEARS) if text else None
        if text and years[one] is None:
            problems.append(Problem(one, text, "not_in_range", tuple(map(str, _YEARS))))
        elif text and table.year_column is None:
            problems.append(Problem(one, text, "unknown_parameter"))
    where = tuple(one[:CONDITION_LENGTH] for one in given.get("where", ())[:MOST_CONDITIONS])
    text = given.get("text", [""])[0].strip()[:_LONGEST_TEXT]
    lang = say.lang if text else DEFAULT_LANGUAGE
    region = parsed.selection.region
    question = Question(name, region, years["from_year"], years["to_year"], text, lang, where)
    unused = [
        *table_rows.unused_conditions(known, question),
        *given.get("where", ())[MOST_CONDITIONS:],
    ]
    problems += [Problem("where", one, "not_offered", table.names) for one in unused]
    unique = {(one.name, one.value, one.reason): one for one in problems}
    if unique:
        raise errors.unusable(tuple(unique.values()), say)
    return question, bool(parsed.notices)
