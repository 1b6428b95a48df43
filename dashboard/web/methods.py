"""What may be done at a route: read, from any page; everything else is refused in words.

Whoever fetches from another origin (a script, a notebook, a frame in a sandbox) gets what every
reader gets: nothing here depends on who asks, so no credentials are taken.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.web import errors, negotiation
from dashboard.web.errors import Refusal

Endpoint = Callable[[Request], Awaitable[Response]]

READING = ("GET", "HEAD", "OPTIONS")
_ALLOW = {"Allow": ", ".join(READING)}
# Refused by the route itself, so that the refusal is a sentence.
_KNOWN = (*READING, "POST", "PUT", "PATCH", "DELETE", "TRACE")
_A_DAY = "86400"
_SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Encoding, Content-Language, Content-Length, "
        "Content-Range, ETag, Link, Retry-After"
    ),
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": _A_DAY,
}


def refused(request: Request, policy: str = "") -> Response:
    """The answer to a method that does not read: what is possible, for OPTIONS, else a sentence.

    Args:
        request: of the client.
        policy: the Content-Security-Policy; without one the server's own for files is added.
    """
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_ALLOW)
    say = negotiation.language(request)
    refusal = Refusal(
        405,
        "method",
        say(
            "{method} is not possible here: this address can only be read (GET).",
            method=request.method,
        ),
        headers=_ALLOW,
    )
    return errors.response(request, refusal, say, policy)


def route(path: str, endpoint: Endpoint, *, is_shared: bool) -> Route:
    """A route for reading.

    Args:
        path: of the route.
        endpoint: answers GET and HEAD.
        is_shared: whether pages of other origins may read what it answers (CORS). The header does
            not depend on who asks: a cache between may send one answer to everybody.
    """
    shared = _SHARED if is_shared else {}

    async def read(request: Request) -> Response:
        if request.method in ("GET", "HEAD"):
            response = await endpoint(request)
        else:
            response = refused(request)
            if request.method == "OPTIONS" and is_shared:
                response.headers.update(_PREFLIGHT)
        response.headers.update(shared)
        return response

    return Route(path, read, methods=list(_KNOWN))
