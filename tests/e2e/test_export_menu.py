"""What a reader takes along from a card, in a real browser, and what a page refuses to run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.visits import OpenPage, Visit

INJECT = """() => {
    const script = document.createElement('script');
    script.textContent = 'window.__evil = true';
    const far = document.createElement('script');
    far.src = 'data:text/javascript,window.__evil=true';
    const picture = document.createElement('div');
    picture.innerHTML = '<img src="/nothing" onerror="window.__evil = true">';
    document.body.append(script, far, picture);
    // Later: what a debugger itself evaluates may do more.
    setTimeout(() => { window.eval('window.__evil = true'); }, 0);
}"""


def open_box(visit: Visit, label: str, card: str = "form-lines-spi-trend") -> Locator:
    """Open one of a card's buttons; only one of them is open at a time."""
    visit.page.locator(f".st-key-{card}").get_by_test_id("stPopover").filter(
        has_text=label
    ).get_by_role("button").click()
    visit.settle()
    return visit.page.get_by_test_id("stPopoverBody").locator(".take")


def close_box(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    visit.page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    visit.settle()


@pytest.mark.parametrize(
    ("size", "lang", "labels"),
    [("desktop", "en", ("Download", "Copy")), ("phone", "id", ("Unduh", "Salin"))],
)
def test_files_and_addresses_are_taken_with_one_click(
    open_page: OpenPage, tmp_path: Path, size: str, lang: str, labels: tuple[str, str]
) -> None:
    visit = open_page("/tren?region=63&region=64&year=2024", size, lang)
    page = visit.page
    origin = page.evaluate("location.origin")

    box = open_box(visit, labels[0])
    assert size == "phone" or visit.barriers == {}  # the same as on a desk
    assert visit.overflow <= 2
    with page.expect_download() as saved:
        box.get_by_role("link", name="CSV").click()
    saved.value.save_as(tmp_path / "rows.csv")
    assert saved.value.suggested_filename.endswith(f"_{lang}.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text("utf-8-sig"))))
    assert {row["region_code"] for row in rows} >= {"63", "64"}
    close_box(visit)

    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    box = open_box(visit, labels[1])
    assert size == "phone" or visit.barriers == {}  # the same as on a desk
    assert visit.overflow <= 2
    code = box.locator("textarea").nth(1).input_value()
    assert code.startswith(f'<iframe src="{origin}/figures/spi-trend.html?')
    box.get_by_role("button").nth(1).click()
    expect(box.get_by_role("status").nth(1)).to_contain_text(
        {"en": "Copied", "id": "Tersalin"}[lang]
    )
    assert page.evaluate("navigator.clipboard.readText()") == code
    assert visit.trouble == {}


def test_a_copy_needs_neither_https_nor_a_mouse_and_no_other_script_runs(
    open_page: OpenPage,
) -> None:
    visit = open_page("/tren?region=63")
    page = visit.page
    page.evaluate("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    box = open_box(visit, "Salin")
    link = box.locator("textarea").first.input_value()
    button = box.get_by_role("button").first
    button.focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("status").first).to_contain_text("Tersalin")
    assert button.evaluate("button => button === document.activeElement")
    # Read what was copied by pasting it.
    page.evaluate(
        "() => { const area = document.createElement('textarea');"
        " area.id = 'pasted'; document.querySelector('.take').append(area); area.focus(); }"
    )
    page.keyboard.press("Control+V")
    assert page.locator("#pasted").input_value() == link
    # By hand: the text selects itself.
    box.locator("textarea").nth(2).focus()
    assert page.evaluate("getSelection().toString()").startswith("http")
    assert visit.trouble == {}
    close_box(visit)
    no_script_of_others_runs(visit)


def no_script_of_others_runs(visit: Visit) -> None:
    visit.page.evaluate(INJECT)
    visit.page.wait_for_function("window.refused.length > 2")
    visit.page.wait_for_timeout(300)
    assert not visit.page.evaluate("window.__evil")
    assert {"inline", "data", "eval"} <= {*visit.refused}
