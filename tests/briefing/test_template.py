"""An office's own template: what is kept of it, and what is said of one that cannot serve."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from dashboard.briefing import content
from dashboard.briefing.pptx import deck as pptx_deck
from dashboard.briefing.pptx import template
from dashboard.briefing.pptx.template import BadTemplate
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.core.settings import ROOT
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.warehouse import engine

LOGO = ROOT / "dashboard" / "assets" / "icon.png"


def saved(deck: Any) -> bytes:
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def office() -> bytes:
    """A template as an office has it: another size, a logo on its master, old slides, sections."""
    deck = Presentation()
    deck.slide_master.name = "Kantor"
    logo, relation = deck.slide_master.part.get_or_add_image_part(str(LOGO))
    assert logo is not None
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    deck.slide_master._element.cSld.spTree.append(
        parse_xml(
            f'<p:pic {nsdecls("p", "a", "r")}><p:nvPicPr><p:cNvPr id="900" name="Logo"/>'
            "<p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>"
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            '<p:spPr><a:xfrm><a:off x="100" y="100"/><a:ext cx="900000" cy="400000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )
    )
    for _ in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = "Slide lama"
    extensions = parse_xml(
        f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
        '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        '<p14:section name="Lama" id="{00000000-0000-0000-0000-000000000000}"><p14:sldIdLst>'
        '<p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
    )
    deck.element.append(extensions)
    return saved(deck)


def asked() -> Tray:
    items = ("position", "spi-map", "spi-trend", "spi-scorecard")
    return Tray(tuple(tray.item(one, Selection(region=("63", "64"))) for one in items), "id")


def test_our_own_template_serves_and_can_be_given_back() -> None:
    template.check(template.project_template())
    design = template.open_design(template.project_template())
    assert (design.deck.slide_width, design.deck.slide_height) == (Pt(960), Pt(540))
    assert design.room.height > 400
    assert design.title.bottom <= design.room.top + 1
    assert len(template.project_template()) < 100_000


def test_master_size_and_layouts_of_an_office_are_kept_and_its_slides_are_not() -> None:
    known = engine.current()
    file = pptx_deck.deck(known, content.compose(known, asked()), office())
    deck = Presentation(io.BytesIO(file))
    assert (deck.slide_width, deck.slide_height) == (9_144_000, 6_858_000)
    assert [shape.name for shape in deck.slide_master.shapes if shape.shape_type == 13] == ["Logo"]
    assert len(deck.slides) == 6
    assert all(slide.slide_layout.name != "Blank" for slide in deck.slides)
    told = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "Slide lama" not in told
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        names = packed.namelist()
        assert len([name for name in names if name.startswith("ppt/slides/slide")]) == 6
        assert b"sectionLst" not in packed.read("ppt/presentation.xml")
    room = template.open_design(office()).room
    for slide in list(deck.slides)[1:-1]:
        for shape in slide.shapes:
            if not shape.is_placeholder:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width + 12_700
                assert shape.top / 12_700 >= room.top - 1
                assert (shape.top + shape.height) / 12_700 <= room.bottom + 2


def test_texts_take_the_fonts_and_inks_of_the_theme() -> None:
    known = engine.current()
    deck = Presentation(
        io.BytesIO(pptx_deck.deck(known, content.compose(known, asked()), office()))
    )
    for slide in list(deck.slides)[1:-1]:
        assert not slide._element.findall(".//{*}latin")
        for paragraph in slide.shapes.title.text_frame.paragraphs:
            for run in paragraph.runs:
                assert run.font.color is None or run.font.color.type is None


def without_title() -> bytes:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name != "Blank":
            deck.slide_layouts.remove(layout)
    return saved(deck)


def cut_off() -> bytes:
    return template.project_template()[:-2000]


def other_kind() -> bytes:
    """A template file (.potx) by its content type."""
    given, written = io.BytesIO(template.project_template()), io.BytesIO()
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "[Content_Types].xml":
                body = body.replace(b"presentation.main+xml", b"template.main+xml")
            new.writestr(part, body)
    return written.getvalue()


def broken_part(name: str, body: bytes) -> bytes:
    given, written = io.BytesIO(template.project_template()), io.BytesIO()
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.infolist():
            new.writestr(part, body if part.filename == name else old.read(part))
    return written.getvalue()


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(3):
            packed.writestr(f"ppt/media/{n}.bin", bytes(1_000_000))
    return written.getvalue()


BAD = {
    "empty": lambda: b"",
    "text": lambda: b"PK bukan zip" * 50,
    "cut off": cut_off,
    "potx": other_kind,
    "broken xml": lambda: broken_part("ppt/slideMasters/slideMaster1.xml", b"<p:x"),
    "broken theme": lambda: broken_part("ppt/theme/theme1.xml", b"<a:theme"),
    "broken rels": lambda: broken_part("ppt/_rels/presentation.xml.rels", b""),
    "not a title": without_title,
    "too large": lambda: bytes(template.MOST_BYTES + 1),
    "bomb": bomb,
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_serve_is_told_in_a_sentence(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template, "_MOST_UNPACKED", 2_000_000)  # packing takes long
    with pytest.raises(BadTemplate) as told:
        template.check(BAD[what]())
    sentences = {told.value.message(words(lang)) for lang in LANGUAGES}
    assert len(sentences) == 2
    assert all(len(sentence) > 40 for sentence in sentences)
