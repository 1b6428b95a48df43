"""What client and server agree on: the language, gzip, and whether the client's copy still holds.

A body is named by a key of everything that decides on it. From that comes a strong ETag, another
one for the compressed bytes, because strong means byte by byte.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from dashboard.core.i18n import Words, language_asked, words

COMPRESSED_FROM = 500  # bytes
VARY = {"Vary": "Accept-Encoding"}
NO_STORE = {"Cache-Control": "no-store"}
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")


@dataclass(frozen=True)
class Content:
    """The body of an answer, whoever asks for it.

    Attributes:
        body: its bytes.
        media_type: of HTTP.
        compressed: the same with gzip, where that is worth it.
        headers: further ones that belong to it.
        is_final: False where something is missing at the moment: neither server nor client keep
            it for the next request.
    """

    body: bytes
    media_type: str
    compressed: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    is_final: bool = True

    @property
    def size(self) -> int:
        """Bytes that keeping it costs."""
        return len(self.body) + len(self.compressed or b"")


async def content(
    body: bytes, media_type: str, headers: Mapping[str, str], *, is_final: bool = True
) -> Content:
    """A body, compressed in a thread where that is worth it."""
    compressed = None
    # Also what is packed already: else Streamlit would pack it under the ETag of other bytes.
    if media_type != "image/png" and len(body) >= COMPRESSED_FROM:
        compressed = await anyio.to_thread.run_sync(partial(gzip.compress, body, 6, mtime=0))
    return Content(body, media_type, compressed, dict(headers), is_final)


def encoding(request: Request, offered: Sequence[str]) -> str:
    """The encoding of a body that the client likes best; empty for none.

    Args:
        request: of the client, whose `Accept-Encoding` gives each encoding a weight.
        offered: encodings, the best first: that order decides among equal weights.
    """
    weights = _weights(request.headers.get("accept-encoding", ""))
    liked = {name: weights.get(name, weights.get("*", 0)) for name in offered}
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 else ""


def _weights(header: str) -> dict[str, float]:
    """What a header such as `gzip, br;q=0` names, in lower case, with the weight of each."""
    weights = {}
    for part in header.lower().split(","):
        name, *parameters = (text.strip() for text in part.split(";"))
        weights[name] = _weight(parameters)
    return weights


def _weight(parameters: Sequence[str]) -> float:
    """The weight of an encoding, 1 where none is stated, 0 where it is no number."""
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _WEIGHT.fullmatch(value.strip()) else 0
    return 1


def accepts_gzip(request: Request) -> bool:
    """Whether the client can unpack gzip."""
    return bool(encoding(request, ("gzip",)))


def accepts_html_first(request: Request) -> bool:
    """A frame or a tab names HTML and likes nothing of ours better; programs do not."""
    weights = _weights(request.headers.get("accept", ""))
    html = weights.get("text/html", 0)
    others = ("application/problem+json", "application/json")
    return html > 0 and html >= max(weights.get(name, 0) for name in others)


def language(request: Request) -> Words:
    """The words of the asked language; of the first one where it does not exist."""
    return words(language_asked(request.query_params.getlist("lang")))


def holds(request: Request, tag: str) -> bool:
    """Whether the client says that it holds the body of this ETag."""
    held = {
        one.strip().removeprefix("W/")
        for one in request.headers.get("if-none-match", "").split(",")
    }
    return tag in held or "*" in held


def not_modified(request: Request, key: str, headers: Mapping[str, str]) -> Response | None:
    """304 when the client already holds the content of this key."""
    for tag in (_tag(key), _tag(key, compressed=True)):
        if holds(request, tag):
            return Response(status_code=304, headers={"ETag": tag, **headers, **VARY})
    return None


def respond(request: Request, sent: Content, key: str, headers: Mapping[str, str]) -> Response:
    """The content as this client can take it.

    Args:
        request: of the client.
        sent: the content of the key.
        key: names it.
        headers: how long a client may keep it.
    """
    body = sent.compressed if accepts_gzip(request) else None
    headers = {**sent.headers, **headers, **VARY, "ETag": _tag(key, compressed=body is not None)}
    if not sent.is_final:
        headers = {**sent.headers, **NO_STORE, **VARY}
    else:
        headers["Accept-Ranges"] = "bytes"
        if (part := _asked_part(request, _tag(key), len(sent.body))) is not None:
            return _partial(sent, part, {**headers, "ETag": _tag(key)})
    if body is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(sent.body if body is None else body, 200, headers, sent.media_type)


def _asked_part(request: Request, tag: str, size: int) -> range | None:
    """The bytes that a client asks for (RFC 9110, section 14); None where it gets all of them.

    Only one part of a body of this tag can be asked for; it is a part of the body as it is, not of
    a compressed one. The range is empty where the body has no such bytes.
    """
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    holds_other = request.headers.get("if-range", tag) != tag
    if found is None or request.method != "GET" or holds_other:
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def _partial(sent: Content, part: range, headers: dict[str, str]) -> Response:
    size = len(sent.body)
    if not part:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(status_code=416, headers={**headers, **NO_STORE})
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return Response(sent.body[part.start : part.stop], 206, headers, sent.media_type)


def _tag(key: str, *, compressed: bool = False) -> str:
    return f'"{key}-gzip"' if compressed else f'"{key}"'
