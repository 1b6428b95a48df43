"""From the stored shapes to the files that maps in the browser fetch."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

# A thousandth of a degree is about a hundred metres: finer than a pixel of any map shown here.
_DECIMALS = 3
_FEWEST_POINTS = 4

_Ring = list[tuple[float, float]]


def write_geojson(parquet: Path, target: Path, names: Mapping[str, str]) -> None:
    """Write province shapes as compact GeoJSON, with a gzip sibling named `<target>.gz`.

    Each feature has the region code as `id` and its name as the one property, so that a map need
    not send it with every answer. Rings run clockwise, as Plotly needs; RFC 7946 says otherwise and
    Plotly then fills the rest of the globe. The same shapes always give the same bytes, also in the
    gzip file.

    Args:
        parquet: a GeoParquet file in EPSG:4326 with the column `region_code`.
        target: the GeoJSON file to write.
        names: the full name of each region by its code.
    """
    import geopandas as gpd  # half a second to import, and only a build needs it

    frame = gpd.read_parquet(parquet).sort_values("region_code")
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"name": names.get(code, code)},
            "geometry": _geometry(shape),
        }
        for code, shape in zip(frame["region_code"], frame.geometry, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    content = json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode()
    target.write_bytes(content)
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    target.with_name(target.name + ".gz").write_bytes(packed)


def write_regencies(
    parquet: Path, folder: Path, provinces: Mapping[str, str], names: Mapping[str, str]
) -> None:
    """Write `regencies.json`, all of them in few points, and `regencies-<province>.json` to zoom.

    Features are as in `write_geojson`. The shapes are stored as they are served, rounded such that
    neighbours have every point in common and turned for Plotly, so that they are only copied here.

    Args:
        parquet: a GeoParquet file with the columns `region_code`, `overview` and `geometry`.
        folder: where the files are written.
        provinces: the code of each regency's province.
        names: the full name of each region by its code.
    """
    import pyarrow.parquet as pq
    import shapely

    table = pq.ParquetFile(parquet).read().sort_by("region_code")
    codes = table["region_code"].to_pylist()
    columns = {
        name: shapely.to_geojson(shapely.from_wkb(table[name].to_pylist())).tolist()
        for name in ("overview", "geometry")
    }
    overview = zip(codes, columns["overview"], strict=True)
    _write_collection(folder / "regencies.json", overview, names)
    of_province: dict[str, list[tuple[str, str]]] = {}
    for code, shape in zip(codes, columns["geometry"], strict=True):
        of_province.setdefault(provinces[code], []).append((code, shape))
    for province, regencies in of_province.items():
        _write_collection(folder / f"regencies-{province}.json", regencies, names)


def _write_collection(
    target: Path, shapes: Iterable[tuple[str, str]], names: Mapping[str, str]
) -> None:
    """Write shapes that are GeoJSON already, by their codes."""
    features = (
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{_properties(code, names)},'
        f'"geometry":{shape}}}'
        for code, shape in shapes
    )
    content = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    target.write_text(content, encoding="utf-8", newline="\n")


def _properties(code: str, names: Mapping[str, str]) -> str:
    return json.dumps({"name": names.get(code, code)}, separators=(",", ":"), ensure_ascii=False)


def _geometry(shape: Any) -> dict[str, Any]:
    """Round one province; a polygon that rounding makes collapse goes, but never the last one."""
    import shapely

    whole = shapely.orient_polygons(shape, exterior_cw=True)
    polygons = list(whole.geoms) if whole.geom_type == "MultiPolygon" else [whole]
    rounded = [_rounded(polygon) for polygon in polygons]
    kept = [rings for rings in rounded if rings]
    if not kept:
        largest = max(polygons, key=lambda polygon: polygon.area)
        kept = [[list(ring.coords) for ring in (largest.exterior, *largest.interiors)]]
    return {"type": "MultiPolygon", "coordinates": kept}


def _rounded(polygon: Any) -> list[_Ring]:
    """Round the rings of a polygon; none when it collapses, unrounded when it would get invalid."""
    import shapely

    exterior = _round_ring(polygon.exterior)
    holes = [_round_ring(ring) for ring in polygon.interiors]
    if len(exterior) < _FEWEST_POINTS:
        return []
    rings = [exterior, *(hole for hole in holes if len(hole) >= _FEWEST_POINTS)]
    if not shapely.Polygon(rings[0], rings[1:]).is_valid:
        return [list(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
    return rings


def _round_ring(ring: Any) -> _Ring:
    points = [(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in ring.coords]
    return [points[0], *(after for before, after in pairwise(points) if after != before)]
