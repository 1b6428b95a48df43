"""How much a client may send: counted while it arrives, refused before it is held in memory."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.access import Role
from dashboard.core.audit import Audit
from dashboard.core.numbers import whole_number
from dashboard.core.uploads import LARGEST_MB, Held
from dashboard.web import access, errors, negotiation
from dashboard.web.errors import Refusal

UPLOADS = "/_stcore/upload_file/"  # Streamlit's own address: session and file follow
MOST_OTHER = 65_536  # bytes of any other request; no route here needs one
MOST_UPLOAD = LARGEST_MB << 20
CHUNK_SECONDS = 30.0  # that the next part of a body may take
FRAMING = 1 << 20  # what a form writes around a file
MOST_FILES = 20  # that one session may hold
MOST_SESSION = 3 * MOST_UPLOAD  # bytes that one session may hold
MOST_TOTAL = 25 * MOST_UPLOAD  # bytes that all sessions may hold
# The files that readers give, on the page Paparan; only who may change facts gives others.
_OF_READERS = re.compile(rb'filename="[^"\r\n]*\.(json|pptx)"', re.IGNORECASE)
_HEAD_OF_PART = 8_192  # bytes in which the name of a file has to stand


class _TooMuch(Exception):
    """What is too much: `size` or `time` of one body, what a `session` may hold, what all may.

    `role` is a file that only who may change facts gives.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Bodies:
    """ASGI middleware that refuses bodies beyond their limit, whatever they say of their length.

    Args:
        app: what comes after.
        held: what a session holds of uploads already.
        base: the configured path in front of every address.
        audit: where files are written down that an account has no role for.
    """

    def __init__(
        self,
        app: ASGIApp,
        held: Callable[[str], Held],
        base: str = "",
        audit: Audit | None = None,
    ) -> None:
        self.app, self._held, self._uploads = app, held, base + UPLOADS
        self._audit = audit
        self._arriving: Counter[str] = Counter()  # bytes by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; count what comes with it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        is_upload = path.startswith(self._uploads)
        session = path.removeprefix(self._uploads).partition("/")[0] if is_upload else ""
        most = MOST_UPLOAD + FRAMING if is_upload else MOST_OTHER
        has_begun, is_whole, arrived = False, False, 0
        is_free = not is_upload or access.account_of(scope).role >= Role.EDIT
        head = b""

        def check(more: int) -> None:
            if arrived + more > most:
                raise _TooMuch("size")
            if is_upload and scope["method"] == "PUT":
                self._check_room(session, more)

        async def counted() -> Message:
            nonlocal arrived, is_whole, is_free, head
            try:
                # After the body, only the client's leaving is waited for.
                async with asyncio.timeout(None if is_whole else CHUNK_SECONDS):
                    message = await receive()
            except TimeoutError:
                raise _TooMuch("time") from None
            is_whole = not message.get("more_body", False)
            body: bytes = message.get("body", b"")
            if not is_free and (body or is_whole):
                head += body[:_HEAD_OF_PART]
                is_free = _is_of_readers(head, is_whole=is_whole)
            if size := len(body):
                check(size)
                arrived += size
                self._arriving[session] += size
            return message

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            check(_stated(scope))
            await self.app(scope, counted, noted)
        except _TooMuch as error:
            if has_begun:
                raise
            if error.what == "role" and self._audit is not None:
                account = access.account_of(scope)
                await anyio.to_thread.run_sync(self._audit.refused, account, "upload", "role")
            await _refused(error.what, most, Request(scope))(scope, receive, send)
        finally:
            self._arriving[session] -= arrived
            self._arriving += Counter()  # without those of whom nothing arrives any more

    def _check_room(self, session: str, more: int) -> None:
        held = self._held(session)
        if held.files >= MOST_FILES or held.size + self._arriving[session] + more > MOST_SESSION:
            raise _TooMuch("session")
        if held.total + self._arriving.total() + more > MOST_TOTAL:
            raise _TooMuch("total")


def _is_of_readers(head: bytes, *, is_whole: bool) -> bool:
    """Whether a form holds a file that readers give; False while its name has not arrived.

    Raises:
        _TooMuch: it holds another one.
    """
    of_part, end, _rest = head.partition(b"\r\n\r\n")
    if not end and not is_whole and len(head) < _HEAD_OF_PART:
        return False
    if head and not _OF_READERS.search(of_part):
        raise _TooMuch("role")
    return True


def _stated(scope: Scope) -> int:
    """The length that a request states; one that is no number is longer than any limit."""
    length = Headers(scope=scope).get("content-length", "0")
    number = whole_number(length, 0, MOST_TOTAL)
    return MOST_TOTAL + 1 if number is None else number


def _refused(what: str, most: int, request: Request) -> Response:
    say = negotiation.language(request)
    if what == "session":
        sentence = say(
            "This session holds as many files as it may. Reload the page, then choose the file "
            "again."
        )
        refusal = Refusal(413, "too-many-files", sentence)
    elif what == "role":
        sentence = say(
            "Only the files of the page Briefing can be given here, PPTX and JSON. Others need an "
            "account with the role to change facts."
        )
        refusal = Refusal(403, "no-role", sentence)
    elif what == "time":
        sentence = say("What is sent arrives too slowly. Try again on a better connection.")
        refusal = Refusal(408, "too-slow", sentence)
    elif what == "total":
        sentence = say("Too many files are held at the moment. Try again in a few minutes.")
        refusal = Refusal(503, "busy", sentence, headers={"Retry-After": "300"})
    else:
        shown = f"{LARGEST_MB} MB" if most > MOST_UPLOAD else f"{most >> 10} KB"
        sentence = say("What was sent is larger than {most}. Send less.", most=shown)
        refusal = Refusal(413, "too-large", sentence)
    # What still arrives is not read: the connection ends with the answer.
    headers = {**refusal.headers, **negotiation.NO_STORE, "Connection": "close"}
    document = refusal.document(say, request.url.path)
    return Response(document, refusal.status, headers, errors.MEDIA_TYPE)
