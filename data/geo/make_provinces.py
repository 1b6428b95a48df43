"""Make provinces.parquet and provinces_slides.parquet again, from the package they come from.

    python data/geo/make_provinces.py                                  # fetches with `npm pack`
    python data/geo/make_provinces.py path/to/indonesia-geodata-0.1.3.tgz

Nothing is written unless the tarball is exactly the published one and the shapes are what maps
here rely on: 38 provinces, valid, exterior rings clockwise (Plotly fills the rest of the globe
when they are not).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from npm_package import Package

PACKAGE = Package(
    "indonesia-geodata@0.1.3",
    "uc5nCT5h9/NCkr3NWK+xCo+G2L7vPWBVXp/QmAlv7Yu4AH42v0pVSYx7z73t9pYS3XDFERkiyCBob/V921Bj+Q==",
)
MEMBER = "package/json/indonesiaHigh.json"
PROVINCES = 38
HERE = Path(__file__).parent

# The slides layer: an island smaller than this is dropped, unless it is one of the largest of its
# province; then shared borders are simplified together, so that neighbours still touch.
SLIDES_SMALLEST_ISLAND_KM2 = 50
SLIDES_ISLANDS_ALWAYS_KEPT = 6
SLIDES_TOLERANCE_DEGREES = 0.05
EQUAL_AREA = "EPSG:6933"


def frame_of(features: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return the provinces of the package, in the order of their codes."""
    frame = gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")
    frame = frame.rename(columns={"REGION_CODE": "region_code"})[["region_code", "geometry"]]
    return frame.sort_values("region_code", ignore_index=True)


def simplified(provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the provinces with fewer points and without the smallest islands."""
    islands = provinces.explode(ignore_index=True)
    islands["km2"] = islands.to_crs(EQUAL_AREA).area / 1e6
    rank = islands.groupby("region_code")["km2"].rank(ascending=False, method="first")
    kept = islands[
        (islands["km2"] >= SLIDES_SMALLEST_ISLAND_KM2) | (rank <= SLIDES_ISLANDS_ALWAYS_KEPT)
    ]
    whole = kept[["region_code", "geometry"]].dissolve("region_code", method="coverage")
    whole.geometry = whole.geometry.simplify_coverage(SLIDES_TOLERANCE_DEGREES)
    return whole.reset_index()


def clockwise(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with every exterior ring clockwise."""
    return frame.set_geometry(shapely.orient_polygons(frame.geometry, exterior_cw=True))


def write(frame: gpd.GeoDataFrame, name: str) -> None:
    """Write a layer, read it back and check what maps rely on."""
    target = HERE / name
    frame.to_parquet(target, index=False, compression="zstd")
    again = gpd.read_parquet(target)
    islands = again.explode(ignore_index=True).geometry
    problems = {
        "38 different provinces": len(again) == PROVINCES == again["region_code"].nunique(),
        "EPSG:4326": again.crs == "EPSG:4326",
        "valid shapes": bool(again.is_valid.all()) and not again.is_empty.any(),
        "clockwise rings": not shapely.is_ccw(shapely.get_exterior_ring(islands)).any(),
    }
    if wrong := [what for what, holds in problems.items() if not holds]:
        target.unlink()
        sys.exit(f"{name} breaks: {', '.join(wrong)}")
    points = int(shapely.get_num_coordinates(again.geometry).sum())
    print(f"{name}: {len(islands)} islands, {points} points, {target.stat().st_size} bytes")


def main() -> None:
    """Make both layers."""
    provinces = frame_of(PACKAGE.document(MEMBER)["features"])
    write(clockwise(provinces), "provinces.parquet")
    write(clockwise(simplified(provinces)), "provinces_slides.parquet")


if __name__ == "__main__":
    main()
