"""A briefing in a real browser: collected, kept through a reload, put in order, and taken along."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import urlencode

from dashboard.briefing.pptx import template
from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Tray, item
from tests.e2e.visits import OpenPage, Visit

ADD = "Tambah ke paparan"
# Few parts: with each, a run takes the browser longer.
TRAY = Tray(
    tuple(item(part, Selection(region=("63",))) for part in ("position", "spi-trend", "spi-map"))
)
FOCUS = """() => {
    const at = document.activeElement;
    return [at.innerText.trim().split('\\n').pop(),
        at.closest('[class*=st-key-briefing-part-]')?.querySelector('strong').innerText ?? ''];
}"""


def parts(visit: Visit) -> list[str]:
    """The titles of the parts, in order, with their numbers."""
    titles = visit.page.locator("[class*=st-key-briefing-part-] strong")
    return [text.strip() for text in titles.all_inner_texts()]


def focus(visit: Visit, name: str) -> list[str]:
    """Where the keyboard is, with what its part is called; it follows a moment after a run."""
    for _ in range(50):
        found = list(visit.page.evaluate(FOCUS))
        if found[0] == name:
            break
        visit.page.wait_for_timeout(100)
    return found


def test_figures_become_a_deck(open_page: OpenPage, tmp_path: Path) -> None:
    visit = open_page("/tren?region=63&region=64")
    page = visit.page
    # The six clicks of docs/walks.md: three figures, the page, make, download.
    for card in ("lines-spi-trend", "timeline-response-timeline", "bars-ott-by-year"):
        page.locator(f".st-key-form-{card}").get_by_role("button", name=ADD).click()
        visit.settle()
    assert page.get_by_test_id("stToast").first.is_visible()
    assert "Paparan (3)" in visit.text
    visit.go("Peta")
    assert len(visit.query["tray"]) == 1
    # Adding is no step of its own: back to the page before, and nothing is lost on the way.
    page.go_back()
    page.wait_for_url("**/tren?*")
    assert "Paparan (3)" in visit.settle().text
    visit.go("Paparan")
    first, second, third = parts(visit)
    assert (first[:3], second[:3], third[:3]) == ("1. ", "2. ", "3. ")

    page.reload()
    visit.settle()
    assert parts(visit) == [first, second, third]
    assert visit.barriers == {}
    assert visit.overflow <= 2

    page.get_by_role("button", name="Naik").nth(1).focus()
    page.keyboard.press("Enter")
    visit.settle()
    swapped = [f"1. {second[3:]}", f"2. {first[3:]}", third]
    assert parts(visit) == swapped
    # The button is at the top now: the focus stays with its part.
    assert focus(visit, "Turun") == ["Turun", swapped[0]]
    page.keyboard.press("Enter")
    visit.settle()
    assert parts(visit) == [first, second, third]
    # In the middle both ways are open: the focus stays with the button as well.
    assert focus(visit, "Turun") == ["Turun", second]

    page.get_by_role("button", name="Buat berkas").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Unduh berkas").click()
    saved.value.save_as(tmp_path / "deck.pptx")
    assert saved.value.suggested_filename == "integritas-daerah_paparan_63-64_id.pptx"
    with zipfile.ZipFile(tmp_path / "deck.pptx") as deck:
        assert len([name for name in deck.namelist() if name.startswith("ppt/slides/slide")]) >= 3
    assert visit.trouble == {}


def test_words_and_a_template_are_given_without_losing_the_place(open_page: OpenPage) -> None:
    visit = open_page(f"/paparan?{urlencode({'region': '63', 'tray': trays.as_text(TRAY)})}")
    page = visit.page
    n = len(parts(visit))
    page.get_by_text("Kata-kata sendiri dan catatan").nth(1).click()
    visit.settle()
    page.get_by_label("Judul (Indonesia)").first.click()
    page.keyboard.type("Judul kami")
    page.keyboard.press("Tab")
    # While the title is being sent, the next text is already typed.
    page.keyboard.type("Pesan yang diketik terus", delay=60)
    page.keyboard.press("Tab")
    page.keyboard.type("Pelan-pelan", delay=60)
    page.keyboard.press("Tab")
    visit.settle()
    assert visit.barriers == {}
    assert parts(visit)[1] == "2. Judul kami"
    page.get_by_role("button", name="Hapus").last.focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert len(parts(visit)) == n - 1
    assert focus(visit, "Kembalikan")[0] == "Kembalikan"
    page.keyboard.press("Enter")
    visit.settle()
    page.reload()
    visit.settle()
    assert len(parts(visit)) == n
    page.get_by_text("Kata-kata sendiri dan catatan").nth(1).click()
    visit.settle()
    assert page.get_by_label("Pesan (Indonesia)").first.input_value() == "Pesan yang diketik terus"
    note = page.get_by_label("Catatan untuk pembicara (Indonesia)").first
    assert note.input_value() == "Pelan-pelan"

    # Then the office's own template, and a file that is none.
    page.get_by_text("Templat kantor Anda").click()
    visit.settle()

    def give(name: str, content: bytes) -> str:
        box = page.locator(".st-key-briefing-template input[type=file]")
        box.set_input_files({"name": name, "mimeType": "", "buffer": content})
        page.get_by_text(name).last.wait_for()
        return visit.settle().text

    assert "Templat: kantor.pptx" in give("kantor.pptx", template.project_template())
    assert "Berkas “bukan.pptx” tidak dapat dipakai." in give("bukan.pptx", b"PK" + bytes(9_000))
    assert visit.trouble == {}
