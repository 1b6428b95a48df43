"""What a deck says of itself: title, author, date, and how many slides it has of which titles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dashboard.briefing.content import Briefing
from dashboard.briefing.xml_text import printable

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_MOST = 255  # letters that an office file's property holds
_AUTHOR = "Integritas Daerah"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def write(deck: Presentation, briefing: Briefing) -> None:
    """Say what this deck is; nothing stays of what the template says of itself."""
    properties, day = deck.core_properties, briefing.facts_date
    properties.title = printable(briefing.title)[:_MOST]
    properties.subject = printable(briefing.subtitle)[:_MOST]
    properties.author = properties.last_modified_by = _AUTHOR
    properties.language = briefing.lang
    properties.created = properties.modified = dt.datetime(day.year, day.month, day.day)
    properties.comments = printable(briefing.facts_line)
    properties.revision = 1
    for name in ("category", "content_status", "keywords", "version"):
        setattr(properties, name, "")
    _without_thumbnail(deck)
    _count(deck)


def _without_thumbnail(deck: Presentation) -> None:
    """The picture of a template is none of its deck."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    relations = deck.part.package._rels
    for id_ in [
        id_ for id_, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        relations.pop(id_)


def _count(deck: Presentation) -> None:
    """The properties that an office program counts: slides, their notes and titles."""
    from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    package = deck.part.package
    written = _extended(deck)
    for one in package._rels.values():
        if one.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            one.target_part._blob = written
            return
    part = Part(
        PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, package, written
    )
    package.relate_to(part, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def _extended(deck: Presentation) -> bytes:
    from lxml import etree

    titles = [_title(slide) for slide in deck.slides]
    notes = sum(slide.has_notes_slide for slide in deck.slides)
    root = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap={None: _EXTENDED, "vt": _TYPES})
    for name, value in (
        ("TotalTime", 0),
        ("Application", _AUTHOR),
        ("Slides", len(titles)),
        ("Notes", notes),
        ("HiddenSlides", 0),
    ):
        _add(root, _EXTENDED, name).text = str(value)
    headings = _add(_add(root, _EXTENDED, "HeadingPairs"), _TYPES, "vector")
    headings.set("size", "2")
    headings.set("baseType", "variant")
    _add(_add(headings, _TYPES, "variant"), _TYPES, "lpstr").text = "Slide Titles"
    _add(_add(headings, _TYPES, "variant"), _TYPES, "i4").text = str(len(titles))
    parts = _add(_add(root, _EXTENDED, "TitlesOfParts"), _TYPES, "vector")
    parts.set("size", str(len(titles)))
    parts.set("baseType", "lpstr")
    for title in titles:
        _add(parts, _TYPES, "lpstr").text = title
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _add(parent: Any, namespace: str, name: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{namespace}}}{name}")


def _title(slide: Any) -> str:
    title = slide.shapes.title
    return "" if title is None else " ".join(printable(title.text_frame.text).split())[:_MOST]
