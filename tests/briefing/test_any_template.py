"""Decks on templates of other kinds: nothing vanishes, overflows, or breaks the standard.

Three kinds of templates are tried here, all of them in tests/soak/test_templates.py.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from pptx import Presentation

from dashboard.briefing import compose
from dashboard.briefing.content import Briefing
from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import colours, deck, groups, recolour, shapes, template
from dashboard.core import dictionary
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.warehouse import engine
from tests.briefing import office_templates, ooxml, slide_checks

FOCUS = ("65",)
# Forms that are drawn in ways of their own: areas, lines, labels in marks, a table.
FORMS = ("spi-map", "spi-trend", "wbk-ladder", "spi-scorecard")
KINDS = ("dark_fill", "narrow_wide_font", "title_at_the_left")


@cache
def briefing(*figures: str) -> Briefing:
    items = [tray.item(one, Selection(region=FOCUS, year=2024)) for one in figures]
    return compose.compose(engine.current(), Tray(tuple(items), "id"), "https://x.example.go.id")


@cache
def opened(kind: str) -> template.Design:
    return template.open_design(template.checked(office_templates.KINDS[kind]()))


@cache
def made(kind: str, *figures: str) -> tuple[bytes, Any]:
    """A deck on a template that was checked as one that somebody hands in."""
    given = template.checked(office_templates.KINDS[kind]())
    file = deck.deck(engine.current(), briefing(*figures), given)
    return file, Presentation(io.BytesIO(file))


@pytest.mark.parametrize("kind", KINDS)
def test_slides_can_be_shown_on_any_template(kind: str) -> None:
    file, shown = made(kind, *FORMS)
    assert slide_checks.everything(shown, "id") == []
    assert ooxml.structure(file) == []


def test_the_checks_find_what_is_wrong() -> None:
    """Without its own inks the same deck is dark on dark; a text, a word, a number too many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recolour, "on_grounds", lambda _deck: None)
        given = office_templates.dark_fill()
        file = deck.deck(engine.current(), briefing("spi-trend", "spi-scorecard"), given)
    shown = Presentation(io.BytesIO(file))
    assert len(slide_checks.hard_to_read(shown)) > 20
    assert len(slide_checks.hard_to_see(shown)) > 2
    slide = shown.slides[1]
    slide.shapes.title.text_frame.text = "Judul yang sangat panjang " * 20
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = 127_000
    box = template.Box(10, 10, 40, 10)
    shapes.text(slide, box, ["terlalu kecil " * 9], size=8, name="x")
    table = next(one for one in shown.slides[2].shapes if one.has_table).table
    table.columns[1].width = 127_000
    last = list(slide.shapes)[-1]
    last._element.nvSpPr.cNvPr.set("id", str(slide.shapes.title.shape_id))
    slide.shapes._spTree.insert(2, last._element)
    for check in (
        slide_checks.overflowing,
        slide_checks.small_texts,
        slide_checks.broken_words,
        slide_checks.twice_numbered,
        slide_checks.out_of_order,
    ):
        assert check(shown), check.__name__
    assert slide_checks.without_language(shown, "en")


# --- grounds and inks ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", office_templates.KINDS)
def test_inks_can_be_read_on_the_ground_of_any_template(kind: str) -> None:
    design = opened(kind)
    inks = design.inks
    assert inks.is_dark == (kind in office_templates.DARK)
    for ink in (inks.text, inks.muted, inks.link):
        assert colours.contrast(ink.colour, inks.ground) >= colours.READABLE
    assert 1.1 < colours.contrast(inks.hair.colour, inks.ground) < 3
    assert colours.contrast(inks.paper.colour, inks.ground) < 1.2
    assert colours.contrast(inks.text.colour, inks.panel.colour) >= colours.READABLE
    is_own = kind in ("title_at_the_left", "narrow_wide_font", "a4_serif_capitals")
    assert inks.is_plain or not is_own


def test_a_class_keeps_its_colour_on_a_dark_ground_and_gets_an_edge() -> None:
    _file, shown = made("dark_fill", *FORMS)
    light = Presentation(io.BytesIO(deck.deck(engine.current(), briefing("spi-map"))))
    fills = [
        {
            shape.name: str(shape.fill.fore_color.rgb)
            for shape in groups.each_of(slide.shapes)
            if str(shape.shape_type).startswith("FREEFORM")
        }
        for slide in (light.slides[1], shown.slides[1])
    ]
    assert len(fills[0]) == 38 and fills[0] == fills[1]
    inks = {dictionary.ink(role).lstrip("#") for role in ("text", "highlight", "muted")}
    marks = [
        fill.get("val")
        for slide in shown.slides
        for shape in groups.each_of(slide.shapes)
        if getattr(shape, "has_chart", False)
        for marker in shape.chart._chartSpace.iter("{*}marker")
        for fill in marker.iterfind("{*}spPr/{*}solidFill/{*}srgbClr")
    ]
    assert marks and not inks & set(marks), "dark ink stays dark"


def test_colours_between_and_apart() -> None:
    assert colours.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colours.mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert colours.mean(["#000000", "#FFFFFF"]) == "#808080"
    assert colours.with_light("#336699", times=1) == "#336699"
    moved = colours.apart_from("#1F5A94", "#10233F", "#FFFFFF", 3)
    assert 3 <= colours.contrast(moved, "#10233F") < 3.6
    assert colours.apart_from("#1F5A94", "#FFFFFF", "#000000", 4.5) == "#1F5A94"
    assert colours.ink_on("#F4B942", "#111111", "#FFFFFF") == "#111111"


# --- the places of a layout ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", office_templates.KINDS)
def test_the_room_of_a_layout_is_large_and_free(kind: str) -> None:
    design = opened(kind)
    wide, tall = design.deck.slide_width / 12_700, design.deck.slide_height / 12_700
    room, title = design.room, design.title
    assert room.width > 0.5 * wide and room.height >= 0.45 * tall
    assert room.left >= 0 and room.right <= wide and room.top >= 0 and room.bottom <= tall
    assert room.shared(title) < 0.01 * title.area + 1
    for place in design.content.placeholders:
        if place.placeholder_format.type.name in ("DATE", "FOOTER", "SLIDE_NUMBER"):
            assert room.shared(template.box_of(place)) < 1


def test_a_logo_in_a_corner_stays_free() -> None:
    design = opened("tiny_rooms_large_logo")
    wide, tall = 960, 540
    logo = template.Box(wide * 0.8, 0, wide * 0.2, tall * 0.2)
    assert design.room.shared(logo) < 1
    assert design.room.width > 0.8 * wide


def test_titles_in_capitals_are_measured_as_they_are_shown() -> None:
    title = "Skor wilayah turun pada tahun terakhir yang diketahui dan metodenya berubah " * 2
    items = (tray.item("spi-map", Selection()).with_texts("id", title=title),)
    known = engine.current()
    asked = compose.compose(known, Tray(items, "id"))
    file = deck.deck(known, asked, office_templates.a4_serif_capitals())
    shown = Presentation(io.BytesIO(file)).slides[1].shapes.title
    size = shown.text_frame.paragraphs[0].runs[0].font.size.pt
    font, box = Font("Cambria"), template.box_of(shown)
    text = shown.text_frame.text
    assert text == title.strip() or text.endswith("…")
    assert font.height([text.upper()], size, box.width - 15, bold=True) <= box.height


def test_a_layout_without_footer_gets_a_number_and_the_day_in_the_row_of_sources() -> None:
    _file, shown = made("title_alone", "spi-map")
    slide = shown.slides[1]
    fields = slide._element.findall(".//{*}fld")
    assert [field.get("type") for field in fields] == ["slidenum"]
    told = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert briefing("spi-map").facts_line in told
