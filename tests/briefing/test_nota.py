"""The nota in the form of a nota dinas: its head, what it names, its signature, its letters."""

from __future__ import annotations

import re
from functools import cache

import pytest

from dashboard.briefing import presets, writer
from dashboard.briefing.docx import nota, paper, word_document
from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import Selection
from dashboard.narrative import regencies
from dashboard.warehouse import choices
from tests import briefings
from tests.briefing import ooxml
from tests.briefing.documents import Document
from tests.briefings import FACTS, SITE, quiet

REGIONS = ["63", "64.71", "31", "95", "11"]
HEAD = {
    "id": ["Yth.", "Dari", "Tembusan", "Tanggal", "Nomor", "Sifat", "Lampiran", "Hal"],
    "en": [
        *("To", "From", "Copies", "Date", "Number", "Classification", "Attachments", "Subject"),
    ],
}
BLANK = {"id": "(diisi)", "en": "(to be filled in)"}
TITLE = {"id": "NOTA DINAS", "en": "OFFICIAL NOTE"}
SIGNED = {
    "id": ["(nama jabatan),", "", "", "", "(nama)", "NIP (diisi)"],
    "en": ["(name of the office),", "", "", "", "(name)", "NIP (to be filled in)"],
}


@pytest.fixture(autouse=True)
def stub_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    briefings.stub_drawings(monkeypatch)


@cache
def made(code: str, lang: str) -> Document:
    tray = presets.nota(FACTS, code, Selection(lang=lang))
    return Document(writer.make(FACTS, tray, "nota", address=SITE))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", REGIONS)
def test_a_nota_has_the_form_of_a_nota_dinas(code: str, lang: str) -> None:
    briefing, read = briefings.note(code, lang), made(code, lang)
    assert read.texts("JudulNota") == [TITLE[lang]]
    *head, foot = read.rows("TabelPolos")
    assert [label for label, _colon, _value in head] == HEAD[lang]
    assert [value for _label, _colon, value in head] == [BLANK[lang]] * 7 + [briefing.title]
    about, signed = foot
    assert signed.split("\n") == SIGNED[lang]
    assert briefing.say.date(briefing.facts_date) in about
    assert SITE.partition("://")[2] in about
    [position, *_others] = briefing.parts
    assert read.texts("Pesan") == [position.title]
    shown = read.texts("ListBullet")
    assert shown[0] == position.sentences[0]
    caveats = " ".join(read.texts("Sumber"))
    assert caveats.startswith(position.caveats[0])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", REGIONS)
def test_a_nota_names_the_kabupaten_and_kota_that_matter(code: str, lang: str) -> None:
    told = regencies.that_matter(FACTS, Selection(region=(code,), lang=lang)).sentences
    shown = made(code, lang).texts("ListBullet")
    assert told and set(told[:2]) <= set(shown)


def test_of_a_province_the_ends_and_the_operations_are_named() -> None:
    near = regencies.that_matter(FACTS, Selection(region=("63",)))
    ends, operations = near.sentences
    for name in ("Kota Banjarbaru", "77,13", "Kab. Balangan", "74,96", "2024"):
        assert name in ends
    for name in ("2016–2025", "Kab. Hulu Sungai Utara (2)", "Kota Banjarmasin (1)"):
        assert name in operations
    assert near.sources


def test_of_a_kota_its_province_and_those_beside_it_are_named() -> None:
    ends, province, beside = regencies.that_matter(FACTS, Selection(region=("64.71",))).sentences
    assert "Kota Bontang tertinggi" in ends and "Kab. Kutai Timur terendah" in ends
    assert "tidak dibandingkan" in province and "Kalimantan Timur" in province
    assert beside == (
        "Skor kota lain di provinsinya, 2024: Kota Bontang (77,69) dan Kota Samarinda (71,55)."
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_any_region_has_a_sentence_that_ends_and_no_name_of_a_column(lang: str) -> None:
    for code in list(choices.regions(FACTS))[7 * (lang == "en") :: 15]:
        told = regencies.that_matter(FACTS, Selection(region=(code,), lang=lang)).sentences
        assert 1 <= len(told) <= 3
        for sentence in told:
            assert re.fullmatch(r"[^{}_]+[^.]\.", sentence), sentence


def test_of_the_country_none_is_named() -> None:
    assert "00" not in choices.regions(FACTS)
    assert Document(nota.nota(FACTS, briefings.note(), quiet)).texts("ListBullet")


def test_the_reader_s_own_steps_stand_in_the_nota() -> None:
    tray = presets.nota(FACTS, "63", Selection())
    read = Document(writer.make(FACTS, tray, "nota", address=SITE))
    assert "Langkah berikutnya untuk Kalsel (usulan)" in read.texts("Heading2")
    steps = [one for one in read.texts("ListBullet") if one.endswith("(Inspektorat).")]
    assert len(steps) >= 2


@pytest.mark.parametrize(("code", "lang"), [("63", "id"), ("64.71", "en")])
def test_nothing_is_smaller_than_ten_points_and_packages_are_whole(code: str, lang: str) -> None:
    for read in (
        made(code, lang),
        Document(paper.paper(FACTS, briefings.province(code, lang), quiet)),
    ):
        assert read.smallest >= 10
        assert ooxml.problems(read.content) == []


def test_the_styles_of_the_template_can_be_measured() -> None:
    """Letters of 10 points and more on lines of an exact height, but that of pictures."""
    for style, look in word_document.looks().items():
        assert look.size >= 10, style
        if style not in ("Normal", "Gambar"):
            assert look.pitch >= look.size * 1.15, style
