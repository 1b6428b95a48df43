"""Maps on slides: one shape a region that a reader can recolour, move and select."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.template import Box
from dashboard.charts.map import dot_order
from dashboard.charts.marks import Area, AreaMap
from dashboard.core import dictionary
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.map_shapes import Ring, islands

if TYPE_CHECKING:
    from pptx.slide import Slide

_UNITS = 100  # of a point, so that corners are whole numbers
_MOST_NAMED = 6


def pages(warehouse: Warehouse, drawn: AreaMap, font: Font) -> list[Page]:
    """What draws a map."""
    return [lambda slide, box: _draw(slide, box, warehouse, drawn, font)]


def _draw(slide: Slide, box: Box, warehouse: Warehouse, drawn: AreaMap, font: Font) -> None:
    extent = drawn.extent
    scale = min(box.width / extent.width, box.height / extent.height)
    left = box.left + (box.width - extent.width * scale) / 2
    top = box.top + (box.height - extent.height * scale) / 2
    known = islands(warehouse, drawn.shapes)

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - extent.west) * scale, top + (extent.north - y) * scale

    named: list[tuple[str, Box]] = []
    # Without it each of 514 shapes looks through all before it for a free number.
    slide.shapes.turbo_add_enabled = True
    # The chosen ones last: their outline lies over their neighbours'.
    order = sorted(
        ((one, area) for one in drawn.classes for area in one.areas),
        key=lambda pair: pair[1].is_chosen,
    )
    for one, area in order:
        rings = [tuple(at(x, y) for x, y in ring) for ring in known[area.location]]
        edge = shapes.TEXT if area.is_chosen else shapes.PAPER
        if one.is_outlined and not area.is_chosen:
            edge = dictionary.ink("outline")
        is_dotted = one.is_dotted and not area.is_chosen
        if is_dotted:
            edge = shapes.TEXT
        shape = _region(slide, rings, area, one.colour, edge)
        if is_dotted:
            shapes.dashed(shape, "dot")
        if area.is_chosen:
            xs = [x for ring in rings for x, _y in ring]
            ys = [y for ring in rings for _x, y in ring]
            place = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            named.append((area.label, place))
    dotted = ((one, area) for one, area in order if area.dot)
    for one, area in sorted(dotted, key=lambda pair: (pair[1].is_chosen, dot_order(pair[0]))):
        if area.dot:
            _dot(slide, at(*area.dot), drawn.dot_size, one.colour, area)
    slide.shapes.turbo_add_enabled = False
    if len(named) <= _MOST_NAMED:
        for text, place in named:
            _name(slide, box, text, place, font)


def _name(slide: Slide, box: Box, text: str, place: Box, font: Font) -> None:
    """The name above its province, on a ground that keeps it readable."""
    size = 12.0
    width, height = font.width(text, size, bold=True) + 8, size * 1.3
    left = min(max(place.left + place.width / 2 - width / 2, box.left), box.right - width)
    above = max(place.top - height - 2, box.top)
    at = Box(left, above, width, height)
    shapes.area(slide, at, shapes.PAPER, name=text, alternative=text, opacity=0.8)
    shapes.text(slide, at, [text], size=size, name=text, bold=True, align="center", anchor="middle")


def _dot(slide: Slide, at: tuple[float, float], size: float, colour: str, area: Area) -> None:
    """The dot of a region that is too small to be seen: its ring is the outline of the chosen."""
    place = Box(at[0] - size / 2, at[1] - size / 2, size, size)
    shapes.area(
        slide,
        place,
        colour,
        kind="OVAL",
        name=area.name,
        alternative=area.tip.replace("\n", "; "),
        edge=shapes.TEXT,
        edge_width=2.0 if area.is_chosen else 0.75,
    )


def _region(slide: Slide, rings: list[Ring], region: Area, ink: str, edge: str) -> Any:
    """One region as one freeform of all its islands.

    The path is written as a whole: python-pptx's builder measures all of it at every corner.
    """
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    left, top = min(xs), min(ys)
    box = Box(left, top, max(xs) - left, max(ys) - top)
    shape = shapes.area(
        slide,
        box,
        ink,
        name=region.name,
        alternative=region.tip.replace("\n", "; "),
        edge=edge,
        edge_width=2.0 if region.is_chosen else 0.6,
    )

    def point(x: float, y: float) -> str:
        return f'<a:pt x="{round((x - left) * _UNITS)}" y="{round((y - top) * _UNITS)}"/>'

    path = "".join(
        f"<a:moveTo>{point(*ring[0])}</a:moveTo>"
        + "".join(f"<a:lnTo>{point(x, y)}</a:lnTo>" for x, y in ring[1:])
        + "<a:close/>"
        for ring in rings
    )
    size = f'w="{round(box.width * _UNITS)}" h="{round(box.height * _UNITS)}"'
    old = shape._element.spPr.find("{*}prstGeom")
    old.addprevious(
        parse_xml(
            f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="l" t="t" r="r" b="b"/>'
            f"<a:pathLst><a:path {size}>{path}</a:path></a:pathLst></a:custGeom>"
        )
    )
    shape._element.spPr.remove(old)
    return shape
