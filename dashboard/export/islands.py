"""The islands of each province with as few corners as a small map can show."""

from __future__ import annotations

import json
from functools import cache

from dashboard.warehouse.engine import Warehouse

# Of a degree: less than a point on a slide and than half a pixel of a page, and a quarter of the
# corners.
_TOLERANCE = 0.03

Ring = tuple[tuple[float, float], ...]


@cache
def islands(warehouse: Warehouse) -> dict[str, list[Ring]]:
    """The rings of each province by its code, in degrees; the last corner is not the first."""
    import shapely
    from shapely.geometry import shape

    collection = json.loads(warehouse.build.shapes)
    rings: dict[str, list[Ring]] = {}
    for feature in collection["features"]:
        polygons = [polygon.simplify(_TOLERANCE) for polygon in shape(feature["geometry"]).geoms]
        large = [p for p in polygons if p.area > _TOLERANCE**2 and not p.is_empty]
        rings[feature["id"]] = [
            tuple(ring.coords)[:-1]
            for polygon in large or [max(polygons, key=shapely.area)]
            for ring in (polygon.exterior, *polygon.interiors)
        ]
    return rings
