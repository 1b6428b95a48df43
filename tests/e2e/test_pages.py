"""Every page in a real browser that can reach nothing but this machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.languages import foreign
from tests.e2e.visits import OpenPage, Visit

CHART = ".js-plotly-plot .main-svg"

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
        "Paparan",
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
        "Briefing",
        "Method",
    ),
}

PAGES_WITH_MAPS = (0, 1, 4)  # Ringkasan, Peta, OTT
PAGES_WITH_CHARTS = set(range(12)) - {9, 10}  # all but Data and Paparan

# What a reader can open on a page beside what every figure's card offers: before the page is
# searched for barriers, or, where it takes the place of something else, for a second search.
OPENS: dict[str, Callable[[Page], None]] = {
    "Compare": lambda page: page.get_by_text("Build an index of my own").click(),
    "OTT": lambda page: page.locator(".case summary").first.click(),
    "Activities": lambda page: page.locator(".after summary").first.click(),
}
TURNS_TO: dict[str, Callable[[Page], None]] = {
    "Data": lambda page: page.get_by_role("tab", name="SQL box").click(),
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


# One visit walks through all pages: loading the app anew for each takes longer than the page.
# Both sizes and both languages, but not each with each: without a browser every page is read in
# both languages. An address without a language is Bahasa Indonesia. Nothing
# that a page needs may be refused by its policy (`trouble`).
@pytest.mark.parametrize(("size", "lang"), [("desktop", "en"), ("phone", None)])
def test_every_page_is_whole_without_internet(
    open_page: OpenPage, size: str, lang: str | None
) -> None:
    visit = open_page("/", size, lang)
    told = lang or "id"
    assert visit.page.evaluate("document.documentElement.lang") == told
    assert navigation(visit) == list(NAVIGATION[told])
    found = {}
    for number, page in enumerate(NAVIGATION[told]):
        if number:
            visit.go(page)
        faults: dict[str, object] = dict(visit.trouble)
        faults["notice"] = visit.notices
        faults["words of another language"] = foreign(visit.page, told)
        faults["scrolls sideways by"] = max(0, visit.overflow - 2)
        faults["headings"] = outline_faults(visit.outline)
        faults["small targets"] = visit.small_targets
        faults["files are far"] = [n for n in visit.steps_to_files if not 1 <= n <= 5]
        if number in PAGES_WITH_CHARTS and not visit.page.locator(CHART).count():
            faults["no chart"] = visit.page.url
        if number in PAGES_WITH_MAPS:
            faults["provinces missing"] = PROVINCES - visit.provinces
        if size == "desktop":
            faults |= opened_faults(visit, page, told)
        if faults := {kind: what for kind, what in faults.items() if what}:
            found[page] = faults
    assert found == {}


def opened_faults(visit: Visit, page: str, lang: str) -> dict[str, object]:
    """What is wrong with a page when what it folds away is open, and with its other part."""
    if page in OPENS:
        OPENS[page](visit.page)
        visit.settle()
    faults: dict[str, object] = {"barriers": visit.barriers}
    faults["words of another language in what opens"] = foreign(visit.page, lang)
    if page in TURNS_TO:
        TURNS_TO[page](visit.page)
        faults["barriers in what it turns to"] = visit.settle().barriers
        faults["headings of what it turns to"] = outline_faults(visit.outline)
    return faults


def outline_faults(outline: list[tuple[int, str]]) -> list[str]:
    """What a reader who jumps from heading to heading stumbles over."""
    first = [text for level, text in outline if level == 1]
    faults = [] if len(first) == 1 else [f"h1: {first}"]
    levels = [0, *(level for level, _text in outline)]
    return faults + [
        f"h{before} is followed by h{level}: {text}"
        for before, (level, text) in zip(levels, outline, strict=False)
        if level > before + 1 or not text
    ]
