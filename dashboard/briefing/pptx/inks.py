"""The colours of marks on a slide: its theme's inks for black and white, lighter ones on the dark.

A template decides whether its slides are light or dark. Marks in the colour of the dashboard's
texts or of its paper take the theme's; other colours have lighter twins on a dark ground.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx import shapes
from dashboard.charts.marks import PAPER, Band, Marker, Plot
from dashboard.core import dictionary

if TYPE_CHECKING:
    from pptx.slide import Slide

_COLOURS = ("colour", "fill", "edge", "ink")  # what fields of marks call them
_LEAST_GROUND = 0.3  # opacity of a band on the dark, where less is not seen
_HALF = 0.5  # of the lightness of white


def themed(plot: Plot, slide: Slide) -> Plot:
    """The plot with the colours of its marks as the slide's ground needs them."""
    is_dark = has_dark_ground(slide)
    marks = tuple(_inked(mark, is_dark) for mark in plot.marks)
    return replace(plot, marks=marks)


def _inked(given: Any, is_dark: bool) -> Any:
    """A mark, or a part of one, in other colours."""
    changed: dict[str, Any] = {}
    for one in fields(given):
        value = getattr(given, one.name)
        if one.name in _COLOURS:
            changed[one.name] = (
                tuple(ink(colour, is_dark) for colour in value)
                if isinstance(value, tuple)
                else ink(value, is_dark)
            )
        elif is_dataclass(value):
            changed[one.name] = _inked(value, is_dark)
    if isinstance(given, Marker) and given.fill == PAPER:  # it is hollow, which its fill tells
        changed["fill"] = PAPER
    if isinstance(given, Band) and is_dark and given.opacity is not None:
        changed["opacity"] = max(given.opacity, _LEAST_GROUND)
    return replace(given, **changed)


def ink(colour: str, is_dark: bool) -> str:
    """A colour of a mark as a slide shows it: `#RRGGBB`, or one of the theme's inks."""
    known, night = dictionary.dictionary()["ink"], dictionary.dictionary()["dark"]
    if colour in (known["text"], known["highlight"]):
        return shapes.TEXT
    if colour == known["paper"]:
        return shapes.PAPER
    if not is_dark:
        return colour
    roles = {known[role]: night["ink"][role] for role in known}
    return str(night["twins"].get(colour) or roles.get(colour) or colour)


def has_dark_ground(slide: Slide) -> bool:
    """Whether texts of a slide's theme are lighter than its ground."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    master = slide.slide_layout.slide_master
    mapped = master._element.find("{*}clrMap")
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    roles = mapped.attrib if mapped is not None else {}
    return _is_dark(theme.blob, roles.get("bg1", "lt1"), roles.get("tx1", "dk1"))


@lru_cache(maxsize=16)
def _is_dark(theme: bytes, ground_is: str, text_is: str) -> bool:
    """Whether the text's colour of a theme is lighter than that of the ground."""
    from lxml import etree

    # Nothing is fetched and no entity is expanded: the file is an office's own.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    scheme = etree.fromstring(theme, parser).find(".//{*}clrScheme")

    def lightness(named: str) -> float | None:
        found = scheme.find(f"{{*}}{named}") if scheme is not None else None
        if found is None or not len(found):
            return None
        value = found[0].get("lastClr") or found[0].get("val") or ""
        try:
            parts = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        except ValueError:
            return None
        return 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]

    ground, text = lightness(ground_is), lightness(text_is)
    if ground is None:
        return False
    return ground < (_HALF if text is None else text)


@lru_cache(maxsize=64)
def fill_xml(ink: str) -> str:
    """The XML of a fill, as `shapes.fill_with` writes it."""
    from lxml import etree
    from pptx.dml.fill import FillFormat
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    parent = parse_xml(f"<a:rPr {nsdecls('a')}/>")
    shapes.fill_with(FillFormat.from_fill_parent(parent), ink)
    return etree.tostring(parent[0], encoding="unicode")
