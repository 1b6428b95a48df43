"""An office's own template: what is kept of it, and what is said of one that cannot serve."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from pptx import Presentation
from pptx.util import Pt

from dashboard.briefing import compose
from dashboard.briefing.docx import word_document
from dashboard.briefing.font_metrics import FONT
from dashboard.briefing.pptx import deck as pptx_deck
from dashboard.briefing.pptx import grounds, template
from dashboard.core import dictionary
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
    """It is changed in PowerPoint or LibreOffice; this is what decks rely on."""
    design = template.open_design(template.project_template())
    assert (design.deck.slide_width, design.deck.slide_height) == (Pt(960), Pt(540))
    assert design.room.height > 400
    assert design.title.bottom <= design.room.top + 1
    assert len(template.project_template()) < 100_000
    assert (design.heading, design.body, design.title_size) == (FONT, FONT, 26)
    inks = {name: dictionary.ink(name).lstrip("#") for name in ("text", "paper", "ground")}
    link = str(dictionary.dictionary()["link"]["light"]).lstrip("#")
    series = [colour.lstrip("#") for colour in dictionary.series_colours()]
    theme = {one.tag.rpartition("}")[2]: one[0].get("val") for one in colours_of(design)}
    assert theme == {
        **{"dk1": inks["text"], "lt1": inks["paper"], "dk2": link, "lt2": inks["ground"]},
        **{f"accent{n + 1}": series[n % len(series)] for n in range(6)},
        **{"hlink": link, "folHlink": link},
    }


def colours_of(design: template.Design) -> Any:
    return grounds.theme_of(design.content).find(".//{*}clrScheme")


def test_master_size_and_layouts_of_an_office_are_kept_and_its_slides_are_not() -> None:
    known = engine.current()
    file = pptx_deck.deck(known, compose.compose(known, asked()), template.checked(office()))
    deck = Presentation(io.BytesIO(file))
    assert (deck.slide_width, deck.slide_height) == (9_144_000, 6_858_000)
    assert [shape.name for shape in deck.slide_master.shapes if shape.shape_type == 13] == ["Logo"]
    assert len(deck.slides) >= 6
    assert all(slide.slide_layout.name != "Blank" for slide in deck.slides)
    told = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "Slide lama" not in told
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        names = packed.namelist()
        parts = [name for name in names if name.startswith("ppt/slides/slide")]
        assert len(parts) == len(deck.slides)
        assert b"sectionLst" not in packed.read("ppt/presentation.xml")
    room = template.open_design(template.checked(office())).room
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
        io.BytesIO(
            pptx_deck.deck(known, compose.compose(known, asked()), template.checked(office()))
        )
    )
    for slide in list(deck.slides)[1:-1]:
        assert not slide._element.findall(".//{*}latin")
        for paragraph in slide.shapes.title.text_frame.paragraphs:
            for run in paragraph.runs:
                assert run.font.color is None or run.font.color.type is None


def test_a_paper_s_template_is_in_our_font_and_inks() -> None:
    """It is changed in Word or LibreOffice; papers name its styles and format nothing by hand."""
    styles = docx.Document(str(word_document.TEMPLATE)).styles.element
    assert set(styles.xpath("//w:rFonts/@*")) == {FONT.name}
    colours = styles.xpath("//w:color/@w:val | //@w:color | //w:shd/@w:fill")
    inks = {dictionary.ink(name).lstrip("#") for name in ("text", "muted", "line", "ground")}
    link = str(dictionary.dictionary()["link"]["light"]).lstrip("#")
    assert set(colours) - {"auto"} == {*inks, link}
