"""Shapes: complete, valid, turned the way Plotly needs, and small when served."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dashboard.warehouse.geometry import write_geojson, write_regencies
from tests.fixtures import DATA

LAYERS = {name: DATA / "geo" / f"{name}.parquet" for name in ("provinces", "provinces_slides")}


def regions() -> list[dict[str, str]]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def province_codes() -> list[str]:
    return sorted(row["region_code"] for row in regions() if row["level"] == "provinsi")


NAMES = {row["region_code"]: row["region_name"] for row in regions()}
PROVINCE_OF = {
    row["region_code"]: row["province_code"]
    for row in regions()
    if row["level"] in ("kabupaten", "kota")
}


@pytest.fixture(scope="module")
def layers() -> dict[str, gpd.GeoDataFrame]:
    return {name: gpd.read_parquet(path) for name, path in LAYERS.items()}


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("geo") / "provinces.json"
    write_geojson(LAYERS["provinces"], target, NAMES)
    return target


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_has_each_province_once_and_nothing_else(layers, name):
    layer = layers[name]
    assert list(layer.columns) == ["region_code", "geometry"]
    assert sorted(layer["region_code"]) == province_codes()
    assert len(layer) == 38
    assert layer.crs.to_string() == "EPSG:4326"


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_valid_and_clockwise(layers, name):
    shapes = layers[name].geometry
    assert shapes.is_valid.all()
    rings = shapely.get_exterior_ring(shapes.explode().values)
    assert not shapely.is_ccw(rings).any()


def test_the_slides_layer_is_smaller_and_keeps_the_land(layers):
    full, slides = layers["provinces"], layers["provinces_slides"]
    assert LAYERS["provinces_slides"].stat().st_size < LAYERS["provinces"].stat().st_size
    points = [int(shapely.get_num_coordinates(f.geometry).sum()) for f in (slides, full)]
    assert points[0] < 0.5 * points[1]
    area = [f.set_index("region_code").to_crs("EPSG:6933").area for f in (slides, full)]
    assert (area[0] / area[1]).between(0.8, 1.05).all()
    islands = [f.explode().groupby("region_code").size() for f in (slides, full)]
    assert (islands[0] >= islands[1].clip(upper=6)).all()


def test_the_served_file_has_every_island_by_its_code(served, layers):
    collection = json.loads(served.read_bytes())
    assert collection["type"] == "FeatureCollection"
    assert [f["id"] for f in collection["features"]] == province_codes()
    assert {
        f["id"]: f["properties"]["name"] for f in collection["features"]
    }.items() <= NAMES.items()
    islands = sum(len(f["geometry"]["coordinates"]) for f in collection["features"])
    assert islands == len(layers["provinces"].explode())


def test_the_served_shapes_are_valid_clockwise_and_rounded(served):
    for feature in json.loads(served.read_bytes())["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid, feature["id"]
        for polygon in feature["geometry"]["coordinates"]:
            assert not shapely.is_ccw(shapely.LinearRing(polygon[0])), feature["id"]
            for ring in polygon:
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert all(value == round(value, 3) for point in ring for value in point)


def test_the_gzip_sibling_is_the_same_file_and_the_same_bytes_each_time(served, tmp_path):
    packed = served.with_name("provinces.json.gz")
    assert gzip.decompress(packed.read_bytes()) == served.read_bytes()
    write_geojson(LAYERS["provinces"], tmp_path / "again.json", NAMES)
    assert (tmp_path / "again.json.gz").read_bytes() == packed.read_bytes()
    assert packed.stat().st_size < 60_000


@pytest.fixture(scope="module")
def regencies(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("regencies")
    write_regencies(DATA / "geo" / "regencies.parquet", folder, PROVINCE_OF, NAMES)
    return folder


def features(path: Path) -> list[dict[str, Any]]:
    collection = json.loads(path.read_bytes())
    assert collection["type"] == "FeatureCollection"
    return collection["features"]


def test_one_light_file_has_all_regencies_and_one_a_province_those_of_it(regencies):
    names = {f"regencies-{code}.json" for code in province_codes()}
    assert {path.name for path in regencies.iterdir()} == {"regencies.json", *names}
    assert [one["id"] for one in features(regencies / "regencies.json")] == sorted(PROVINCE_OF)
    zoomed = {path.stem[-2:]: features(path) for path in regencies.glob("regencies-*.json")}
    found = {one["id"]: code for code, ones in zoomed.items() for one in ones}
    assert found == PROVINCE_OF
    assert sum(map(len, zoomed.values())) == 514


@pytest.mark.parametrize(("name", "decimals"), [("regencies", 3), ("regencies-63", 4)])
def test_the_served_regencies_are_valid_clockwise_and_rounded(regencies, name, decimals):
    shapes = []
    for feature in features(regencies / f"{name}.json"):
        assert feature["properties"] == {"name": NAMES[feature["id"]]}
        shapes.append(shapely.geometry.shape(feature["geometry"]))
        assert shapes[-1].is_valid, feature["id"]
        for polygon in feature["geometry"]["coordinates"]:
            assert not shapely.is_ccw(shapely.LinearRing(polygon[0])), feature["id"]
            assert all(v == round(v, decimals) for ring in polygon for point in ring for v in point)
    assert shapely.coverage_is_valid(shapes)


def test_the_files_of_regencies_are_light(regencies):
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in regencies.iterdir()}
    assert sizes.pop("regencies.json") < 130_000
    assert max(sizes.values()) < 25_000


def test_the_files_of_regencies_are_the_same_each_time(regencies, tmp_path):
    write_regencies(DATA / "geo" / "regencies.parquet", tmp_path, PROVINCE_OF, NAMES)
    for path in regencies.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_rounding_drops_what_collapses_but_never_a_whole_province(tmp_path):
    def square(x: float, size: float) -> shapely.Polygon:
        return shapely.box(x, 0, x + size, size)

    shapes = [
        shapely.MultiPolygon([square(0, 1), square(2, 0.0001)]),
        square(5, 0.0001),
        shapely.Polygon([(7, 0), (9, 0), (9, 2), (7, 2)], [[(8, 1), (8.0001, 1), (8, 1.0001)]]),
    ]
    frame = gpd.GeoDataFrame({"region_code": ["11", "12", "13"]}, geometry=shapes, crs="EPSG:4326")
    frame.to_parquet(tmp_path / "tiny.parquet")
    write_geojson(tmp_path / "tiny.parquet", tmp_path / "tiny.json", NAMES)
    first, second, third = json.loads((tmp_path / "tiny.json").read_bytes())["features"]
    assert len(first["geometry"]["coordinates"]) == 1
    assert shapely.geometry.shape(second["geometry"]).area > 0
    assert len(third["geometry"]["coordinates"][0]) == 1
    for feature in (first, second, third):
        ring = feature["geometry"]["coordinates"][0][0]
        assert not shapely.is_ccw(shapely.LinearRing(ring))
