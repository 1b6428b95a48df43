"""The dashboard behind a proxy of an office: the way that changes most, and each way by address.

The other ways in a browser, and a server that is away for a while: `tests/soak/test_proxies.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.e2e.proxied import (
    DEFAULT,
    DOMAIN,
    LEFT,
    PREFIX,
    UPGRADE,
    Ways,
    asked,
    behind_nginx,
    opened,
    peta_through,
)


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """nginx and a dashboard behind it."""
    with behind_nginx(tmp_path_factory.mktemp("nginx")) as ways:
        yield ways


@pytest.mark.parametrize("way", [DOMAIN, DEFAULT, PREFIX, LEFT])
def test_every_way_leads_to_all_that_has_an_address(ways: Ways, way: int) -> None:
    root = ways.addresses[way]
    own = "https://" + urlsplit(root).netloc
    assert asked(f"{root}/_stcore/stream", Origin=own, **UPGRADE)[0] == 101
    assert asked(f"{root}/_stcore/stream", Origin="https://evil.example", **UPGRADE)[0] == 403
    status, page = asked(f"{root}/tren?region=63&lang=id")
    assert status == 200
    assert f'content="{ways.addresses[PREFIX]}/figures/spi-trend.png?' in page
    assert 'href="./peta?' in page
    for found in sorted(set(re.findall(r'(?:src|href)="\./((?:static|assets)/[^"]+)"', page)))[:3]:
        assert asked(f"{root}/{found}")[0] == 200
    status, text = asked(f"{root}/figures/spi-map.json?region=Kalsel&lang=id&utm_source=x")
    assert (status, text) == (307, "?region=63&lang=id")
    assert asked(f"{root}/ringkasan?lang=id")[1] == "./?lang=id"
    assert asked(f"{root}/figures/")[1].endswith("../figures")
    assert asked(f"{root}/nowhere", Accept="text/html")[0] == 404
    assert asked(f"{root}/_stcore/metrics")[0] == 404


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
