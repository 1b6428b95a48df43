"""Small pictures of parts: every chart has one, small, well-formed, without anything that runs."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from dashboard import charts
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import AreaMap, Bars, Plot, Series, Table
from dashboard.export import thumbnail
from dashboard.export.thumbnail import Tile, Words
from dashboard.figures import registry
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from tests.cases import ASKED, HOSTILE

FACTS = engine.current()
SVG = "{http://www.w3.org/2000/svg}"


def drawn(address: str) -> ElementTree.Element:
    """The picture of an address, which holds shapes and letters alone."""
    assert len(address) <= thumbnail.MOST_BYTES
    head, _comma, body = address.partition(",")
    assert head == "data:image/svg+xml"
    assert not {'"', "<", ">", "#", "\n"} & set(body)
    root = ElementTree.fromstring(unquote(body))
    assert {one.tag for one in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "path", "text")}
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    return root


def colours(root: ElementTree.Element) -> set[str]:
    return {one.attrib.get(name, "none") for one in root.iter() for name in ("fill", "stroke")}


@pytest.mark.parametrize("figure_id", REGISTRY)
def test_every_figure_has_a_picture_in_its_own_colours(figure_id: str) -> None:
    for selection in ASKED[figure_id]:
        answer = registry.answer(FACTS, figure_id, selection)
        if not charts.is_drawable(answer):
            continue
        address = thumbnail.of_answer(FACTS, answer)
        assert thumbnail.of_answer(FACTS, answer) is address
        found = colours(drawn(address))
        drawing = charts.of(answer.figure).drawing(answer, None)
        expected: set[str]
        match drawing:
            case AreaMap():
                expected = {one.colour for one in drawing.classes if one.areas}
            case Table():
                kinds = {cell.kind for row in drawing.rows[:12] for cell in row if cell}
                expected = {drawing.colours[kind] for kind in kinds if kind is not None}
            case Plot() | Multiples():
                plot = (
                    drawing.plot(drawing.smalls[0]) if isinstance(drawing, Multiples) else drawing
                )
                lines = {
                    mark.stroke.colour
                    for mark in plot.marks
                    if isinstance(mark, Series) and mark.stroke and len(mark.at) > 1
                }
                bars = {one.colour for one in plot.bars if any(n for _place, n in one.at)}
                expected = bars or lines if isinstance(drawing, Plot) else set()
        assert expected <= found


@pytest.mark.parametrize(
    "told",
    [
        Words(""),
        Words(HOSTILE, (Tile(HOSTILE),) * 9, (HOSTILE, "") * 30, (500, 40)),
        Words("x" * 300, lines=("y" * 2000,) * 40, is_divider=True),
        Words("T", (Tile("64,15", "#9E2A2B", "#FFFFFF"),), ("Satu.",), (3, 4)),
        Words("T", rows=(1, 1)),
    ],
    ids=["nothing", "hostile", "long divider", "as usual", "one cell"],
)
def test_words_become_strokes_and_numbers_stay_texts(told: Words) -> None:
    root = drawn(thumbnail.of_words(told))
    texts = [str(one.text) for one in root.iter(f"{SVG}text")]
    assert len(texts) <= 4
    if told.tiles and told.tiles[0].colour:
        assert texts == ["64,15"]
        assert {"#9E2A2B", "#FFFFFF"} <= colours(root)


def test_more_words_are_seen() -> None:
    pictures = {
        thumbnail.of_words(Words("Judul", lines=("Kalimat.",) * n, is_divider=is_divider))
        for n in range(2)
        for is_divider in (False, True)
    }
    assert len(pictures) == 4


def test_bars_of_unknown_length_are_left_out() -> None:
    answers = [registry.answer(FACTS, "ott-by-year", one) for one in ASKED["ott-by-year"]]
    shown = [one for one in answers if charts.is_drawable(one)]
    assert shown
    for answer in shown:
        drawing = charts.of(answer.figure).drawing(answer, None)
        assert isinstance(drawing, Plot)
        assert any(isinstance(mark, Bars) for mark in drawing.marks)
        drawn(thumbnail.of_answer(FACTS, answer))
