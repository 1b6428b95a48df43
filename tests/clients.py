"""The routes of figures as a client asks them, without Streamlit."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.export import pictures
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from dashboard.web import routes
from tests.cases import in_language

MANY_REQUESTS = 10**8
NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


class NoBrowser:
    """Stands in for the browser that draws, where no picture is looked at."""

    async def picture(self, *_given: object, **_named: object) -> bytes:
        """Nothing."""
        return b""

    async def chart_svg(self, *_given: object, client: str = "") -> str:
        """A drawing without a line."""
        return "<svg></svg>"


def make_client(draws: routes.Draws = pictures, **changed: Any) -> TestClient:
    """The routes of figures without Streamlit, as a client asks them."""
    chosen = Settings(**{"requests_per_minute": MANY_REQUESTS, "hosts": ("testserver",), **changed})
    web = routes.Web(engine.current, chosen, writer.slide, draws=draws)
    app = Starlette(routes=web.routes())
    return TestClient(app, raise_server_exceptions=False)


def answer_of(figure_id: str, selection: Selection | None, lang: str) -> Answer:
    """What an address of a figure gives; without a selection, one without a query."""
    facts = engine.current()
    chosen = REGISTRY[figure_id].offer(facts).defaults if selection is None else selection
    return registry.answer(facts, figure_id, in_language(chosen, lang))
