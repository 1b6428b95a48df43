"""What is new since the reader's last visit, which the browser alone remembers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import stores
from tests.e2e.visits import SIZES
from tests.servers import serve
from tests.stores import Followed

SEEN = "integritas-daerah.seen"
WATCH = """new PerformanceObserver(list => list.getEntries().forEach(one => {
    if (!one.hadRecentInput) window.__shift = (window.__shift ?? 0) + one.value;
})).observe({type: 'layout-shift', buffered: true})"""
AT = "() => document.querySelector('.card').getBoundingClientRect().top"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    return stores.followed(tmp_path_factory)


@pytest.fixture(scope="module")
def url(followed: Followed) -> Iterator[str]:
    """A dashboard on the small country, whose facts were changed twice."""
    environment = {f"INTEGRITAS_{name}": str(value) for name, value in followed.given().items()}
    with serve(environment=environment) as server:
        yield server.url


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A window a size, for all tests: one that has read the scripts once opens in half the time."""
    made: dict[str, Page] = {}

    def of_size(size: str) -> Page:
        if size not in made:
            width, height = SIZES[size]
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="id-ID"
            )
            context.add_init_script(WATCH)
            made[size] = context.new_page()
        return made[size]

    yield of_size
    for page in made.values():
        page.context.close()


def reader(page: Page, url: str, **remembered: object) -> Page:
    """A reader whose browser remembers this alone, at Ringkasan when the app has drawn it."""
    page.goto(f"{url}/openapi.json")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    for name, value in remembered.items():
        text = json.dumps(value)
        key = f"integritas-daerah.{name.replace('_', '-')}"
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
    opened(page, url)
    return page


def opened(page: Page, url: str) -> None:
    page.goto(f"{url}/?lang=id&region=63")
    page.wait_for_selector("#first", state="detached", timeout=45_000)
    page.wait_for_selector(".page-heading h1")


def test_who_was_never_here_or_saw_everything_sees_no_news(
    windows: Callable[[str], Page], url: str, followed: Followed
) -> None:
    newest = followed.revisions[-1].id
    page = reader(windows("desktop"), url)
    assert page.locator(".news").count() == 1
    assert page.locator(".news").is_hidden()
    at = page.evaluate(AT)
    seen = json.loads(page.evaluate("name => localStorage.getItem(name)", SEEN))
    assert seen["revision"] == newest
    page.evaluate("sessionStorage.clear()")  # a visit later
    opened(page, url)
    assert page.locator(".news").is_hidden()
    assert page.evaluate(AT) == at


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_who_was_here_before_sees_what_is_new(
    windows: Callable[[str], Page], url: str, followed: Followed, size: str
) -> None:
    """The reader's own region first, each entry with its figure; nothing on the page moves."""
    last = {"revision": followed.revisions[0].id, "day": "2026-11-12T03:00:00Z"}
    mine = {"code": "63.71", "name": "Kota Banjarmasin"}
    page = reader(windows(size), url, seen=last, my_region=mine)
    news = page.locator(".news")
    news.wait_for()
    assert page.evaluate("window.__shift ?? 0") < 0.02
    shown = page.evaluate(AT)
    summary = news.locator("summary")
    assert "(14)" in summary.inner_text()
    assert ("Kota Banjarmasin: OTT 2019" in summary.inner_text()) == (size == "desktop")
    summary.click()
    titles = news.locator("li a").all_inner_texts()
    assert titles[:2] == ["Kota Banjarmasin: OTT 2019 tercatat", "Kota Banjarmasin: WBK 2024"]
    assert len(titles) == 5
    assert "12 November 2026" in news.locator(".what").inner_text()
    assert "RSUD <b>& (Kota Banjarmasin)" in news.locator("li p").nth(1).inner_text()
    panel = news.locator(".panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= SIZES[size][0]
    assert page.evaluate(AT) == shown  # the list lies over the page
    for link in news.locator("a").all():
        assert page.request.get(str(link.evaluate("one => one.href"))).status == 200
    page.keyboard.press("Escape")
    assert news.locator(".panel").is_hidden()
    if size == "phone":
        return
    page.reload()  # the same visit
    page.wait_for_selector("#first", state="detached", timeout=45_000)
    summary.click()
    news.locator(".read").click()
    assert news.is_hidden()
    opened(page, url)
    assert news.is_hidden()
    assert page.evaluate(AT) == shown
