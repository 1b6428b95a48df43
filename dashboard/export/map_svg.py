"""A map of provinces as a small SVG in a page: there with the page, before any script.

It lies in its box as Plotly lays its own map, so that one takes the place of the other unseen.
"""

from __future__ import annotations

from functools import cache

from dashboard.charts.map import LATITUDES, LONGITUDES
from dashboard.charts.marks import AreaClass, AreaMap
from dashboard.core import dictionary
from dashboard.export import markup
from dashboard.export.islands import Ring, islands
from dashboard.warehouse.engine import Warehouse

_UNITS = 50  # of a degree, so that corners are whole numbers: a quarter of a pixel


def map_svg(warehouse: Warehouse, drawn: AreaMap, reading: str) -> str:
    """The map of an answer.

    Args:
        warehouse: where the shapes are.
        drawn: the provinces by class.
        reading: the map in words.
    """
    paths = _paths(warehouse)
    return markup.render(
        "map.html",
        reading=reading,
        width=round((LONGITUDES[1] - LONGITUDES[0]) * _UNITS),
        height=round((LATITUDES[1] - LATITUDES[0]) * _UNITS),
        classes=[
            {
                "colour": one.colour,
                "line": dictionary.ink(_edge(one)),
                "is_dotted": one.is_dotted,
                "path": "".join(paths[area.location] for area in one.areas),
            }
            for one in drawn.classes
        ],
        chosen="".join(paths[area.location] for area in drawn.chosen),
        highlight=dictionary.ink("highlight"),
    )


def _edge(one: AreaClass) -> str:
    """The ink of the line around the areas of a class."""
    return "text" if one.is_dotted else "outline" if one.is_outlined else "paper"


@cache
def _paths(warehouse: Warehouse) -> dict[str, str]:
    """The path of each province, in whole units from the upper left corner."""
    return {
        code: "".join(path for ring in rings if (path := _path(ring)))
        for code, rings in islands(warehouse).items()
    }


def _path(ring: Ring) -> str:
    """A ring as steps from corner to corner, each as short as it can be written."""
    corners = [
        (round((x - LONGITUDES[0]) * _UNITS), round((LATITUDES[1] - y) * _UNITS)) for x, y in ring
    ]
    (x, y), steps = corners[0], []
    start = f"M{x} {y}l"
    for right, down in corners[1:]:
        if (right, down) != (x, y):
            steps.append(f"{right - x} {down - y}")
        x, y = right, down
    return f"{start}{' '.join(steps).replace(' -', '-')}z" if steps else ""
