"""Templates as offices have them: dark in several ways, narrow, wide fonts, places in odd corners.

Each is made from the project's own or from the library's, by changing what such a template has
different. `KINDS` names them; each gives the bytes of a file as an office would hand it in.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from typing import Any

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import XmlPart
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.parts.slide import SlideLayoutPart, SlideMasterPart

from dashboard.briefing.pptx import template

A4 = (9_906_000, 6_858_000)
NAVY = "1B2A41"


def saved(deck: Any) -> bytes:
    """The file of a presentation."""
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _own() -> Any:
    return Presentation(io.BytesIO(template.project_template()))


def _theme(deck: Any, change: Callable[[Any], None]) -> None:
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    change(root)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _coloured(**colours: str) -> Callable[[Any], None]:
    def change(theme: Any) -> None:
        scheme = theme.find(".//{*}clrScheme")
        for name, value in colours.items():
            entry = scheme.find(f"{{*}}{name}")
            for old in list(entry):
                entry.remove(old)
            etree.SubElement(entry, qn("a:srgbClr")).set("val", value)

    return change


def _in_font(name: str) -> Callable[[Any], None]:
    def change(theme: Any) -> None:
        for kind in ("major", "minor"):
            theme.find(f".//{{*}}{kind}Font/{{*}}latin").set("typeface", name)

    return change


def _grounded(deck: Any, fill: str) -> None:
    """Give the master a ground of its own, and its texts the theme's light colour."""
    master = deck.slide_master._element
    old = master.cSld.find(qn("p:bg"))
    if old is not None:
        master.cSld.remove(old)
    master.cSld.insert(
        0,
        parse_xml(f"<p:bg {nsdecls('p', 'a', 'r')}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"),
    )
    for colour in master.find(qn("p:txStyles")).iter(qn("a:schemeClr")):
        if colour.get("val") == "tx1":
            colour.set("val", "bg1")


def _placed(deck: Any, title: tuple[float, ...], content: tuple[float, ...]) -> Any:
    """Put titles and contents of all layouts into parts of the slide: left, top, width, height."""
    wide, tall = deck.slide_width, deck.slide_height
    for layout in deck.slide_layouts:
        for place in layout.placeholders:
            kind = place.placeholder_format.type.name
            box = title if kind == "TITLE" else content if kind in ("OBJECT", "BODY") else None
            if box is not None and not (kind != "TITLE" and layout._element.get("type") == "title"):
                place.left, place.top = int(box[0] * wide), int(box[1] * tall)
                place.width, place.height = int(box[2] * wide), int(box[3] * tall)
    return deck


def _sized(deck: Any, size: tuple[int, int]) -> Any:
    """The same deck on slides of another size, everything in proportion."""
    across, down = size[0] / deck.slide_width, size[1] / deck.slide_height
    roots = [deck.slide_master._element, *(one._element for one in deck.slide_layouts)]
    for root in roots:
        for one in root.iter(qn("a:off"), qn("a:ext")):
            for name, factor in (("x", across), ("cx", across), ("y", down), ("cy", down)):
                if one.get(name) is not None:
                    one.set(name, str(round(int(one.get(name)) * factor)))
    deck.slide_width, deck.slide_height = size
    return deck


def _picture(owner: Any, colour: str, box: tuple[int, int, int, int]) -> None:
    """A picture in one colour on a master or layout, below its places."""
    written = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(written, "png")
    _part, relation = owner.part.get_or_add_image_part(io.BytesIO(written.getvalue()))
    left, top, wide, tall = box
    owner._element.cSld.spTree.insert(
        2,
        parse_xml(
            f'<p:pic {nsdecls("p", "a", "r")}><p:nvPicPr><p:cNvPr id="900" name="Gambar"/>'
            "<p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>"
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{tall}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        ),
    )


# --- the templates -------------------------------------------------------------------------------


def dark_theme() -> bytes:
    """Dark by the colours of its theme."""
    deck = _own()
    colours = {"dk1": "F2F2F2", "lt1": "10233F", "dk2": "DDE6F5", "lt2": "1C355C"}
    _theme(deck, _coloured(**colours, hlink="8EC5FF", folHlink="8EC5FF"))
    return saved(deck)


def dark_mapping() -> bytes:
    """Dark because its master calls the theme's dark colours its ground; 4:3 and Calibri."""
    deck = Presentation()
    mapping = deck.slide_master._element.find(qn("p:clrMap"))
    for name, value in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapping.set(name, value)
    return saved(deck)


def dark_fill() -> bytes:
    """A light theme, but a dark fill on the master."""
    deck = Presentation()
    _grounded(deck, f'<a:solidFill><a:srgbClr val="{NAVY}"/></a:solidFill>')
    return saved(deck)


def dark_picture() -> bytes:
    """A light theme, but a dark picture over the whole master."""
    deck = _own()
    _grounded(deck, '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>')
    _picture(deck.slide_master, f"#{NAVY}", (0, 0, deck.slide_width, deck.slide_height))
    return saved(deck)


def dark_gradient() -> bytes:
    """A light theme, and a master that runs from one dark colour to another."""
    deck = _own()
    stops = "".join(
        f'<a:gs pos="{place}"><a:srgbClr val="{colour}"/></a:gs>'
        for place, colour in ((0, "0B3D2E"), (100_000, "123524"))
    )
    _grounded(deck, f'<a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="5400000"/></a:gradFill>')
    return saved(deck)


def middle_grey() -> bytes:
    """A ground on which neither quiet inks nor the theme's links can be read."""
    deck = _own()
    _theme(deck, _coloured(lt1="A9B4C2", hlink="5B8DEF"))
    return saved(deck)


def narrow_wide_font() -> bytes:
    """4:3 with titles of 44 points, in a font that is wider than any that we measure with."""
    deck = Presentation()
    _theme(deck, _in_font("Verdana"))
    return saved(deck)


def a4_serif_capitals() -> bytes:
    """A4, in a serif font, titles in capitals."""
    deck = _sized(_own(), A4)
    _theme(deck, _in_font("Cambria"))
    for font in deck.slide_master._element.findall(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr"):
        font.set("cap", "all")
    return saved(deck)


def title_at_the_left() -> bytes:
    """The title in the left third, what it is about in the others."""
    return saved(_placed(_own(), (0.03, 0.1, 0.27, 0.75), (0.34, 0.06, 0.63, 0.84)))


def title_at_the_bottom() -> bytes:
    """The title below what it is about, in two columns."""
    deck = _placed(_own(), (0.03, 0.78, 0.94, 0.14), (0.03, 0.06, 0.94, 0.7))
    for layout in deck.slide_layouts:
        for place in layout.placeholders:
            if place.placeholder_format.type.name == "TITLE":
                place._element.txBody.bodyPr.set("numCol", "2")
    return saved(deck)


def title_alone() -> bytes:
    """No place for content, and a title low on the slide; no cover, no footer, no number."""
    deck = _own()
    for layout in list(deck.slide_layouts)[:-1]:
        deck.slide_layouts.remove(layout)
    [layout] = deck.slide_layouts
    for place in list(layout.placeholders):
        if place.placeholder_format.type.name != "TITLE":
            place._element.getparent().remove(place._element)
        else:
            place.left, place.top = int(deck.slide_width * 0.05), int(deck.slide_height * 0.3)
            place.width, place.height = int(deck.slide_width * 0.9), int(deck.slide_height * 0.1)
    return saved(deck)


def tiny_rooms_large_logo() -> bytes:
    """Places for content that are too small, and a logo in a corner; layouts in another order."""
    deck = _own()
    wide, tall = deck.slide_width, deck.slide_height
    _picture(deck.slide_master, "#2E7D32", (int(wide * 0.8), 0, int(wide * 0.2), int(tall * 0.2)))
    for layout in deck.slide_layouts:
        for place in layout.placeholders:
            if place.placeholder_format.type.name == "TITLE":
                place.left, place.top = int(wide * 0.04), int(tall * 0.04)
                place.width, place.height = int(wide * 0.7), int(tall * 0.12)
            if place.placeholder_format.type.name == "OBJECT":
                place.left, place.top = int(wide * 0.7), int(tall * 0.7)
                place.width, place.height = int(wide * 0.2), int(tall * 0.2)
    order = deck.slide_master._element.find(qn("p:sldLayoutIdLst"))
    for entry in list(order):
        order.insert(0, entry)
    return saved(deck)


def two_masters() -> bytes:
    """A first master that has a layout without a title, and a second one with all that serve."""
    deck = _own()
    package, first = deck.part.package, deck.slide_master
    root = copy.deepcopy(first._element)
    order = root.find(qn("p:sldLayoutIdLst"))
    for entry in list(order)[1:]:
        order.remove(entry)
    blank = copy.deepcopy(deck.slide_layouts[-1]._element)
    for place in list(blank.cSld.spTree.iterchildren(qn("p:sp"))):
        blank.cSld.spTree.remove(place)
    blank.attrib.pop("type", None)
    second = SlideMasterPart.load(
        PackURI("/ppt/slideMasters/slideMaster2.xml"),
        CONTENT_TYPE.PML_SLIDE_MASTER,
        package,
        etree.tostring(root),
    )
    layout = SlideLayoutPart.load(
        PackURI("/ppt/slideLayouts/slideLayout20.xml"),
        CONTENT_TYPE.PML_SLIDE_LAYOUT,
        package,
        etree.tostring(blank),
    )
    theme = first.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    copied = XmlPart.load(
        PackURI("/ppt/theme/theme2.xml"), CONTENT_TYPE.OFC_THEME, package, theme.blob
    )
    second.relate_to(copied, RELATIONSHIP_TYPE.THEME)
    layout.relate_to(second, RELATIONSHIP_TYPE.SLIDE_MASTER)
    entry = second._element.find(qn("p:sldLayoutIdLst"))[0]
    entry.set("id", "2147483701")
    entry.set(qn("r:id"), second.relate_to(layout, RELATIONSHIP_TYPE.SLIDE_LAYOUT))
    masters = deck.element.find(qn("p:sldMasterIdLst"))
    entry = copy.deepcopy(masters[0])
    entry.set("id", "2147483700")
    entry.set(qn("r:id"), deck.part.relate_to(second, RELATIONSHIP_TYPE.SLIDE_MASTER))
    masters.insert(0, entry)
    return saved(deck)


KINDS: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (
        *(dark_theme, dark_mapping, dark_fill, dark_picture, dark_gradient, middle_grey),
        *(narrow_wide_font, a4_serif_capitals, title_at_the_left, title_at_the_bottom),
        *(title_alone, tiny_rooms_large_logo, two_masters),
    )
}
DARK = ("dark_theme", "dark_mapping", "dark_fill", "dark_picture", "dark_gradient")
