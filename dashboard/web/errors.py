"""What cannot be answered, as problem details (RFC 9457) in the asked language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard.core import logs
from dashboard.core.i18n import Words
from dashboard.core.parameters import Problem
from dashboard.core.settings import NAME
from dashboard.export import markup
from dashboard.export.browser import Busy, PictureFailed
from dashboard.export.chromium import NoBrowser
from dashboard.warehouse.cluster_faults import ClusterAway
from dashboard.web import negotiation

RETRY_SECONDS = 10
MEDIA_TYPE = "application/problem+json"
_OF_THE_SERVER = 500  # from this status on the log has a line


@dataclass(eq=False)  # whoever raises writes into it: a traceback, notes
class Refusal(Exception):
    """A request that is refused or cannot be served at the moment.

    Attributes:
        status: of HTTP.
        kind: a stable name of the problem.
        detail: what is wrong and how to mend it, in the asked language.
        problems: the parameters that cannot be used.
        headers: further headers, such as `Retry-After`.
        leads_to: an address below the dashboard's first page that helps, and what stands on the
            link to it.
    """

    status: int
    kind: str
    detail: str
    problems: tuple[Problem, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    leads_to: tuple[str, str] | None = None

    def document(self, say: Words, instance: str) -> bytes:
        """The problem as JSON; each parameter is named with what would be possible."""
        document: dict[str, Any] = {
            "type": f"urn:integritas-daerah:problem:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "lang": say.lang,
            "request_id": logs.current_id(),
        }
        if self.problems:
            document["errors"] = [
                {
                    "parameter": problem.name,
                    "value": problem.value[:100],
                    "detail": problem.sentence(say),
                    "allowed": list(problem.allowed),
                }
                for problem in self.problems
            ]
        # Nothing that a client sent may break the answer: half of a surrogate pair is escaped.
        return json.dumps(document, ensure_ascii=True).encode()


def nothing_here(say: Words) -> Refusal:
    """No page and no file has this address."""
    return Refusal(
        404, "unknown-address", say("There is nothing at this address: it may be mistyped or cut.")
    )


def response(
    request: Request, refusal: Refusal, say: Words, policy: str = "", base: str = ""
) -> Response:
    """The answer to a request that is refused: a page for browsers, else a document.

    Args:
        request: of the client, which says what it takes.
        refusal: why.
        say: the reader's words.
        policy: the Content-Security-Policy; without one the server's own for files is added.
        base: what stands in front of the path of the first page, which the page leads to.
    """
    headers = {
        **refusal.headers,
        **negotiation.NO_STORE,
        "Content-Language": say.lang,
        **({"Content-Security-Policy": policy} if policy else {}),
        "Vary": "Accept",
    }
    if not negotiation.accepts_html_first(request):
        document = refusal.document(say, request.url.path)
        return Response(document, refusal.status, headers, MEDIA_TYPE)
    address, text = refusal.leads_to or ("", "")
    if not address and refusal.status == HTTPStatus.NOT_FOUND:
        address, text = f"/?lang={say.lang}", say("To the first page of {name}", name=NAME)
    page = markup.render(
        "refusal.html",
        lang=say.lang,
        title=NAME,
        detail=refusal.detail,
        home=f"{base}{address}" if address else "",
        to_home=text,
        code=logs.code_sentence(say) if refusal.status >= _OF_THE_SERVER else "",
    )
    return Response(page, refusal.status, headers, "text/html; charset=utf-8")


def unusable(problems: tuple[Problem, ...], say: Words) -> Refusal:
    """Parameters that cannot be used: unlike a page, a file never leaves some of them out."""
    sentences = " ".join(problem.sentence(say) for problem in problems)
    return Refusal(400, "unusable-parameters", sentences, problems)


def cluster_away(error: ClusterAway, say: Words) -> Refusal:
    """What a cluster would have to work out that does not answer; it is tried again by itself."""
    return Refusal(503, "cluster", error.for_reader(say), headers={"Retry-After": "10"})


def no_picture(error: NoBrowser | Busy | PictureFailed, say: Words) -> Refusal:
    """Pages, tables and the dashboard itself go on; the sentence says what pictures lack."""
    if isinstance(error, NoBrowser):
        return Refusal(503, "no-browser", error.message(say))
    seconds = error.seconds if isinstance(error, Busy) else RETRY_SECONDS
    headers = {"Retry-After": str(seconds)}
    if isinstance(error, Busy) and error.share:
        return Refusal(429, "too-many-pictures", error.message(say), headers=headers)
    kind = "busy" if isinstance(error, Busy) else "picture-failed"
    return Refusal(503, kind, error.message(say), headers=headers)


def too_little_memory(say: Words) -> Refusal:
    """What the machine has no room for at the moment; the next request may find some."""
    detail = say(
        "There is too little memory on this server to make this file at the moment. Try again in "
        "a few seconds, or ask for less of it: fewer regions, a smaller picture."
    )
    return Refusal(503, "memory", detail, headers={"Retry-After": "10"})


def failed(say: Words) -> Refusal:
    """What nobody foresaw; the log says the reason."""
    detail = say(
        "This file could not be made. Try again; if it stays like this, tell the "
        "maintainers the address and the time: the reason stands in the server's log."
    )
    return Refusal(500, "failed", detail)
