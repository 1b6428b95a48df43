"""Terms: marked once where they stand, escaped, and each one needed and told in both languages."""

from __future__ import annotations

import re

import pytest

from dashboard.core.i18n import LANGUAGES
from dashboard.core.settings import ROOT
from dashboard.export import glossary
from tests.cases import HOSTILE
from tests.fixtures import DATA


def test_a_term_is_marked_once_on_a_page() -> None:
    known: set[str] = set()
    first = glossary.marked("SPI 2024 · OTT 2016–2025; SPI lagi", "id", known)
    assert re.findall(r'class="term" data-term="(.*?)[.]', first) == [
        "Survei Penilaian Integritas",
        "Operasi tangkap tangan KPK",
    ]
    assert first.count("<button") == 2
    assert glossary.marked("SPI 2025", "id", known) == "SPI 2025"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Skor Pemprov dan pemkot", {"pemprov", "pemkot"}),
        ("Agregat wilayah 2024", {"agregat"}),
        ("predikat WBK dan WBBM", {"wbk", "wbbm"}),
        ("SPIP, OTTO, pemprovsu, kpk", set()),
        ("Integrity zones and a territory aggregate", {"zi", "agregat"}),
    ],
)
def test_whole_words_are_terms(text: str, codes: set[str]) -> None:
    known: set[str] = set()
    glossary.marked(text, "id", known)
    assert known == codes


def test_what_is_no_term_is_escaped() -> None:
    marked = glossary.marked(f"{HOSTILE} SPI <i>", "en", set())
    assert "<b>" not in marked
    assert "<i>" not in marked
    assert marked.count("<button") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_means_something_else_than_its_name(lang: str) -> None:
    for term in glossary.terms(lang).values():
        assert term.text.endswith(".")
        assert len(term.text) > len(term.name) + 5


def test_every_term_is_one_that_readers_meet() -> None:
    files = [
        *(ROOT / "dashboard" / "locale").rglob("*.po"),
        ROOT / "dashboard" / "core" / "indicators.yaml",
        *DATA.glob("*.csv"),
    ]
    met = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for code, term in glossary.terms("id").items():
        assert any(re.search(rf"\b{re.escape(form)}", met, re.IGNORECASE) for form in term.forms), (
            code
        )
