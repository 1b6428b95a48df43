"""A briefing on pages that are run without a browser."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Tray, item
from dashboard.warehouse import engine
from tests.apptest import given_values, visit

FACTS = engine.current()
KALSEL = Selection(region=("63",))
TREND = item("spi-trend", KALSEL)
TWO = Tray((TREND, item("spi-map", Selection())))


def tray_of(app: AppTest) -> Tray:
    """What the address says that is in the tray."""
    return trays.from_text(FACTS, "".join(given_values(app, "tray"))).tray


def subjects(app: AppTest) -> list[str]:
    return [one.subject for one in tray_of(app).items]


def told(app: AppTest) -> str:
    return " ".join(str(toast.value) for toast in app.toast).replace("\\", "")


def go(app: AppTest, page: str) -> AppTest:
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def briefing(tray: Tray, **query: str | list[str]) -> AppTest:
    """The page with a tray that somebody passed on."""
    app = visit("paparan", tray=trays.as_text(tray), **query)
    assert not app.exception
    return app


def heads(app: AppTest) -> list[str]:
    """The numbered titles of the parts."""
    shown = [str(one.value).replace("\\", "") for one in app.markdown]
    return [one.partition("**")[2].partition("**")[0] for one in shown if one.startswith("**1")] + [
        one.partition("**")[2].partition("**")[0]
        for one in shown
        if re.match(r"\*\*(?!1\.)\d+\. ", one)
    ]
