"""Date, footer and number of slides where the layout has its places for them, and reading order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboard.briefing.content import Briefing
from dashboard.briefing.font_metrics import LINE_HEIGHT
from dashboard.briefing.pptx import layouts, shapes, template
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable

if TYPE_CHECKING:
    from pptx.slide import Slide

KINDS = ("DATE", "FOOTER", "SLIDE_NUMBER")
_NUMBER, _SMALLEST, _TALL = 10.0, 9.0, 14.0  # points


def add(design: Design, briefing: Briefing) -> None:
    """The footer and number of every slide but the cover, and titles first in reading order."""
    places: dict[Any, dict[str, Any]] = {}
    for slide in design.deck.slides:
        if slide.slide_layout != design.cover or slide.slide_layout == design.content:
            if slide.slide_layout.part not in places:  # reading a layout's places takes long
                places[slide.slide_layout.part] = layouts.places(slide.slide_layout)
            _running(slide, places[slide.slide_layout.part], design, briefing)
        _ordered(slide)


def facts_of(briefing: Briefing) -> str:
    """Of which day the facts are."""
    say = briefing.say
    return say("Facts of {date}", date=say.date(briefing.facts_date))


def _running(slide: Slide, places: Mapping[str, Any], design: Design, briefing: Briefing) -> None:
    """What runs through all slides: what the briefing is, of which day, and the slide's number."""
    if "FOOTER" in places:
        footer = places["FOOTER"]
        fill(slide, footer, _short(briefing, template.box_of(footer), design), design)
    if "SLIDE_NUMBER" in places:
        _number(_copied(slide, places["SLIDE_NUMBER"]), size=0)
        return
    wide, tall = (value / 12_700 for value in (design.deck.slide_width, design.deck.slide_height))
    box = Box(min(design.room.right, wide - 8) - 40, tall - _TALL - 4, 40, _TALL)
    shape = shapes.text(
        slide, box, ["#"], size=_NUMBER, name="Slide Number", ink=shapes.MUTED, align="right"
    )
    _number(shape._element, size=_NUMBER)


def _short(briefing: Briefing, box: Box, design: Design) -> str:
    """Title and day of the facts; of a title that is too long as much as fits, the day whole."""
    day = f" · {facts_of(briefing)}"
    font, title = design.body.wherever_shown, " ".join(printable(briefing.title).split())
    rows = max(int((box.height - 6) // (_SMALLEST * LINE_HEIGHT)), 1)
    width = (box.width - 16) * (rows if rows == 1 else rows * 0.85)
    row = (max(width - font.width(day, _SMALLEST), box.width / 3), _SMALLEST * LINE_HEIGHT)
    return font.fitting(title, (_SMALLEST,), row)[0] + day


def fill(slide: Slide, place: Any, text: str, design: Design) -> None:
    """Write a text into a copy of a layout's place, in its own look; smaller where it is long."""
    from pptx.util import Pt

    element = _copied(slide, place)
    [shape] = [one for one in slide.placeholders if one._element is element]
    size, box = template.size_of(place), template.box_of(place)
    frame = shape.text_frame
    frame.text = printable(text)
    sizes = [size, *(one for one in (12.0, 11.0, 10.0, _SMALLEST) if one < size)]
    room = (box.width - 15, max(box.height - 6, _SMALLEST * LINE_HEIGHT))
    fits = design.body.wherever_shown.fitting(printable(text), sizes, room)[1]
    if fits != size:
        frame.paragraphs[0].runs[0].font.size = Pt(fits)
    shapes.named(shape, place.name, text)


def _copied(slide: Slide, place: Any) -> Any:
    """A place of the layout on a slide; it has no look of its own, and follows the layout."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    number = 1 + max((shape.shape_id for shape in slide.shapes), default=1)
    element = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name=""/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody>'
        "<a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    given = place._element.find(".//{*}ph")
    own = parse_xml(f"<p:ph {nsdecls('p')}/>")
    for name, value in given.attrib.items():
        own.set(name, value)
    element.nvSpPr.nvPr.append(own)
    element.nvSpPr.cNvPr.set("name", place.name)
    slide.shapes._spTree.insert_element_before(element, "p:extLst")
    return element


def _number(element: Any, *, size: float) -> None:
    """Let a text show the number of its slide."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    paragraph = element.find("{*}txBody/{*}p")
    old = paragraph.find("{*}r")
    field = parse_xml(
        f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        "<a:rPr/><a:t>‹#›</a:t></a:fld>"
    )
    if old is None:
        paragraph.append(field)
    else:  # in the look of the text
        field.replace(field[0], old.find("{*}rPr"))
        paragraph.replace(old, field)
    element.nvSpPr.cNvPr.set("descr", "#")


def _ordered(slide: Slide) -> None:
    """The title is read first, what runs through all slides last."""
    tree = slide.shapes._spTree
    first = [shape for shape in slide.placeholders if _kind(shape) in ("TITLE", "CENTER_TITLE")]
    last = [shape for shape in slide.placeholders if _kind(shape) in KINDS]
    for shape in first:
        tree.remove(shape._element)
        tree.find("{*}grpSpPr").addnext(shape._element)
    for shape in last:
        tree.remove(shape._element)
        tree.insert_element_before(shape._element, "p:extLst")


def _kind(shape: Any) -> str:
    return str(shape.placeholder_format.type.name)
