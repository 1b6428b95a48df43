"""Make regencies.parquet again: where the kabupaten and kota lie, estimated from their villages.

    python data/geo/make_regencies.py                              # fetches with `npm pack`
    python data/geo/make_regencies.py path/to/geografis-1.3.2.tgz

No registry has the borders of the 514 with a clean licence, but one has the place of each village.
The ground nearest to a village counts as its regency's (Voronoi cells), within the province shapes
that lie beside this script. Nothing is written unless the tarball is exactly the published one and
the shapes are what maps here rely on.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from npm_package import Package

PACKAGE = Package(
    "geografis@1.3.2",
    "VNrk114ibD0NxQ0ueAkjjT42Lnf9nVih18cvbw0rxoSlvoLV3OApkZLnkOe2ccrgi7+TMcRyNaOawHEdSag+oQ==",
)
MEMBER = "package/data/json/data.json"
HERE = Path(__file__).parent
PROVINCES, REGIONS = HERE / "provinces.parquet", HERE.parent / "regions.csv"
TARGET = HERE / "regencies.parquet"
REGENCIES = 514

# The package has the codes of 2021, before Papua was divided: regencies are joined by name. These
# nine it spells in another way than regions.csv.
SPELLINGS = {
    "Kabupaten Muko Muko": "Kabupaten Mukomuko",
    "Kabupaten Pahuwato": "Kabupaten Pohuwato",
    "Kabupaten Pangkajene Kepulauan": "Kabupaten Pangkajene dan Kepulauan",
    "Kabupaten Toba Samosir": "Kabupaten Toba",
    "Kabupaten Toli Toli": "Kabupaten Toli-Toli",
    "Kota Bau Bau": "Kota Baubau",
    "Kota Palangkaraya": "Kota Palangka Raya",
    "Kota Pare Pare": "Kota Parepare",
    "Kota Tanjung Balai": "Kota Tanjungbalai",
}

# Mercator keeps angles, and so which of two near villages is the nearer one; nowhere in Indonesia
# are its distances more than two in a hundred too long.
DEGREES, METRES, EQUAL_AREA = "EPSG:4326", "EPSG:3395", "EPSG:6933"
# A village farther from its province than this is a mistake of the package.
FARTHEST_METRES = 25_000
# So is a piece of a regency among others that has less of its ground than this.
SMALLEST_SHARE = 0.02
# The province shape of Jakarta lacks these islands: circles around their villages stand for them.
ISLANDS_WITHOUT_A_SHAPE = "31.01"
ISLAND_METRES = 1_000

# Of each layer: how far a border may be simplified, the grid of its coordinates (four decimals are
# eleven metres), and the smallest island that stays, in km2, when a regency has a larger one.
LAYERS = {
    "geometry": (0.002, 1e-4, 0.0),
    "overview": (0.012, 1e-3, 10.0),
}


def names(regions: Path) -> dict[str, str]:
    """The code of each kabupaten and kota of regions.csv by its official name."""
    with regions.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] in ("kabupaten", "kota")]
    return {row["region_name"]: row["region_code"] for row in rows}


def points(villages: Iterable[dict[str, Any]], codes: dict[str, str]) -> gpd.GeoDataFrame:
    """The villages as points in metres, each with its regency and once only.

    Args:
        villages: with `code`, `city`, `longitude` and `latitude`.
        codes: of the regencies, by name.
    """
    frame = pd.DataFrame(villages).sort_values("code", ignore_index=True)
    city = frame["city"].replace(SPELLINGS)
    if unknown := sorted(set(city) - codes.keys()):
        sys.exit(f"regions.csv knows no {', '.join(unknown)}")
    frame["region_code"] = city.map(codes)
    frame = frame.drop_duplicates(["longitude", "latitude"], ignore_index=True)
    places = gpd.points_from_xy(frame["longitude"], frame["latitude"], crs=DEGREES)
    return gpd.GeoDataFrame(frame[["region_code"]], geometry=places).to_crs(METRES)


def cells(villages: gpd.GeoDataFrame, province: shapely.Geometry) -> gpd.GeoDataFrame:
    """The regencies of one province, with the number of villages that each was made of.

    Args:
        villages: of the province, in metres.
        province: its shape, in degrees.
    """
    ground = gpd.GeoSeries([province], crs=DEGREES)
    near = shapely.dwithin(villages.geometry.values, ground.to_crs(METRES)[0], FARTHEST_METRES)
    used = villages[near].reset_index(drop=True)
    around = shapely.MultiPoint(used.geometry.values)
    reach = shapely.box(*ground.to_crs(METRES).total_bounds).buffer(FARTHEST_METRES)
    found = shapely.voronoi_polygons(around, extend_to=reach, ordered=True)
    used = used.set_geometry(list(found.geoms), crs=METRES).assign(villages=1)
    whole = used.dissolve("region_code", method="coverage", aggfunc="sum").to_crs(DEGREES)
    whole.geometry = [_area(shape) for shape in whole.intersection(province)]
    return joined_up(whole.reset_index(), villages[near].to_crs(DEGREES))


def joined_up(regencies: gpd.GeoDataFrame, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The regencies without ground that cells reached over water, or around a misplaced village.

    A piece that is not the largest of its regency, and has no village of it or next to none of its
    ground, goes to the neighbour with the longest common border. A piece without a neighbour, an
    island, stays.

    Args:
        regencies: of one province, in degrees.
        villages: that they were made of, in degrees.
    """
    pieces = regencies.explode(ignore_index=True)
    km2 = pieces.to_crs(EQUAL_AREA).area
    owners = pieces["region_code"]
    share = km2 / km2.groupby(owners).transform("sum")
    tree = shapely.STRtree(pieces.geometry.values)
    at, piece = tree.query(villages.geometry.values, predicate="intersects")
    own = piece[villages["region_code"].to_numpy()[at] == owners.to_numpy()[piece]]
    is_small = (share < SMALLEST_SHARE) | ~pieces.index.isin(own)
    is_small &= km2 < km2.groupby(owners).transform("max")
    left = set(pieces.index[is_small])
    while left:
        moved = {}
        for row in sorted(left):
            others = pieces[~pieces.index.isin(left) & (owners != owners[row])]
            common = shapely.intersection(others.boundary.values, pieces.geometry[row].boundary)
            border = shapely.length(common)
            if border.max(initial=0) > 0:
                moved[row] = owners[others.index[border.argmax()]]
        if not moved:
            break
        owners = pd.Series(moved).combine_first(owners)
        left -= moved.keys()
    pieces["region_code"] = owners
    whole = pieces[["region_code", "geometry"]].dissolve("region_code").reset_index()
    return regencies.assign(geometry=whole.geometry)


def circles(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A regency of islands that no province shape has, as circles around its villages."""
    code = villages["region_code"].iloc[0]
    shape = villages.buffer(ISLAND_METRES, quad_segs=4).to_crs(DEGREES).union_all()
    return gpd.GeoDataFrame(
        {"region_code": [code], "villages": [len(villages)]}, geometry=[shape], crs=DEGREES
    )


def estimated(villages: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Every regency, ordered by its code, unsimplified and in degrees.

    Args:
        villages: of `points`.
        provinces: their codes and shapes, in degrees.
    """
    islands = villages["region_code"] == ISLANDS_WITHOUT_A_SHAPE
    found = [circles(villages[islands])] if islands.any() else []
    rest = villages[~islands]
    by_province = dict(iter(rest.groupby(rest["region_code"].str[:2])))
    for code, shape in zip(provinces["region_code"], provinces.geometry, strict=True):
        found.append(cells(by_province[code], shape))
    frame = pd.concat(found, ignore_index=True)
    return frame[["region_code", "villages", "geometry"]].sort_values(
        "region_code", ignore_index=True
    )


def coverage(shapes: Any, grid: float) -> Any:
    """The shapes with coordinates on a grid, such that neighbours have every point in common.

    Lines are cut where they meet and only then put together again: rounding each shape alone would
    leave gaps and overlaps.

    Args:
        shapes: an array of polygons that hardly overlap, in degrees.
        grid: in degrees.
    """
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=grid)
    pieces = np.array(shapely.polygonize([lines]).geoms)
    inside, owner = shapely.STRtree(shapes).query(
        shapely.point_on_surface(pieces), predicate="intersects"
    )
    owners = pd.Series(owner).groupby(inside).min()  # a piece of two is the first one's
    parts = {
        one: shapely.coverage_union_all(pieces[rows.index.to_numpy()])
        for one, rows in owners.groupby(owners)
    }
    return np.array([parts.get(one, shapely.MultiPolygon()) for one in range(len(shapes))])


def simplified(shapes: Any, tolerance: float, grid: float, smallest_km2: float) -> Any:
    """The shapes with fewer points and shared borders, rings clockwise; see `LAYERS`."""
    fewer = coverage(shapely.coverage_simplify(shapes, tolerance), grid)
    frame = gpd.GeoDataFrame({"owner": range(len(fewer))}, geometry=fewer, crs=DEGREES)
    islands = frame.explode(ignore_index=True)
    km2 = islands.to_crs(EQUAL_AREA).area / 1e6
    has_none_larger = km2.groupby(islands["owner"]).transform("max") < smallest_km2
    tree = shapely.STRtree(islands.geometry.values)
    one, other = tree.query(islands.geometry.values, predicate="intersects")
    is_joined = islands.index.isin(one[one != other])
    stays = islands[(km2 >= smallest_km2) | has_none_larger | is_joined]
    kept = stays.geometry.groupby(stays["owner"])
    whole = [shapely.MultiPolygon(list(rows)) for _, rows in kept]
    # Decimals, and not a multiple of the grid: 95.123 and not 95.12299999999999.
    decimals = round(-np.log10(grid))
    rounded = shapely.transform(np.array(whole), lambda xy: np.round(xy, decimals))
    return shapely.orient_polygons(shapely.normalize(rounded), exterior_cw=True)


def _area(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons among what an intersection leaves."""
    parts = [one for one in shapely.get_parts(shape) if one.geom_type.endswith("Polygon")]
    return shapely.MultiPolygon(shapely.get_parts(np.array(parts)).tolist())


def layers(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The columns of the file: code, villages, and a shape for zooming and one for the nation."""
    exact = coverage(frame.geometry.values, min(grid for _, grid, _ in LAYERS.values()))
    made = {name: simplified(exact, *how) for name, how in LAYERS.items()}
    data = frame[["region_code", "villages"]].assign(
        overview=gpd.GeoSeries(made["overview"], crs=DEGREES)
    )
    return gpd.GeoDataFrame(data, geometry=made["geometry"], crs=DEGREES)


def write(frame: gpd.GeoDataFrame, target: Path) -> None:
    """Write the file, read it back and check what maps rely on."""
    frame.to_parquet(target, index=False, compression="zstd")
    again = gpd.read_parquet(target)
    problems = {"514 different regencies": len(again) == REGENCIES == again.region_code.nunique()}
    for name in LAYERS:
        shapes = again[name]
        rings = shapely.get_exterior_ring(shapes.explode().values)
        problems |= {
            f"{name}: EPSG:4326": shapes.crs == DEGREES,
            f"{name}: valid shapes": bool(shapes.is_valid.all()) and not shapes.is_empty.any(),
            f"{name}: shared borders": shapely.coverage_is_valid(shapes.values),
            f"{name}: clockwise rings": not shapely.is_ccw(rings).any(),
        }
        count = int(shapely.get_num_coordinates(shapes.values).sum())
        print(f"{name}: {len(rings)} islands, {count} points")
    if wrong := [what for what, holds in problems.items() if not holds]:
        target.unlink()
        sys.exit(f"{target.name} breaks: {', '.join(wrong)}")
    print(f"{target.name}: {target.stat().st_size} bytes")


def main() -> None:
    """Make the file."""
    villages: list[dict[str, Any]] = PACKAGE.document(MEMBER)
    provinces = gpd.read_parquet(PROVINCES)
    write(layers(estimated(points(villages, names(REGIONS)), provinces)), TARGET)


if __name__ == "__main__":
    main()
