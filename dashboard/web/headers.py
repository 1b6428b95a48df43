"""The headers that every answer carries: what a browser may load, run and frame.

An answer that says it already (the files of `/figures`) keeps what it says. Streamlit's pages run
its own script, styles that it writes while running, and nothing that somebody else sent.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core import logs
from dashboard.web import errors, negotiation

_LOG = logging.getLogger("dashboard")

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_PERMISSIONS = ", ".join(
    f"{what}=()"
    for what in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


def page_policy(shell: str, frame_ancestors: str) -> str:
    """The Content-Security-Policy of Streamlit's pages.

    Args:
        shell: the text of Streamlit's index.html; the scripts written into it are known by their
            hash, so that no other one runs.
        frame_ancestors: which pages may frame the dashboard.
    """
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _INLINE_SCRIPT.findall(shell)
    ]
    scripts = "".join(f" 'sha256-{digest}'" for digest in hashes)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


def file_policy(frame_ancestors: str) -> str:
    """The Content-Security-Policy of everything that is no page: by itself it loads nothing.

    A picture has its colours and images inside. There is no `sandbox`: nothing here runs anyway,
    and a browser's viewer of PDF, which is a page with scripts, should never be in doubt.
    """
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"frame-ancestors {frame_ancestors}"
    )


class Headers:
    """ASGI middleware that adds the headers an answer does not have yet; bodies are not touched.

    What fails unforeseen becomes a sentence; the log holds the whole story.
    """

    def __init__(self, app: ASGIApp, page: str, file: str) -> None:
        self.app, self._page, self._file = app, page, file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; look at the start of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
            # What "not modified" says replaces the headers of the copy that a browser keeps: a page
            # would get the policy of a file and never run again.
            if message["type"] == "http.response.start" and message["status"] != 304:
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                headers.setdefault("Content-Security-Policy", self._page if is_page else self._file)
                if is_page:
                    headers.setdefault("Permissions-Policy", _PERMISSIONS)
                for name, value in _EVERYWHERE.items():
                    headers.setdefault(name, value)
                message["headers"] = [_of_its_frame(pair) for pair in message["headers"]]
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception:
            if has_begun:
                raise
            _LOG.exception("An answer could not be made: %s", Request(scope).url.path)
            await _failed(Request(scope))(scope, receive, with_headers)


def _of_its_frame(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A cookie for frames of other sites, kept for each of those sites by itself.

    Browsers take no other cookie there. Streamlit offers to say one half of it.
    """
    name, value = header
    is_framed = name == b"set-cookie" and b"samesite=none" in value.lower()
    return (name, value + b"; Partitioned") if is_framed else header


def _failed(request: Request) -> PlainTextResponse:
    say = negotiation.language(request)
    sentence = f"{errors.failed(say).detail} {logs.code_sentence(say)}"
    return PlainTextResponse(sentence, 500, negotiation.NO_STORE)
