"""Decks, papers and notas as an office program shows them, all of them printed at once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from dashboard.briefing import presets
from dashboard.briefing.content import Briefing
from dashboard.briefing.docx import nota, paper
from dashboard.briefing.pptx import deck
from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.chromium import NoBrowser
from dashboard.export.tray import Texts, Tray
from tests import briefings, deck_pictures, office
from tests.briefing.documents import Document
from tests.briefings import EVIL, FACTS, LONG, hostile, quiet, squeezed
from tests.office import Printed

PAPERS = {"63": "id", "64.71": "en"}
SCRIPT = "<script>alert(1)</script> &amp; <b>tebal</b>"


def notas() -> Iterator[tuple[str, Briefing]]:
    """Regions with much and with little, and words as long as they may be."""
    for place, code in enumerate(("63", "64.71", "63.71", "95", "11")):
        lang = LANGUAGES[place % 2]
        yield f"short-{code}", briefings.note(code, lang)
        made = presets.nota(FACTS, code, Selection(lang=lang))
        filled = ("Kalimat yang panjang, dengan isi. ", "W" * 60 + " ", "i\n", LONG, EVIL)[place]
        yield f"long-{code}", hostile(made, filled)
    yield "whole", briefings.province()
    compared = presets.compare(FACTS, ("63", "64", "62", "61", "65"), Selection(lang="en"))
    yield "compared", briefings.asked(compared)


@dataclass
class Office:
    """Documents, what was printed by name, and the titles of the slides of the deck."""

    files: dict[str, bytes]
    printed: dict[str, Printed]
    titles: list[str]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Every document of this module, printed."""
    notes = dict(notas())
    with pytest.MonkeyPatch.context() as patch:
        briefings.stub_drawings(patch)
        files = {f"{name}.docx": nota.nota(FACTS, one, quiet) for name, one in notes.items()}
        for code, lang in PAPERS.items():
            files[f"paper-{code}.docx"] = paper.paper(FACTS, briefings.province(code, lang), quiet)
        briefings.no_drawings(patch, NoBrowser())
        for name in ("short-63", "long-11"):
            files[f"{name}-rows.docx"] = nota.nota(FACTS, notes[name], quiet)
    files["deck.pptx"] = deck.deck(FACTS, briefings.province())
    item = replace(tray.item("spi-map", Selection()), texts={"id": Texts(title=SCRIPT)})
    files["script.pptx"] = deck.deck(FACTS, briefings.asked(Tray((item,), "id")))
    printed = office.convert(files, tmp_path_factory.mktemp("office"))
    slides = Presentation(io.BytesIO(files["deck.pptx"])).slides
    return Office(files, dict(printed), [slide.shapes.title.text_frame.text for slide in slides])


def test_a_nota_is_one_page_whatever_it_has_to_say(shown: Office) -> None:
    pages = {
        name: one.pages
        for name, one in shown.printed.items()
        if name.startswith(("short", "long", "whole", "compared"))
    }
    assert len(pages) == 14
    assert {name: len(one) for name, one in pages.items()} == dict.fromkeys(pages, 1)
    [page] = pages["short-63.docx"]
    for words in (
        "NOTA DINAS",
        "64,15",
        "Yang belum diketahui tentang Kalsel",
        "Sumber (",
        "KPK",
    ):
        assert words in page
    # Nothing is below the last line, and not much of the page is empty.
    [picture] = shown.printed["short-63.docx"].pictures(40)
    assert lowest_ink(picture) > 0.7
    for name in pages:
        if not name.startswith("short"):
            [about] = Document(shown.files[name]).texts("CatatanNota")
            assert re.search("Satu halaman tidak memuat|One page does not hold", about), name


def lowest_ink(path: Path) -> float:
    """How far down the page something is printed, from 0 to 1."""
    with Image.open(path) as page:
        box = page.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
        assert box is not None
        return box[3] / page.height


@pytest.mark.parametrize(("code", "lang"), PAPERS.items())
def test_a_paper_shows_all_its_words_on_numbered_pages(code: str, lang: str, shown: Office) -> None:
    briefing, pages = briefings.province(code, lang), shown.printed[f"paper-{code}.docx"].pages
    assert 7 < len(pages) < 32
    page_of = {"id": "Halaman {n} dari {m}", "en": "Page {n} of {m}"}[lang]
    for number, page in enumerate(pages, 1):
        assert page_of.format(n=number, m=len(pages)) in page
        assert briefing.facts_line in page
    for title, number in Document(shown.files[f"paper-{code}.docx"]).entries:
        found = [n for n, text in enumerate(pages, 1) if squeezed(title) in squeezed(text)]
        assert number in found, title
    whole = squeezed(" ".join(pages))
    for part in briefing.parts:
        for text in (part.title, *part.sentences, *part.caveats):
            assert squeezed(text) in whole
    assert all(squeezed(part.title) in squeezed(pages[0]) for part in briefing.parts)
    assert "Error" not in whole and "{" not in whole
    # No heading stands alone at the foot of a page.
    for page in pages[1:]:
        last = page[: page.rindex(briefing.facts_line)].rstrip().splitlines()[-1]
        assert not any(last.endswith(part.title) for part in briefing.parts[1:])


def test_every_slide_shows_its_words(shown: Office) -> None:
    pages = [" ".join(page.split()) for page in shown.printed["deck.pptx"].pages]
    assert len(pages) == len(shown.titles)
    for page, title in zip(pages, shown.titles, strict=True):
        assert title[:25] in page
    for part, page in zip(briefings.province().parts, pages[1:], strict=False):
        assert part.source_line in page
    assert "64,15" in pages[2]  # on the map, beside the name of the region
    assert "<script>alert(1)</script>" in shown.printed["script.pptx"].pages[1]


def test_the_documentation_shows_the_slides_of_a_deck_as_one_picture(shown: Office) -> None:
    pages = shown.printed["deck.pptx"].pictures(20)[:4]
    whole = deck_pictures.sheet(pages, columns=3)
    width, height = Image.open(pages[0]).size
    assert whole.width > 3 * width
    assert 2 * height < whole.height < 3 * height
    assert len(whole.getcolors() or ()) > 8
