"""A real browser without internet."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request, WebSocket, sync_playwright

from dashboard.export.chromium import find_browser
from tests.browser import FLAGS
from tests.e2e.visits import LISTEN, LOCAL_HOSTS, SIZES, OpenPage, Visit


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


@pytest.fixture
def open_page(browser: Browser, app_url: str) -> Iterator[OpenPage]:
    """Open a path in a new context (no shared cookies, no cache) and wait until it is at rest."""
    contexts = []

    def open_(path: str, size: str = "desktop", lang: str | None = "id") -> Visit:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Makassar",
            service_workers="block",
            has_touch=size == "phone",
        )
        contexts.append(context)
        visit = Visit(context.new_page())
        hosts = LOCAL_HOSTS | {urlsplit(app_url).hostname}

        def is_local(url: str) -> bool:
            parts = urlsplit(url)
            return parts.scheme in {"data", "blob", "about"} or parts.hostname in hosts

        # The browser knows no other machine's name (see FLAGS): such a request also fails.
        def on_request(request: Request) -> None:
            if not is_local(request.url):
                visit.outside.append(request.url)

        def on_console(message: ConsoleMessage) -> None:
            # Streamlit looks for its server below the page's own path first (/peta/_stcore/...):
            # that 404 is how it learns where it is, not an error.
            probing = "/_stcore/" in (message.location or {}).get("url", "")
            if message.type == "error" and not probing:
                visit.console_errors.append(message.text)

        def on_websocket(socket: WebSocket) -> None:
            if not is_local(socket.url):
                visit.outside.append(socket.url)
            socket.on("framesent", visit.on_sent)
            socket.on("framereceived", visit.on_received)

        context.add_init_script(LISTEN)
        visit.page.on("request", on_request)
        visit.page.on("console", on_console)
        visit.page.on("pageerror", lambda error: visit.page_errors.append(str(error)))
        visit.page.on("websocket", on_websocket)

        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if lang:
            query.setdefault("lang", [lang])
        visit.page.goto(app_url + urlunsplit(("", "", parts.path, urlencode(query, True), "")))
        return visit.settle()

    yield open_
    for context in contexts:
        context.close()
