"""Colours of marks that are a theme's own: black, grey and white of the screen follow the template.

A mark in the colour of the dashboard's texts would vanish on a dark slide, and a white edge would
be seen; as inks of the theme they follow an office's template.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from dashboard.briefing.pptx import shapes
from dashboard.charts.marks import PAPER, Labels, Marker, Plot
from dashboard.core import dictionary

_COLOURS = ("colour", "fill", "edge", "ink")  # what fields of marks call them


def themed(plot: Plot) -> Plot:
    """The plot with its black, grey and white as inks of the theme."""
    return replace(plot, marks=tuple(_inked(mark) for mark in plot.marks))


def _inked(given: Any) -> Any:
    """A mark, or a part of one, in inks of the theme."""
    if isinstance(given, Labels) and given.side == "center":  # chosen for the mark around it
        return given
    changed: dict[str, Any] = {}
    for one in fields(given):
        value = getattr(given, one.name)
        if one.name in _COLOURS:
            changed[one.name] = tuple(map(ink, value)) if isinstance(value, tuple) else ink(value)
        elif is_dataclass(value):
            changed[one.name] = _inked(value)
    if isinstance(given, Marker) and given.fill == PAPER:  # it is hollow, which its fill tells
        changed["fill"] = PAPER
    return replace(given, **changed)


def ink(colour: str) -> str:
    """A colour of a mark: `#RRGGBB`, or an ink of the theme for black, grey and white."""
    return _inks().get(colour, colour)


@lru_cache(maxsize=1)
def _inks() -> dict[str, str]:
    roles = {
        **dict.fromkeys(("text", "highlight"), shapes.TEXT),
        "muted": shapes.MUTED,
        **dict.fromkeys(("line", "grid", "year_line"), shapes.HAIR),
        "paper": shapes.PAPER,
    }
    return {dictionary.ink(role): ink for role, ink in roles.items()}


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
