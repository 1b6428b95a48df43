"""Pages on paper: whole at any width of the window, with name, address, day and number."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.visits import SIZES, OpenPage, Visit

A4 = (595, 842)
WORD = re.compile(r'<word xMin="([^"]+)" yMin="[^"]+" xMax="([^"]+)" yMax="([^"]+)"[^>]*>(.*)<')
FEW = "region=63&region=94"
# An address of some lines: its margin grows.
MANY = "&".join(f"region={61 + n // 12}.{n % 12 + 1:02}" for n in range(24))


class Word(NamedTuple):
    """A word on paper with where it ends on three sides, in points."""

    left: float
    right: float
    bottom: float
    text: str


def words(pdf: Path) -> list[list[Word]]:
    """Each page's words."""
    said = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    return [
        [Word(float(x0), float(x1), float(y1), text) for x0, x1, y1, text in WORD.findall(page)]
        for page in said.split("<page ")[1:]
    ]


def wide_as(width: int, visit: Visit) -> Visit:
    """The page in a window of another width."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    return visit.settle()


def printed(visit: Visit, file: Path) -> None:
    """Print a page as the browser does, and give the window its size again."""
    visit.page.emulate_media(media="null")
    visit.page.pdf(path=file, prefer_css_page_size=True)
    width, height = SIZES["desktop"]
    visit.page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize(("width", "regions"), [(1920, FEW), (390, MANY)], ids=["wide", "narrow"])
def test_a_page_is_whole_on_paper(
    open_page: OpenPage, tmp_path: Path, width: int, regions: str
) -> None:
    visit = wide_as(width, open_page(f"/tren?{regions}"))
    figure_id = "spi-trend-panels" if regions == MANY else "spi-trend"
    visit.page.locator(f".st-key-{figure_id}-table-button button").click()
    visit.settle()
    n_rows = visit.page.locator(".grid tbody tr").count()
    names = visit.page.locator(".grid tbody tr td:first-child").all_inner_texts()
    file = tmp_path / "page.pdf"
    printed(visit, file)
    pages = words(file)
    texts = [" ".join(word.text for word in page) for page in pages]
    for number, (page, text) in enumerate(zip(pages, texts, strict=True), 1):
        assert [word for word in page if word.left < 0 or word.right > A4[0]] == []
        assert [word for word in page if word.bottom > A4[1]] == []
        assert text.startswith("Tren · Integritas Daerah")
        assert f"{number} / {len(pages)}" in text
        assert f"/tren?{regions[:9]}" in text
        assert "lang=id" in text  # the end of the address
        assert len(page) > 25, "a sheet without content"
    whole = " ".join(texts)
    assert n_rows > 3
    said = set(whole.split())  # a name may stand in two lines, with other cells between
    assert [name for name in names if not said.issuperset(name.split())] == []
    assert "Sumber: " in whole
    assert "Fakta 20" in whole
    # The last year of each time axis, and no tool of the screen.
    assert whole.count("2025") >= 3
    for tool in ("Unduh", "Salin", "Kelompok wilayah", "Semua garis"):
        assert tool not in whole


def test_the_overview_is_one_sheet(open_page: OpenPage, tmp_path: Path) -> None:
    visit = wide_as(1920, open_page("/"))
    file = tmp_path / "page.pdf"
    printed(visit, file)
    [sheet] = words(file)
    assert [word for word in sheet if word.left < 0 or word.right > A4[0]] == []
    whole = " ".join(word.text for word in sheet)
    for part in ("Sumatera Barat", "Banten", "Fakta untuk ditindaklanjuti", "Kelengkapan fakta"):
        assert part in whole


def test_a_table_of_many_columns_is_whole_across_the_sheet(
    open_page: OpenPage, tmp_path: Path
) -> None:
    visit = open_page("/data?region=63")
    rows = visit.page.locator(".grid tbody tr")
    last = rows.last.locator("td").all_inner_texts()
    n_rows, file = rows.count(), tmp_path / "data.pdf"
    printed(visit, file)
    pages = words(file)
    assert [word for page in pages for word in page if word.left < 0 or word.right > A4[1]] == []
    whole = " ".join(word.text for page in pages for word in page)
    assert len(last) > 20
    assert n_rows > 20
    assert last[0] in whole
    assert sum(page[0].text == "Data" for page in pages) == len(pages)
