"""The map of kabupaten and kota: by mouse, by keyboard, through the years, from the legend."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.warehouse import choices, engine
from tests.e2e.visits import OpenPage, Visit

NATION = "/peta?region=63&year=2024&scope=pemprov&region_level=regencies"

# Pixels from the middle of a dot within which the pointer is on it.
APART = 8
# Where the pointer meets each region: its dot where it has one, else the point of a grid in its
# shape that lies farthest from its borders and from all dots.
PLACES = """() => {
    const places = {}, steps = 14;
    for (const dot of document.querySelectorAll('g.scattergeo path.point')) {
        const {x, y, width, height} = dot.getBoundingClientRect();
        places[dot.__data__.loc] = [x + width / 2, y + height / 2];
    }
    const dots = Object.values(places);
    for (const path of document.querySelectorAll('path.choroplethlocation')) {
        if (places[path.__data__.loc]) continue;
        const box = path.getBBox(), matrix = path.getScreenCTM();
        const at = (i, j) => new DOMPoint(
            box.x + box.width * i / steps, box.y + box.height * j / steps);
        const inside = (i, j) => path.isPointInFill(at(i, j));
        let best = -99;
        for (let i = 1; i < steps; i++) for (let j = 1; j < steps; j++) {
            if (!inside(i, j)) continue;
            const {x, y} = at(i, j).matrixTransform(matrix);
            let room = 0;
            while (room < 6 && [-1, 0, 1].every(a => [-1, 0, 1].every(
                b => inside(i + a * (room + 1), j + b * (room + 1))))) room++;
            if (Math.min(...dots.map(([u, v]) => Math.hypot(x - u, y - v))) < APART) room -= 9;
            if (room > best) [best, places[path.__data__.loc]] = [room, [x, y]];
        }
    }
    return places;
}""".replace("APART", str(APART))
# Whom Plotly takes the pointer for there; it looks at most every 50 ms.
POINTED = """async places => {
    const plot = document.querySelector('.js-plotly-plot'), met = {};
    for (const [code, [x, y]] of Object.entries(places)) {
        plot._hoverdata = undefined;
        const event = new MouseEvent('mousemove', {clientX: x, clientY: y, bubbles: true});
        document.elementFromPoint(x, y).dispatchEvent(event);
        for (let tries = 0; tries < 40 && !plot._hoverdata; tries++) {
            await new Promise(done => setTimeout(done, 10));
        }
        met[code] = plot._hoverdata?.[0]?.location ?? null;
    }
    return met;
}"""
PALE = """() => [...document.querySelectorAll('g.trace.choropleth, g.trace.scattergeo')]
    .map(trace => trace.style.opacity)"""


def cards(visit: Visit) -> list[str]:
    return [name for name in visit.headings if name.startswith(("Kab", "Kota", "Kali"))]


def on_the_map(visit: Visit) -> dict[str, Any]:
    visit.page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    found: dict[str, Any] = visit.page.evaluate(PLACES)
    return found


def click(visit: Visit, place: list[float]) -> None:
    visit.page.mouse.move(place[0] - 1, place[1])
    visit.page.mouse.move(*place)
    visit.page.mouse.click(*place)
    visit.settle()


def test_a_click_on_a_province_zooms_in_and_a_click_there_shows_a_card(open_page: OpenPage) -> None:
    visit = open_page("/peta?region=63&year=2024&scope=pemprov")

    visit.click_province("64")

    assert (visit.query["focus"], visit.query["within"]) == (["64"], ["64"])
    assert cards(visit) == ["Kalimantan Timur"]
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


def test_all_514_are_drawn_and_can_be_chosen_by_keyboard(open_page: OpenPage) -> None:
    visit = open_page(NATION)
    regencies = set(choices.regencies(engine.current(), "nasional"))

    assert on_the_map(visit).keys() == regencies
    assert len(regencies) == 514
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


def met(open_page: OpenPage, province: str) -> dict[str, str | None]:
    """The regions of a province's map for which Plotly takes another one, or none."""
    visit = open_page(f"{NATION}&within={province}")
    places = on_the_map(visit)
    assert places.keys() == set(choices.regencies(engine.current(), province)) - {province}
    taken: dict[str, str | None] = visit.page.evaluate(POINTED, places)
    return {code: other for code, other in taken.items() if other != code}


def test_an_entry_of_the_legend_lights_its_regions(open_page: OpenPage) -> None:
    visit = open_page(NATION)
    entry = visit.page.get_by_role("listitem").filter(has_text="terjaga 80 ke atas").first

    entry.hover()

    shown = visit.page.evaluate(PALE)
    assert shown.count("") == 2  # the areas of the class, and its dots
    assert shown.count("0.15") == len(shown) - 2
    visit.page.mouse.move(1, 1)
    assert set(visit.page.evaluate(PALE)) == {""}


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
