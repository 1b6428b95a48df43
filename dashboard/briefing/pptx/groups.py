"""Shapes that belong together as one object of a slide, and shapes that say nothing by themselves.

A chart with its bands, breaks and remarks is moved, copied and read aloud as one. Shapes stay where
they are: a group's own coordinates are those of the slide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx import shapes

if TYPE_CHECKING:
    from pptx.slide import Slide

# How office programs write that a shape is decorative; readers aloud pass over it then.
_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DEGREE = 60_000  # in which office files measure a turn
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def grouped(slide: Slide, members: Sequence[Any], *, name: str, alternative: str) -> Any:
    """One group of shapes, in the place of the first of them in the order of the slide.

    Args:
        slide: on which they stand.
        members: its shapes in the order in which they lie over each other: texts, lines, areas,
            charts, or groups; each is on the slide itself, and at least one is given.
        name: in the list of objects.
        alternative: what readers aloud say of all of it.

    Returns:
        The group.
    """
    group = slide.shapes.add_group_shape()
    element = group._element
    members[0]._element.addprevious(element)
    for member in members:
        element.append(member._element)
    boxes = [_turned_box(member) for member in members]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    frame = element.grpSpPr.get_or_add_xfrm()
    for name_of, values in (
        ("off", {"x": left, "y": top}),
        ("chOff", {"x": left, "y": top}),
        ("ext", {"cx": right - left, "cy": bottom - top}),
        ("chExt", {"cx": right - left, "cy": bottom - top}),
    ):
        part = frame.find(f"{{*}}{name_of}")
        for key, value in values.items():
            part.set(key, str(value))
    return shapes.named(group, name, alternative)


@contextmanager
def one_group(slide: Slide, *, name: str, alternative: str) -> Iterator[None]:
    """Whatever is drawn on a slide within it becomes one group; a single shape stays by itself.

    Args:
        slide: on which it is drawn.
        name: of the group in the list of objects.
        alternative: what readers aloud say of all of it.
    """
    before = len(slide.shapes)
    yield
    members = list(slide.shapes)[before:]
    if len(members) > 1:
        grouped(slide, members, name=name, alternative=alternative)
    elif members:
        shapes.named(members[0], name, alternative)


def decorative(shape: Any) -> Any:
    """Say of a shape that it only shows what a text beside it says: it has no text of its own."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    properties = shape._element.xpath("./*/p:cNvPr")[0]
    properties.set("descr", "")
    if not is_decorative(shape):
        properties.append(
            parse_xml(
                f'<a:extLst {nsdecls("a")}><a:ext uri="{_EXTENSION}"><adec:decorative '
                f'xmlns:adec="{_DECORATIVE}" val="1"/></a:ext></a:extLst>'
            )
        )
    return shape


def is_decorative(shape: Any) -> bool:
    """Whether a shape is marked as one that says nothing by itself."""
    properties = shape._element.xpath("./*/p:cNvPr")[0]
    return properties.find(f".//{{{_DECORATIVE}}}decorative[@val='1']") is not None


def each_of(members: Iterable[Any]) -> Iterator[Any]:
    """Shapes with those that stand in their groups; groups themselves are left out."""
    for shape in members:
        if hasattr(shape, "shapes"):
            yield from each_of(shape.shapes)
        else:
            yield shape


def _turned_box(shape: Any) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a shape as it is seen, turned or not."""
    # The first is the shape's own: those of a group's members come later.
    frame = shape._element.find(".//{*}xfrm")
    offset, extent = frame.find("{*}off"), frame.find("{*}ext")
    left, top = int(offset.get("x")), int(offset.get("y"))
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    angle = math.radians(int(frame.get("rot", 0)) / _DEGREE)
    if not angle:
        return left, top, left + width, top + height
    wide = abs(width * math.cos(angle)) + abs(height * math.sin(angle))
    tall = abs(width * math.sin(angle)) + abs(height * math.cos(angle))
    x, y = left + width / 2, top + height / 2
    return round(x - wide / 2), round(y - tall / 2), round(x + wide / 2), round(y + tall / 2)
