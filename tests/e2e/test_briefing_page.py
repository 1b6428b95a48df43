"""A briefing to read as a browser shows it from a folder: by day, by night, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.briefing import presets, writer
from dashboard.core.selection import Selection
from dashboard.export import pictures
from dashboard.warehouse import engine
from tests.e2e.visits import Tab, Visit

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = """() => [...document.querySelectorAll('.picture')].map(
    (picture) => [...picture.querySelectorAll(':scope > svg')]
        .map((svg) => svg.checkVisibility()))"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A briefing as a file in a folder, with real drawings."""
    path = tmp_path_factory.mktemp("briefing") / "kota.html"
    facts = engine.current()
    path.write_bytes(writer.make(facts, presets.one_region(facts, "63.71", Selection()), "html"))
    yield path
    pictures.browser().close()


@pytest.fixture(scope="module")
def visits(browser: Browser, file: Path) -> Iterator[dict[str, Visit]]:
    """The file by day on a desk, by night, and on a phone."""
    opened = {}
    contexts = []
    for name, width, scheme in (
        ("day", 1280, "light"),
        ("night", 1280, "dark"),
        ("phone", 360, "light"),
    ):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        opened[name] = Tab(context, ()).open(file.as_uri())
    yield opened
    for context in contexts:
        context.close()


def test_a_briefing_reads_well_everywhere(visits: dict[str, Visit]) -> None:
    for name, visit in visits.items():
        assert visit.page.evaluate(OVERFLOW) == 0, name
        assert name == "phone" or visit.barriers == {}, name  # the same page as on a desk
        assert visit.outside == [] and visit.console_errors == [], name
        assert visit.page.locator("section").count() > 6
    wide, narrow = (visits[name].page.evaluate(SHOWN) for name in ("day", "phone"))
    assert [shown for shown in wide if len(shown) > 1]
    assert all(shown in ([True], [True, False]) for shown in wide)
    assert all(shown in ([True], [False, True]) for shown in narrow)


def test_a_number_leads_to_its_source_by_keyboard(visits: dict[str, Visit]) -> None:
    page = visits["day"].page
    link = page.locator("td a").first
    number = (link.get_attribute("href") or "").rpartition("-")[2]
    link.focus()
    page.keyboard.press("Enter")
    target = page.locator(":target")
    assert target.get_attribute("id") == f"sumber-{number}"
    assert (target.locator("a").get_attribute("href") or "").startswith("http")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li')?.id") == f"sumber-{number}"


def test_on_paper_the_class_keeps_its_colour_and_pages_have_no_links(
    visits: dict[str, Visit],
) -> None:
    page = visits["night"].page
    page.emulate_media(media="print")
    ground = "getComputedStyle(document.body.parentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    kept = "getComputedStyle(document.querySelector('.numbers .class')).printColorAdjust"
    assert page.evaluate(kept) == "exact"
    assert not page.locator(".live").first.is_visible()
