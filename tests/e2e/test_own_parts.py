"""A briefing that is written and asked anew by keyboard, and by thumb on a phone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Item, Tray, item
from tests.e2e.visits import OpenPage, Visit

PARTS = "[class*=st-key-briefing-part-]"
KALSEL = Selection(region=("63",))
TRAY = Tray(
    (
        item("position", KALSEL),
        Item("text").with_texts("id", title="Permintaan kami", body="Satu\nDua"),
        item("spi-map", KALSEL),
    )
)
FOCUS = "document.activeElement.closest('[class*=st-key-briefing-]').className"
WHOLE = "[...document.images].every(image => image.complete && image.naturalWidth > 0)"


def opened(open_page: OpenPage, size: str = "desktop") -> Visit:
    query = urlencode({"region": "63", "lang": "id", "tray": trays.as_text(TRAY)})
    return open_page(f"/paparan?{query}", size)


def heads(visit: Visit) -> list[str]:
    return [text.strip() for text in visit.page.locator(f"{PARTS} strong").all_inner_texts()]


def test_parts_are_written_and_asked_anew_by_keyboard(open_page: OpenPage) -> None:
    visit = opened(open_page)
    page = visit.page
    assert page.evaluate(WHOLE)
    page.get_by_role("button", name="Tambah pembatas").focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert heads(visit)[3].startswith("4. ")
    assert "briefing-add-divider" in page.evaluate(FOCUS)
    # The new part is open to be written; in the other language its fields are folded.
    title = page.get_by_label("Judul (Indonesia)")
    title.focus()
    page.keyboard.type("Lampiran")
    page.keyboard.press("Tab")
    visit.settle()
    assert heads(visit)[3] == "4. Lampiran"
    assert not page.get_by_label("Judul (English)").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"

    first, picture = heads(visit)[0], page.locator(f"{PARTS} .thumbnail").first
    before = picture.get_attribute("src")
    fold = page.locator("[class*=st-key-briefing-asked-] summary").first
    fold.focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert visit.barriers == {}
    page.get_by_role("combobox", name="Tahun", exact=True).last.focus()
    page.keyboard.type("2023")
    page.keyboard.press("Enter")
    visit.settle()
    assert "2023" in heads(visit)[0] != first
    assert picture.get_attribute("src") != before
    assert "-year" in page.evaluate(FOCUS)
    # What was changed is in the address: it survives a reload.
    page.reload()
    visit.settle()
    assert "2023" in heads(visit)[0]
    assert heads(visit)[1::2] == ["2. Permintaan kami", "4. Lampiran"]
    assert page.evaluate(WHOLE)
    assert visit.overflow <= 2
    assert visit.trouble == {}


def test_a_briefing_is_saved_loaded_and_asked_anew_by_thumb(
    open_page: OpenPage, tmp_path: Path
) -> None:
    visit = opened(open_page, "phone")
    is_saved_and_loaded(visit, tmp_path / "paparan.json")
    page = visit.page
    for fold in page.locator(f"{PARTS} [data-testid=stExpander] summary").all()[:2]:
        fold.click()
        visit.settle()
    assert visit.overflow <= 2
    # The arrow of a box is part of the box: no key reaches it, and it is no target of its own.
    small = page.locator(
        "[class*=st-key-briefing-] button:not([tabindex='-1']), [class*=st-key-briefing-] summary"
    )
    heights = [round(box["height"]) for one in small.all() if (box := one.bounding_box())]
    assert len(heights) > 12
    assert min(heights) >= 44
    picture = page.locator(f"{PARTS} .thumbnail").first.bounding_box()
    assert picture is not None and picture["width"] <= 110
    assert visit.trouble == {}


def is_saved_and_loaded(visit: Visit, file: Path) -> None:
    page, before = visit.page, heads(visit)
    assert len(before) == 3
    with page.expect_download() as saved:
        page.get_by_role("button", name="Simpan (JSON)").click()
    saved.value.save_as(file)
    page.get_by_role("button", name="Kosongkan paparan").click()
    visit.settle()
    assert heads(visit) == []
    page.locator(".st-key-briefing-keep input[type=file]").set_input_files(file)
    visit.settle()
    assert heads(visit) == before
