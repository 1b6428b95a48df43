"""Each way through nginx in a browser, and a page in a frame whose server is away for a while."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.export.chromium import find_browser
from tests.browser import FLAGS
from tests.e2e.proxied import (
    DEFAULT,
    DOMAIN,
    INTRANET,
    LEFT,
    NAMES,
    PREFIX,
    Ways,
    behind_nginx,
    opened,
    peta_through,
)
from tests.e2e.visits import Tab

TRAY = {"format": 1, "lang": "id", "items": [{"subject": "spi-trend", "parameters": {}}]}


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """nginx and a dashboard behind it."""
    with behind_nginx(tmp_path_factory.mktemp("nginx")) as ways:
        yield ways


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chrome or Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.mark.parametrize("way", [DOMAIN, DEFAULT, LEFT])
def test_peta_comes_through(ways: Ways, browser: Browser, way: int) -> None:
    with opened(browser) as context:
        peta_through(ways.addresses[way], context)


def test_map_download_and_pages_come_through_below_a_path(
    ways: Ways, browser: Browser, tmp_path: Path
) -> None:
    with opened(browser) as context:
        visit = peta_through(ways.addresses[PREFIX], context)
        page = visit.page
        page.locator("[class*=-download-button]").get_by_role("button").first.click()
        visit.settle()
        with page.expect_download() as saved:
            page.get_by_test_id("stPopoverBody").get_by_role("link", name="CSV").click()
        saved.value.save_as(tmp_path / "rows.csv")
        assert "Kalimantan Selatan" in (tmp_path / "rows.csv").read_text("utf-8-sig")
        page.keyboard.press("Escape")
        visit.go("Ringkasan")
        page.wait_for_url("**/integritas/?*")
        page.locator(".card a").first.click()
        page.wait_for_url("**/integritas/profil?*")
        visit.settle()
        assert visit.trouble == {}


def test_a_briefing_is_loaded_and_its_deck_made_below_a_path(
    ways: Ways, browser: Browser, tmp_path: Path
) -> None:
    """What goes up and what comes down beside the websocket."""
    (tmp_path / "paparan.json").write_text(json.dumps(TRAY), "utf-8")
    with opened(browser) as context:
        visit = Tab(context, NAMES).open(f"{ways.addresses[PREFIX]}/paparan?lang=id").settle()
        page = visit.page
        page.locator(".st-key-briefing-keep input[type=file]").set_input_files(
            tmp_path / "paparan.json"
        )
        visit.settle()
        page.get_by_role("button", name="Buat berkas").click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="Unduh berkas").click()
        saved.value.save_as(tmp_path / "deck.pptx")
        assert visit.trouble == {}
    with zipfile.ZipFile(tmp_path / "deck.pptx") as deck:
        text = b"".join(deck.read(name) for name in deck.namelist() if name.endswith(".rels"))
    assert f"{ways.addresses[PREFIX]}/figures/spi-trend.html".encode() in text


def comes_back(ways: Ways, page: Page, saved: Path) -> None:
    """Open a page in the frame, change it, end the server, start it again, load a briefing."""
    page.goto(ways.addresses[INTRANET] + "/")
    [frame] = page.frames[1:]
    expect(frame.locator("path.choroplethlocation").nth(37)).to_be_attached(timeout=60_000)
    frame.get_by_test_id("stTopNavLink").filter(has_text="Tren").click()
    frame.wait_for_url("**/tren?*year=2023*")
    app = frame.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    before = frame.locator("[data-testid=stMain] h2").first.inner_text()

    ways.running.close()
    expect(app).to_have_attribute("data-test-connection-state", "PINGING_SERVER")
    ways.start()
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    page.wait_for_timeout(1_000)  # until the run that the page asks for has begun
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    assert frame.locator("[data-testid=stMain] h2").first.inner_text() == before
    assert "/integritas/tren?region=63&year=2023" in frame.url
    frame.get_by_test_id("stTopNavLink").filter(has_text="Bandingkan").click()
    frame.wait_for_url("**/bandingkan?region=63&year=2023*")
    frame.get_by_test_id("stTopNavLink").filter(has_text="Paparan").click()
    frame.locator(".st-key-briefing-keep input[type=file]").set_input_files(saved)
    expect(frame.locator("[class*=st-key-briefing-part-]").first).to_be_visible(timeout=30_000)
    assert frame.locator("[role=dialog]").count() == 0


def test_in_a_frame_of_another_site_a_page_comes_back_after_the_server_was_away(
    ways: Ways, browser: Browser, tmp_path: Path
) -> None:
    """As its address says, which is all that a server that was started anew can know."""
    with opened(browser) as context:
        saved = tmp_path / "paparan.json"
        saved.write_text(json.dumps(TRAY), "utf-8")
        comes_back(ways, context.new_page(), saved)
