"""Every page in a real browser that can reach nothing but this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.e2e.conftest import SIZES, OpenPage, Visit

PAGES = ("/", "/peta", "/tren", "/bandingkan")
MAP_PAGES = ("/", "/peta")

NAVIGATION = {
    "id": ("Ringkasan", "Peta", "Tren", "Bandingkan"),
    "en": ("Overview", "Map", "Trend", "Compare"),
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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", NAVIGATION)
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
    assert visit.page.locator(".js-plotly-plot .main-svg").count() > 0, "no chart"
    if path in MAP_PAGES:
        assert visit.provinces == PROVINCES


def test_bahasa_indonesia_comes_first(open_page: OpenPage) -> None:
    visit = open_page("/", lang=None)

    assert navigation(visit) == list(NAVIGATION["id"])


def test_choice_stands_in_the_address_and_the_address_says_the_same_elsewhere(
    open_page: OpenPage,
) -> None:
    visit = open_page("/peta?year=2024&scope=pemprov")
    before = visit.headings

    visit.choose("Tahun", "2023")

    assert visit.query["year"] == ["2023"]
    assert visit.headings != before
    assert visit.trouble == {}
    address = urlsplit(visit.page.url)
    other = open_page(f"{address.path}?{address.query}", lang=None)
    assert other.headings == visit.headings


def test_choice_holds_on_the_next_page(open_page: OpenPage) -> None:
    visit = open_page("/peta?region=63&region=64&year=2023&scope=pemprov")

    visit.page.get_by_role("link", name="Tren", exact=True).click()
    visit.page.wait_for_url("**/tren*")
    visit.settle()

    assert visit.trouble == {}
    assert visit.query["region"] == ["63", "64"]
    assert visit.query["year"] == ["2023"]


@pytest.mark.parametrize("path", PAGES)
def test_unknown_parameters_are_named_and_ignored(open_page: OpenPage, path: str) -> None:
    visit = open_page(f"{path}?region=99&year=1800&scope=nowhere")

    assert visit.trouble == {}
    notices = " ".join(visit.notices)
    assert [value for value in ("99", "1800", "nowhere") if value not in notices] == []
    assert visit.page.locator(".js-plotly-plot .main-svg").count() > 0, "no chart"


def test_click_on_a_province_opens_its_card_and_the_way_to_its_story(open_page: OpenPage) -> None:
    visit = open_page("/peta?region=63&year=2024&scope=pemprov")
    assert "Kalimantan Timur" not in visit.headings

    visit.click_province("64")

    assert visit.trouble == {}
    assert "Kalimantan Timur" in visit.headings
    story = visit.page.get_by_role("link", name="Kisah Kalimantan Timur")
    assert "region=64" in (story.get_attribute("href") or "")


def test_choice_in_the_box_opens_the_same_card(open_page: OpenPage) -> None:
    visit = open_page("/peta?region=63&year=2024&scope=pemprov")

    visit.choose("Provinsi", "Kalimantan Timur")

    assert visit.trouble == {}
    assert "Kalimantan Timur" in visit.headings
