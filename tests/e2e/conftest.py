"""One real browser without internet, with a tab a size for all tests."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from dashboard.export.chromium import find_browser
from tests.browser import FLAGS
from tests.e2e.visits import LOCAL_HOSTS, SIZES, OpenFigure, OpenPage, Tab, Visit


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chrome or Chromium; without one every test fails with a sentence on how to get it.

    Only for this package: while Playwright runs, no other test in the same process may start an
    event loop of its own.
    """
    path = find_browser()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


class Tabs(dict[str, Tab]):
    """A tab a size, made when it is first asked for."""

    def __init__(self, browser: Browser, app_url: str) -> None:
        self._browser = browser
        self._hosts = LOCAL_HOSTS | {urlsplit(app_url).hostname or ""}

    def __missing__(self, size: str) -> Tab:
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Makassar",
            service_workers="block",
            reduced_motion="reduce",
            has_touch=size == "phone",
        )
        made = self[size] = Tab(context, self._hosts)
        return made


@pytest.fixture(scope="package")
def tabs(browser: Browser, app_url: str) -> Tabs:
    """A tab a size: a browser that has read the scripts once opens a page in half the time."""
    return Tabs(browser, app_url)


@pytest.fixture
def open_page(tabs: Tabs, app_url: str) -> OpenPage:
    """Open a page of the dashboard as if for the first time, and wait until it is at rest.

    There is one tab a size: what was opened before is left.
    """

    def open_(path: str, size: str = "desktop", lang: str | None = "id") -> Visit:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if lang:
            query.setdefault("lang", [lang])
        address = app_url + urlunsplit(("", "", parts.path, urlencode(query, True), ""))
        return tabs[size].open(address).settle()

    return open_


@pytest.fixture
def open_figure(tabs: Tabs, app_url: str) -> OpenFigure:
    """Open the page of a figure, or another address; `alive` waits for the chart of Plotly."""

    def open_(
        path: str, size: str = "desktop", theme: str = "light", *, alive: bool = True
    ) -> Visit:
        visit = tabs[size].open(path if "://" in path else app_url + path, theme)
        if alive:
            visit.page.wait_for_selector("html.alive", timeout=30_000)
        return visit

    return open_


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write below a failed test what its pages and its server said: elsewhere nobody can look."""
    report = yield
    tabs = getattr(item, "funcargs", {}).get("tabs", {})
    if report.when == "call" and report.failed:
        report.sections += [(f"tab {name}", tab.described) for name, tab in tabs.items()]
        if log := os.environ.get("APP_LOG"):
            said = Path(log).read_text(encoding="utf-8", errors="replace")
            report.sections.append(("server, at the end of its log", said[-6000:]))
    return report
