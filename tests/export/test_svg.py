"""SVG in programs that know less than a browser: a line is a text, and none leaves the picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageOps

from dashboard.core.selection import Selection
from dashboard.export import pictures
from dashboard.figures import registry
from dashboard.warehouse import engine
from tests import office

FACTS = engine.current()
SVG = "{http://www.w3.org/2000/svg}"
MARGIN = 10  # pixels at each side of 800 that no picture draws on
# Those with labels of two lines, names beside the chart, long words and a map.
FIGURES = (
    *("spi-trend", "spi-scorecard", "coverage-matrix", "response-timeline", "spi-map"),
    *("wbk-ladder", "spi-regencies"),
)


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    def svg(figure_id: str) -> bytes:
        asked = Selection(region=("63", "64", "62"), lang="id")
        return pictures.picture_sync(FACTS, registry.answer(FACTS, figure_id, asked), "svg")

    return {f"{figure_id}.svg": svg(figure_id) for figure_id in FIGURES}


def test_every_line_is_a_text_that_says_how_long_it_is(drawn: dict[str, bytes]) -> None:
    for name, file in drawn.items():
        texts = list(ElementTree.fromstring(file).iter(f"{SVG}text"))
        assert len(texts) > 10
        for text in texts:
            assert not [one for one in text.iter(f"{SVG}tspan") if one.get("y") or one.get("x")]
            assert float(text.get("textLength", "0")) > 0, name
            assert text.get("lengthAdjust") == "spacingAndGlyphs"
            assert "".join(text.itertext()) != "null", name


def test_lines_of_one_label_stand_below_each_other(drawn: dict[str, bytes]) -> None:
    tree = ElementTree.fromstring(drawn["spi-trend.svg"])
    found = {"".join(text.itertext()): text for text in tree.iter(f"{SVG}text") if text.get("x")}
    first, second = found["metode"], found["berubah"]
    size = float(second.get("font-size", "0"))
    assert float(second.get("y", "0")) - float(first.get("y", "0")) >= size


def test_libreoffice_draws_nothing_beyond_the_picture(
    drawn: dict[str, bytes], tmp_path: Path
) -> None:
    printed = office.convert(drawn, tmp_path)
    for name, one in printed.items():
        [page] = one.pictures(96)
        shown = ImageOps.invert(Image.open(page).convert("L"))
        left, _top, right, _bottom = shown.getbbox() or (0, 0, 0, 0)
        assert right - left > shown.width * 0.8, name
        assert left >= MARGIN, name
        assert right <= shown.width - MARGIN, name
        assert "null" not in one.pages[0]
