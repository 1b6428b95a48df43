"""Papers and notas with fonts that are wider or narrower than theirs: pages stay as they are."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from dashboard.briefing import presets, writer
from dashboard.briefing.docx import nota, paper
from dashboard.briefing.font_metrics import FONT, WIDEST
from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import Selection
from tests import briefings, office
from tests.briefing.documents import Document
from tests.briefings import EVIL, FACTS, SITE, hostile, quiet

REGIONS = ("63", "64.71", "31", "95", "11")
# Beside Arimo, which is as wide as Arial and Liberation Sans. DejaVu Sans is wider than all of
# them, Calibri and Carlito lie between the last two.
FONTS = {"Montserrat": "fontpkg_montserrat", "Archivo Narrow": "fontpkg_archivo_narrow"}


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        briefings.stub_drawings(patch)
        files = {}
        for place, code in enumerate(REGIONS):
            for lang in LANGUAGES:
                tray = presets.nota(FACTS, code, Selection(lang=lang))
                files[f"nota-{code}-{lang}.docx"] = writer.make(FACTS, tray, "nota", address=SITE)
                told = briefings.province(code, lang)
                files[f"paper-{code}-{lang}.docx"] = paper.paper(FACTS, told, quiet)
            filled = ("Kalimat yang panjang. ", "W" * 60 + " ", "i\n", "Kata " * 80, EVIL)[place]
            long = hostile(presets.nota(FACTS, code, Selection()), filled)
            files[f"nota-{code}-long.docx"] = nota.nota(FACTS, long, quiet)
        return files


@pytest.mark.parametrize("family", [None, *FONTS])
def test_pages_stay_where_they_are(
    family: str | None, documents: dict[str, bytes], tmp_path: Path
) -> None:
    fonts = Path(str(resources.files(FONTS[family]) / "files")) if family else None
    printed = office.convert(documents, tmp_path, fonts, family or "Arimo")
    for name, one in printed.items():
        pages = [briefings.squeezed(page) for page in one.pages]
        if name.startswith("nota"):
            assert len(pages) == 1, name
            continue
        for title, page in Document(documents[name]).entries:
            found = [n for n, text in enumerate(pages, 1) if briefings.squeezed(title) in text]
            assert page in found, (name, title, page, found)


def test_the_widest_font_is_wider_than_what_is_tested() -> None:
    from PIL import ImageFont

    text = "Pemerintah Provinsi Kalimantan Selatan turun 8,39 poin dari 2023 ke 2024 (metode)"
    for family, package in FONTS.items():
        [path] = [
            one
            for one in (resources.files(package) / "files").iterdir()
            if "Italic" not in one.name
        ]
        font = ImageFont.truetype(str(path), 100)
        for bold in (False, True):
            font.set_variation_by_name(b"Bold" if bold else b"Regular")
            assert font.getlength(text) < WIDEST.width(text, 100, bold=bold), family
    assert FONT.width(text, 100) < WIDEST.width(text, 100)
