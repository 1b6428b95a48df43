"""Every page in a real browser that can reach nothing but this machine."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import OpenPage, Visit

PAGES = (
    "/",
    "/peta",
    "/tren",
    "/bandingkan",
    "/ott",
    "/bimtek",
    "/zona",
    "/regulasi",
    "/profil?region=63",
    "/data",
    "/metodologi",
)
MAP_PAGES = ("/", "/peta", "/ott")

NAVIGATION = {
    "id": (
        "Ringkasan",
        "Peta",
        "Tren",
        "Bandingkan",
        "OTT",
        "Bimtek",
        "Zona",
        "Regulasi",
        "Profil",
        "Data",
        "Metodologi",
    ),
    "en": (
        "Overview",
        "Map",
        "Trend",
        "Compare",
        "OTT",
        "Activities",
        "Zones",
        "Regulations",
        "Profile",
        "Data",
        "Method",
    ),
}

# Kemendagri's codes of the 38 provinces.
PROVINCES = {
    *("11", "12", "13", "14", "15", "16", "17", "18", "19", "21"),
    *("31", "32", "33", "34", "35", "36"),
    *("51", "52", "53"),
    *("61", "62", "63", "64", "65"),
    *("71", "72", "73", "74", "75", "76"),
    *("81", "82"),
    *("91", "92", "93", "94", "95", "96"),
}


def navigation(visit: Visit) -> list[str]:
    """The labels of the page navigation; on a phone it is in the page, but folded away."""
    links = visit.page.locator(
        "[data-testid=stSidebarNavLink], [data-testid=stTopNavLink]"
    ).all_text_contents()
    return [label.strip() for label in links]


# Both sizes and both languages, but not each with each: a visit takes seconds, and every page is
# read in both languages without a browser (tests/test_pages.py).
@pytest.mark.parametrize(("size", "lang"), [("desktop", "en"), ("phone", "id")])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_without_internet(
    open_page: OpenPage, path: str, lang: str, size: str
) -> None:
    visit = open_page(path, size, lang)

    assert visit.trouble == {}
    assert visit.notices == []
    assert visit.overflow <= 2, "the page scrolls sideways"
    if size == "desktop":
        labels = " ".join(navigation(visit))
        assert [word for word in NAVIGATION[lang] if word not in labels] == []
    assert any(heading.strip() for heading in visit.headings), "no heading"
    if path != "/data":
        assert visit.page.locator(".js-plotly-plot .main-svg").count() > 0, "no chart"
    if path in MAP_PAGES:
        assert visit.provinces == PROVINCES
    assert visit.barriers == {}


def test_bahasa_indonesia_comes_first(open_page: OpenPage) -> None:
    visit = open_page("/", lang=None)

    assert navigation(visit) == list(NAVIGATION["id"])
