"""Kabupaten and kota on slides: native shapes of all, light, with a legend that can be seen."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.briefing import compose
from dashboard.briefing.pptx import deck, groups
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.figures import registry
from dashboard.warehouse import engine

FACTS = engine.current()
MOST_BYTES = 400_000


def made(figure_id: str, **asked: object) -> tuple[bytes, list[Any]]:
    """A deck of one figure, and the shapes of its slide."""
    item = tray.item(figure_id, Selection(year=2024, **asked))  # type: ignore[arg-type]
    file = deck.deck(FACTS, compose.compose(FACTS, Tray((item,), "id")))
    return file, list(groups.each_of(Presentation(io.BytesIO(file)).slides[1].shapes))


def test_the_map_of_all_is_native_light_and_its_legend_can_be_seen() -> None:
    file, shapes = made("spi-regency-map")
    assert len(file) < MOST_BYTES
    drawn = [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    names = {shape.name for shape in drawn}
    assert len(names) == len(drawn) == 514
    paper = dictionary.ink("paper").removeprefix("#").upper()
    dots = [shape for shape in shapes if shape.name in names][514:]
    assert len(dots) > 60
    fills = [str(shape.fill.fore_color.rgb) for shape in dots]
    known = {str(shape.fill.fore_color.rgb) for shape in drawn} - {paper, "E5E5E5"}
    assert not set(fills[: fills.index(next(f for f in fills if f in known))]) & known
    assert set(fills[-5:]) <= known, "known scores lie on top"
    name = words("id")("part of the provincial government")
    [swatch, *_text] = [shape for shape in shapes if shape.name == name]
    assert str(swatch.fill.fore_color.rgb) == paper
    assert swatch.line.fill.type == MSO_FILL.SOLID, "white on white needs an edge"


def test_one_known_score_is_told_by_its_name_with_and_without_a_class() -> None:
    def told(year: int) -> str:
        asked = Selection(within="16", year=year, lang="id")
        return registry.answer(FACTS, "spi-regency-map", asked).headline

    assert told(2023).startswith("Hanya Kab. Ogan Komering Ulu yang diketahui dari ")
    assert told(2023).endswith(" pada 2023: 69,25, rentan")
    assert told(2021).endswith(" pada 2021: 70,54, tanpa kelas resmi")
