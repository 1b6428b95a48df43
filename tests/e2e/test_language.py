"""The reader's language in what Streamlit says itself, in what opens, and after a switch."""

from __future__ import annotations

from tests.e2e.languages import foreign
from tests.e2e.visits import OpenPage


def test_what_opens_speaks_the_readers_language_and_follows_a_switch(open_page: OpenPage) -> None:
    visit = open_page("/tren?region=63")
    page = visit.page
    assert page.evaluate("document.documentElement.lang") == "id"
    found = {"page": foreign(page, "id")}
    box = page.get_by_test_id("stMultiSelect").first.get_by_role("combobox")
    for typed in ("", "kal", "qqzz"):
        box.click()
        box.fill(typed)
        page.wait_for_timeout(300)
        found[f"box: {typed}"] = foreign(page, "id")
        page.keyboard.press("Escape")
    page.get_by_test_id("stTooltipHoverTarget").first.hover()
    page.get_by_test_id("stTooltipContent").first.wait_for()
    found["help"] = foreign(page, "id")
    page.get_by_test_id("stPlotlyChart").first.hover()
    found["chart"] = foreign(page, "id")
    for button in ("sources", "download", "copy", "table"):
        page.locator(f".st-key-spi-trend-{button}-button button").first.click()
        visit.settle()
        found[button] = foreign(page, "id")
        page.keyboard.press("Escape")
    page.locator(".st-key-spi-trend-add button").click()
    page.get_by_test_id("stToast").first.wait_for()
    found["notice"] = foreign(page, "id")
    assert {part: words for part, words in found.items() if words} == {}

    remove = page.get_by_test_id("stMultiSelect").get_by_role("button", name="Hapus semua")
    assert remove.count()
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert foreign(page, "en") == []
    clear = page.get_by_test_id("stMultiSelect").get_by_role("button", name="Clear all")
    assert clear.count(), "Streamlit's own words are back in English"
    assert visit.trouble == {}
