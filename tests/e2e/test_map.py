"""The map of kabupaten and kota: by mouse, by keyboard, through the years, from the legend."""

from __future__ import annotations

import pytest

from dashboard.warehouse import choices, engine
from tests.e2e.maps import NATION, met, on_the_map
from tests.e2e.visits import OpenPage, Visit

PALE = """() => [...document.querySelectorAll('g.trace.choropleth, g.trace.scattergeo')]
    .map(trace => trace.style.opacity)"""


def cards(visit: Visit) -> list[str]:
    return [name for name in visit.headings if name.startswith(("Kab", "Kota", "Kali"))]


def click(visit: Visit, place: list[float]) -> None:
    visit.page.mouse.move(place[0] - 1, place[1])
    visit.page.mouse.move(*place)
    visit.page.mouse.click(*place)
    visit.settle()


def entry_lights_its_regions(visit: Visit) -> None:
    entry = visit.page.get_by_role("listitem").filter(has_text="terjaga 80 ke atas").first

    entry.hover()

    shown = visit.page.evaluate(PALE)
    assert shown.count("") == 2  # the areas of the class, and its dots
    assert shown.count("0.15") == len(shown) - 2
    visit.page.mouse.move(1, 1)
    assert set(visit.page.evaluate(PALE)) == {""}


def test_a_click_zooms_in_a_name_or_a_click_there_shows_a_card_and_the_way_to_its_story(
    open_page: OpenPage,
) -> None:
    visit = open_page("/peta?region=63&year=2024&scope=pemprov")
    assert "Kalimantan Timur" not in visit.headings

    visit.click_province("64")

    def is_at_the_province() -> bool:
        at = visit.query["focus"], visit.query["within"]  # what was pointed at
        return at == (["64"], ["64"]) and cards(visit) == ["Kalimantan Timur"]

    assert is_at_the_province()
    assert visit.trouble == {}
    its_story = visit.page.get_by_role("link", name="Kisah Kalimantan Timur")
    assert "region=64" in (its_story.get_attribute("href") or "")

    visit.choose("Wilayah", "Kabupaten Berau")

    assert cards(visit) == ["Kabupaten Berau"]
    assert visit.trouble == {}

    visit.page.go_back()
    visit.settle()

    assert is_at_the_province()
    places = on_the_map(visit)
    assert places.keys() == set(choices.regencies(engine.current(), "64")) - {"64"}

    click(visit, places["64.71"])  # a dot

    assert visit.query["focus"] == ["64.71"]
    assert cards(visit) == ["Kota Balikpapan"]
    story = visit.page.get_by_role("link", name="Kisah Kota Balikpapan")
    assert "region=64.71" in (story.get_attribute("href") or "")
    click(visit, on_the_map(visit)["64.02"])
    assert cards(visit) == ["Kabupaten Kutai Kartanegara"]
    assert visit.trouble == {}

    visit.page.get_by_role("radio", name="Provinsi").click()
    visit.settle()

    assert "within" not in visit.query
    assert cards(visit) == ["Kalimantan Timur"]
    assert len(visit.provinces) == 38


def test_all_514_are_drawn_lit_from_the_legend_and_chosen_by_keyboard(open_page: OpenPage) -> None:
    visit = open_page(NATION)
    regencies = set(choices.regencies(engine.current(), "nasional"))

    assert on_the_map(visit).keys() == regencies
    assert len(regencies) == 514
    entry_lights_its_regions(visit)
    box = visit.page.locator(".st-key-filter-focus").get_by_role("combobox")
    box.focus()
    visit.page.keyboard.type("Kota Tanjungbalai")
    visit.page.keyboard.press("Enter")
    visit.settle()

    assert visit.query["focus"] == ["12.74"]
    assert cards(visit) == ["Kota Tanjungbalai"]
    assert visit.trouble == {}


@pytest.mark.parametrize("province", ["12", "31", "34", "63"])
def test_the_pointer_meets_each_region_of_a_province(open_page: OpenPage, province: str) -> None:
    """Of the largest number of small kota, of the smallest province, of dots alone."""
    assert met(open_page, province) == {}


def test_the_years_play_one_after_the_other_and_stop(open_page: OpenPage) -> None:
    visit = open_page("/peta?region=63&year=2024&scope=pemprov")
    page = visit.page

    page.get_by_role("button", name="Putar tahun").click()

    for year in ("2021", "2022", "2023"):
        page.wait_for_function(
            "year => new URLSearchParams(location.search).get('year') === year", arg=year
        )
    page.get_by_role("button", name="Berhenti").click()
    visit.settle()
    stopped = visit.query["year"]
    page.wait_for_timeout(2500)
    assert visit.query["year"] == stopped
    assert page.get_by_role("button", name="Putar tahun").is_visible()
    assert visit.trouble == {}
