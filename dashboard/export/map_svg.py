"""A map as a small SVG in a page: there with the page, before any script.

It lies in its box as Plotly lays its own map, so that one takes the place of the other unseen.
"""

from __future__ import annotations

from dashboard.charts.map import RING, dot_order
from dashboard.charts.marks import Area, AreaClass, AreaMap
from dashboard.core import dictionary
from dashboard.export import markup
from dashboard.warehouse.engine import Warehouse, cached
from dashboard.warehouse.map_shapes import Extent, Ring, islands

_ACROSS = 2400  # units of a map, so that corners are whole numbers: a third of a pixel


def map_svg(warehouse: Warehouse, drawn: AreaMap, reading: str) -> str:
    """The map of an answer.

    Args:
        warehouse: where the shapes are.
        drawn: the regions by class.
        reading: the map in words.
    """
    paths, extent = _paths(warehouse, drawn.shapes, drawn.extent), drawn.extent
    return markup.render(
        "map.html",
        reading=reading,
        width=_ACROSS,
        height=round(_ACROSS * extent.height / extent.width),
        classes=[
            {
                "colour": one.colour,
                "line": dictionary.ink(_edge(one)),
                "is_dotted": one.is_dotted,
                "path": "".join(paths[area.location] for area in one.areas),
            }
            for one in drawn.classes
        ],
        dotted=[
            {"colour": one.colour, "path": dots}
            for one in sorted(drawn.classes, key=dot_order)
            if (dots := _dots(one.areas, extent))
        ],
        ring=RING,
        dot_size=drawn.dot_size,
        chosen_dots=_dots(drawn.chosen, extent),
        chosen="".join(paths[area.location] for area in drawn.chosen),
        highlight=dictionary.ink("highlight"),
    )


def _edge(one: AreaClass) -> str:
    """The ink of the line around the areas of a class."""
    return "text" if one.is_dotted else "outline" if one.is_outlined else "paper"


def _dots(areas: tuple[Area, ...], extent: Extent) -> str:
    """A path of no length at each small area: its round ends are the dots."""
    places = (_place(*area.dot, extent) for area in areas if area.dot)
    return "".join(f"M{x} {y}h0" for x, y in places)


def _place(x: float, y: float, extent: Extent) -> tuple[int, int]:
    """Whole units from the upper left corner."""
    units = _ACROSS / extent.width
    return round((x - extent.west) * units), round((extent.north - y) * units)


@cached(64)
def _paths(warehouse: Warehouse, shapes: str, extent: Extent) -> dict[str, str]:
    """The path of each region."""
    return {
        code: "".join(path for ring in rings if (path := _path(ring, extent)))
        for code, rings in islands(warehouse, shapes).items()
    }


def _path(ring: Ring, extent: Extent) -> str:
    """A ring as steps from corner to corner, each as short as it can be written."""
    corners = [_place(x, y, extent) for x, y in ring]
    (x, y), steps = corners[0], []
    start = f"M{x} {y}l"
    for right, down in corners[1:]:
        if (right, down) != (x, y):
            steps.append(f"{right - x} {down - y}")
        x, y = right, down
    return f"{start}{' '.join(steps).replace(' -', '-')}z" if steps else ""
