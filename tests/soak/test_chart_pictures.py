"""Charts of slides as LibreOffice prints them: every label is there, and none is squeezed."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from dashboard import charts
from dashboard.core.i18n import LANGUAGES
from dashboard.figures import registry
from dashboard.warehouse import engine
from tests import office
from tests.briefing import drawn
from tests.briefing.drawn import leaves, squeezed, texts_of
from tests.cases import ASKED, in_language


def every_case(lang: str) -> Any:
    """A deck of every case of every figure that becomes a plot."""
    deck = drawn.empty()
    for figure in drawn.PLOTTED:
        for asked in ASKED[figure]:
            answer = registry.answer(engine.current(), figure, in_language(asked, lang))
            if charts.is_drawable(answer):
                drawn.on(deck, answer)
    return deck


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_label_is_printed_in_its_own_width(lang: str, tmp_path: Path) -> None:
    deck, file = every_case(lang), io.BytesIO()
    deck.save(file)
    printed = office.convert({"charts.pptx": file.getvalue()}, tmp_path)["charts.pptx"]
    pages = printed.pages
    assert len(pages) == len(deck.slides) > 40
    for slide, page in zip(deck.slides, pages, strict=True):
        told = squeezed(page)
        for shape in leaves(slide):
            for text in texts_of(shape):
                for line in text.replace("\v", "\n").split("\n"):
                    assert shape.name and squeezed(line) in told, (line, page[:200])
    assert squeezed_letters(printed.pdf) == []


def squeezed_letters(pdf: Path) -> list[bytes]:
    """The scales of letters that are wider than tall or the other way round.

    LibreOffice draws a chart smaller in one direction where something leaves its frame.
    """
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf.read_bytes(), re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        scales = re.findall(rb"([-\d.]+) [-\d.]+ [-\d.]+ ([-\d.]+) [-\d.]+ [-\d.]+ Tm", text)
        found += [a for a, d in scales if abs(abs(float(a)) - abs(float(d))) > 0.005]
    return found
