"""Where the regions of a map are in a browser, and whom Plotly takes the pointer for there."""

from __future__ import annotations

from typing import Any

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


def on_the_map(visit: Visit) -> dict[str, Any]:
    visit.page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    found: dict[str, Any] = visit.page.evaluate(PLACES)
    return found


def met(open_page: OpenPage, province: str) -> dict[str, str | None]:
    """The regions of a province's map for which Plotly takes another one, or none."""
    visit = open_page(f"{NATION}&within={province}")
    places = on_the_map(visit)
    assert places.keys() == set(choices.regencies(engine.current(), province)) - {province}
    taken: dict[str, str | None] = visit.page.evaluate(POINTED, places)
    return {code: other for code, other in taken.items() if other != code}
