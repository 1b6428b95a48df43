"""Groups of shapes on slides: nothing moves, order and texts stay, and decoration says nothing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from dashboard.briefing.pptx import groups, shapes
from dashboard.briefing.pptx.template import Box


@pytest.fixture
def slide() -> Any:
    deck = Presentation()
    return deck.slides.add_slide(deck.slide_layouts[6])


def read_again(slide: Any) -> Any:
    file = io.BytesIO()
    slide.part.package.save(file)
    return Presentation(file).slides[0]


def chart(slide: Any) -> Any:
    data = CategoryChartData()
    data.categories = ["2024", "2025"]
    data.add_series("skor", [64.0, None])
    return slide.shapes.add_chart(XL_CHART_TYPE.LINE, Pt(50), Pt(60), Pt(300), Pt(200), data)


def band(slide: Any, box: Box) -> Any:
    return shapes.area(slide, box, "#DDDDDD", name="rentan", alternative="rentan")


def test_a_group_of_a_chart_and_what_lies_over_it_leaves_all_in_place(slide: Any) -> None:
    before = shapes.text(slide, Box(0, 0, 90, 20), ["judul"], size=12, name="judul")
    members = [
        band(slide, Box(40, 80, 100, 50)),
        chart(slide),
        shapes.rule(slide, (90, 70), (90, 280), "#000000", width=1, name="batas", alternative="b"),
    ]
    after = shapes.text(slide, Box(0, 500, 90, 20), ["sumber"], size=12, name="sumber")
    places = [(one.left, one.top, one.width, one.height) for one in members]
    groups.grouped(slide, members, name="Tren", alternative="Naik lalu turun.")
    again = read_again(slide)
    assert [shape.name for shape in again.shapes] == [before.name, "Tren", after.name]
    group = again.shapes[1]
    assert group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].get("descr") == "Naik lalu turun."
    assert [(s.left, s.top, s.width, s.height) for s in group.shapes] == places
    frame = group._element.grpSpPr.xfrm
    assert (frame.off.x, frame.off.y) == (frame.chOff.x, frame.chOff.y) == (Pt(40), Pt(60))
    assert (frame.ext.cx, frame.ext.cy) == (frame.chExt.cx, frame.chExt.cy) == (Pt(310), Pt(220))
    assert [s.has_chart for s in groups.each_of(again.shapes)] == [0, 0, 1, 0, 0]
    numbers = [s.get("id") for s in again._element.iter("{*}cNvPr")]
    assert len(numbers) == len(set(numbers))


def test_a_turned_text_counts_as_it_is_seen(slide: Any) -> None:
    turned = shapes.text(
        slide, Box(100, 100, 80, 20), ["Kini"], size=12, name="Kini", align="left", turned=-90
    )
    group = groups.grouped(slide, [turned], name="a", alternative="b")
    assert (group.left, group.top) == (Pt(130), Pt(70))
    assert (group.width, group.height) == (Pt(20), Pt(80))


def test_a_group_may_hold_groups(slide: Any) -> None:
    inner = groups.grouped(slide, [band(slide, Box(1, 2, 3, 4))], name="legenda", alternative="l")
    other = band(slide, Box(50, 60, 10, 10))
    groups.grouped(slide, [inner, other], name="semua", alternative="s")
    again = read_again(slide)
    assert [shape.name for shape in again.shapes] == ["semua"]
    assert len(list(groups.each_of(again.shapes))) == 2


def test_a_decorative_shape_has_no_text_and_says_so_once(slide: Any) -> None:
    shape = band(slide, Box(1, 2, 3, 4))
    assert not groups.is_decorative(shape)
    groups.decorative(groups.decorative(shape))
    again = read_again(slide).shapes[0]
    assert groups.is_decorative(again)
    properties = again._element.xpath("./*/p:cNvPr")[0]
    assert properties.get("descr") == ""
    assert len(properties) == 1
