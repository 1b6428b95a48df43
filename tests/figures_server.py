"""Figures at their addresses without Streamlit: a server that starts in a second, for tests.

PORT=9000 python -m tests.figures_server
"""

from __future__ import annotations

import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.briefing import writer
from dashboard.core.settings import Settings
from dashboard.warehouse import engine
from dashboard.web import static
from dashboard.web.routes import Web


async def health(_request: Request) -> Response:
    """What `tests.servers.serve` waits for."""
    return Response("ok")


def main() -> None:
    """Serve until ended."""
    facts = engine.current()
    web = Web(lambda: facts, Settings(), writer.slide)
    routes = [
        Route("/_stcore/health", health),
        *static.Static(lambda: facts.build).routes(),
        *web.routes(),
    ]
    uvicorn.run(Starlette(routes=routes), port=int(os.environ["PORT"]), log_level="warning")


if __name__ == "__main__":
    main()
