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
from dashboard.core.settings import Settings
from dashboard.warehouse.engine import Warehouse
from dashboard.web.negotiation import NO_STORE

ALIVE, READY = "/healthz", "/readyz"


@dataclass(frozen=True)
class EngineState:
    """What answers questions.

    Attributes:
        name: of the engine.
        is_reachable: whether it can be asked at the moment.
        is_shared: whether all replicas ask the same one, as with a cluster: then no other replica
            can do better, and what was answered last is still shown with its age.
    """

    name: str
    is_reachable: bool
    is_shared: bool = False


def engine_state(facts: Warehouse | None, settings: Settings) -> EngineState:
    """What answers now, without waiting for it.

    Args:
        facts: that are served.
        settings: which engine was chosen.
    """
    answers = facts is not None and facts.is_reachable()
    if settings.engine == "duckdb":
        return EngineState("duckdb", answers)
    is_away = facts is None or facts.outage is not None
    # Where this process answers from what the cluster made, it has an engine of its own besides.
    is_own = settings.spark_answers == "exported" and not answers
    return EngineState(settings.engine, answers and not is_away, is_shared=not is_own)


class Readiness:
    """Whether requests should come to this process.

    Args:
        loaded: gives the facts that are served; None while there are none. It must not wait.
        settings: which engine was chosen.
        problem: why the office's git server was not reached; empty where all is well. What was
            served stays, so that this is no reason to send requests elsewhere.
        process: where in its life the process is.
    """

    def __init__(
        self,
        loaded: Callable[[], Warehouse | None],
        settings: Settings,
        problem: Callable[[], str] = str,
        process: Lifecycle = PROCESS,
    ) -> None:
        self.loaded, self._settings, self.problem, self.process = loaded, settings, problem, process

    def engine(self) -> EngineState:
        """What answers questions now."""
        return engine_state(self.loaded(), self._settings)

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
