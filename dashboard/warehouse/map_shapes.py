"""Where the shapes of a map lie and how large they are: what a drawing has to know of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.warehouse.engine import Warehouse, cached

Ring = tuple[tuple[float, float], ...]
# Of a degree: less than a point on a slide and than half a pixel of a page, and a quarter of the
# corners. Maps of one province are drawn larger, and their shapes are finer.
_OF_THE_NATION, _OF_A_PROVINCE = 0.03, 0.004


@dataclass(frozen=True)
class Extent:
    """Degrees from west to east and from south to north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Degrees of longitude."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Degrees of latitude."""
        return self.north - self.south


@dataclass(frozen=True)
class Shape:
    """One region of a map.

    Attributes:
        extent: of all its islands.
        centre: of the largest of them, longitude and latitude.
        area: square degrees.
    """

    extent: Extent
    centre: tuple[float, float]
    area: float


@dataclass(frozen=True, eq=False)
class MapShapes:
    """The shapes of a map: `name` is that of `Build.shapes`; each region's by its code."""

    name: str
    of: Mapping[str, Shape]


PROVINCES, REGENCIES = "provinces", "regencies"


def regencies_of(province_code: str) -> str:
    """The name of the shapes of one province's kabupaten and kota."""
    return f"{REGENCIES}-{province_code}"


@cached()
def shapes(warehouse: Warehouse, name: str) -> MapShapes:
    """The shapes of a name of `Build.shapes`.

    Raises:
        KeyError: the build has none of this name.
    """
    import shapely
    from shapely.geometry import shape

    found = {}
    for feature in json.loads(warehouse.build.shapes[name])["features"]:
        whole = shape(feature["geometry"])
        largest = max(getattr(whole, "geoms", (whole,)), key=shapely.area)
        centre = largest.centroid
        found[feature["id"]] = Shape(Extent(*whole.bounds), (centre.x, centre.y), whole.area)
    return MapShapes(name, found)


@cached()
def islands(warehouse: Warehouse, name: str) -> dict[str, list[Ring]]:
    """The rings of each region by its code, with as few corners as a small map can show.

    In degrees; the last corner is not the first.
    """
    import shapely
    from shapely.geometry import shape

    tolerance = _OF_A_PROVINCE if name not in (PROVINCES, REGENCIES) else _OF_THE_NATION
    if name == REGENCIES:  # drawn in few points already, which neighbours share
        tolerance = 0
    rings: dict[str, list[Ring]] = {}
    for feature in json.loads(warehouse.build.shapes[name])["features"]:
        whole = shape(feature["geometry"])
        polygons = [one.simplify(tolerance) for one in getattr(whole, "geoms", (whole,))]
        large = [p for p in polygons if p.area > tolerance**2 and not p.is_empty]
        rings[feature["id"]] = [
            tuple(ring.coords)[:-1]
            for polygon in large or [max(polygons, key=shapely.area)]
            for ring in (polygon.exterior, *polygon.interiors)
        ]
    return rings
