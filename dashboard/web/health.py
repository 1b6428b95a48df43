"""`/healthz` and `/readyz`: whether this process lives, and whether it should get requests.

Both are answered before anything else looks at the request: by no account, no limit and no fact.
They say nothing that a stranger might not know; deploy/ closes them to the outside all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.lifecycle import PROCESS, Lifecycle
from dashboard.warehouse.engine import Warehouse
from dashboard.web.negotiation import NO_STORE

ALIVE, READY = "/healthz", "/readyz"


@dataclass(frozen=True)
class EngineState:
    """What answers questions: its name, and whether it can be asked at the moment.

    One that all replicas ask is no reason to send requests elsewhere: while it is away, each of
    them goes on with what was answered before.
    """

    name: str
    is_reachable: bool
    is_shared: bool = False


def of_process() -> EngineState:
    """DuckDB is a part of this process: it is reachable as long as that lives."""
    return EngineState("duckdb", is_reachable=True)


def of_warehouse(loaded: Callable[[], Warehouse | None]) -> EngineState:
    """The engine of the facts that are served; DuckDB where there are none yet."""
    known = loaded()
    if known is None:
        return of_process()
    return EngineState(known.engine, known.is_reachable(), is_shared=not known.has_all_rows)


class Readiness:
    """Whether requests should come to this process.

    Args:
        loaded: gives the facts that are served; None while there are none. It must not wait.
        engine: says whether what answers questions can be asked. It must not wait.
        problem: why the office's git server was not reached; empty where all is well. What was
            served stays, so that this is no reason to send requests elsewhere.
        process: where in its life the process is.
    """

    def __init__(
        self,
        loaded: Callable[[], Warehouse | None],
        engine: Callable[[], EngineState] = of_process,
        problem: Callable[[], str] = str,
        process: Lifecycle = PROCESS,
    ) -> None:
        self.loaded, self.engine, self.problem, self.process = loaded, engine, problem, process

    def document(self) -> dict[str, Any]:
        """Why they should not, if so, and what is served."""
        facts, engine = self.loaded(), self.engine()
        faults = {
            "draining": self.process.is_draining,
            "facts not loaded": facts is None,
            "engine unreachable": not (engine.is_reachable or engine.is_shared),
        }
        reasons = [reason for reason, is_so in faults.items() if is_so]
        return {
            "status": "not ready" if reasons else "ready",
            "reasons": reasons,
            "facts": {
                "loaded": facts is not None,
                "revision": facts.revision if facts else None,
                "stored": (facts.stored or None) if facts else None,
                "version": facts.build.facts_version if facts else None,
            },
            "store": {"problem": self.problem() or None},
            "engine": {"name": engine.name, "reachable": engine.is_reachable},
            "warmed": self.process.is_warmed,
            "draining": self.process.is_draining,
            "uptime_seconds": round(self.process.seconds, 1),
        }


class Health:
    """ASGI middleware that answers the two addresses and, while the process ends, closes lines.

    Args:
        app: what comes after.
        readiness: whether requests should come.
        base: the configured path in front of every address; without it they answer too.
    """

    def __init__(self, app: ASGIApp, *, readiness: Readiness, base: str = "") -> None:
        self.app, self._readiness, self._base = app, readiness, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what asks for health; let everything else pass."""
        if scope["type"] == "http":
            path = scope["path"]
            if path in (ALIVE, READY, self._base + ALIVE, self._base + READY):
                await self._answer(path, scope["method"])(scope, receive, send)
                return
            if self._readiness.process.is_draining:
                send = _last_one(send)
        await self.app(scope, receive, send)

    def _answer(self, path: str, method: str) -> Response:
        if method not in ("GET", "HEAD"):
            return Response(status_code=405, headers={**NO_STORE, "Allow": "GET, HEAD"})
        if path.endswith(ALIVE):
            return JSONResponse({"status": "alive"}, headers=NO_STORE)
        document = self._readiness.document()
        return JSONResponse(document, 503 if document["reasons"] else 200, NO_STORE)


def _last_one(send: Send) -> Send:
    """A proxy opens its next connection elsewhere, instead of losing a request on this one."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Connection"] = "close"
        await send(message)

    return closing
