"""The routes of figures as a client asks them, without Streamlit."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.core.settings import Settings
from dashboard.warehouse import engine
from dashboard.web import routes

MANY_REQUESTS = 10**8


def make_client(**changed: Any) -> TestClient:
    """The routes of figures without Streamlit, as a client asks them."""
    chosen = Settings(**{"requests_per_minute": MANY_REQUESTS, **changed})
    app = Starlette(routes=routes.Web(engine.current(), chosen).routes())
    return TestClient(app, raise_server_exceptions=False)
