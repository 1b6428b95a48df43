"""The shapes of the 514 kabupaten and kota: complete, valid, in their province, of a sane size."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES
from tests.fixtures import DATA

FILE, SCRIPT = DATA / "geo" / "regencies.parquet", DATA / "geo" / "make_regencies.py"
LAYERS = ("geometry", "overview")
KEPULAUAN_SERIBU = "31.01"  # the shape of its province lacks its islands
# How much of a regency may lie outside its province: a border drawn with fewer points moves.
OUTSIDE = {"geometry": 0.001, "overview": 0.03}


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROVINCE_OF = {
    row["region_code"]: row["province_code"]
    for row in rows("regions")
    if row["level"] in ("kabupaten", "kota")
}


@pytest.fixture(scope="module")
def regencies() -> gpd.GeoDataFrame:
    return gpd.read_parquet(FILE).set_index("region_code")


@pytest.fixture(scope="module")
def provinces() -> gpd.GeoSeries:
    return gpd.read_parquet(DATA / "geo" / "provinces.parquet").set_index("region_code").geometry


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    sys.path.insert(0, str(SCRIPT.parent))  # as for whoever runs it
    spec = importlib.util.spec_from_file_location("make_regencies", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(SCRIPT.parent))


def test_each_of_the_514_stands_there_once_in_the_order_of_codes(regencies: Any) -> None:
    assert len(PROVINCE_OF) == 514
    assert list(regencies.index) == sorted(PROVINCE_OF)
    assert list(regencies.columns) == ["villages", "overview", "geometry"]


@pytest.mark.parametrize("layer", LAYERS)
def test_each_is_a_valid_area_in_degrees_with_clockwise_rings(regencies: Any, layer: str) -> None:
    shapes = regencies[layer]
    assert shapes.crs.to_string() == "EPSG:4326"
    assert shapes.is_valid.all()
    assert (shapely.area(shapes.values) > 0).all()
    assert set(shapes.geom_type) == {"MultiPolygon"}
    assert not shapely.is_ccw(shapely.get_exterior_ring(shapes.explode().values)).any()


@pytest.mark.parametrize("layer", LAYERS)
def test_neighbours_share_their_borders_and_none_lies_on_another(
    regencies: Any, layer: str
) -> None:
    shapes = regencies[layer].values
    assert shapely.coverage_is_valid(shapes)
    # Said once more without the library's notion of a coverage: the parts are no more than the sum.
    whole = shapely.union_all(shapes).area
    assert shapely.area(shapes).sum() == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize("layer", LAYERS)
def test_each_lies_in_its_province_and_in_no_other(
    regencies: Any, provinces: gpd.GeoSeries, layer: str
) -> None:
    shapes = regencies[layer]
    area = shapely.area(shapes.values)
    own = provinces[shapes.index.map(PROVINCE_OF)].values
    outside = 1 - shapely.area(shapely.intersection(shapes.values, own)) / area
    assert outside[shapes.index != KEPULAUAN_SERIBU].max() < OUTSIDE[layer]
    at, province = provinces.sindex.query(shapes.values, predicate="intersects")
    foreign = provinces.index[province] != shapes.index[at].map(PROVINCE_OF)
    at, province = at[foreign], province[foreign]
    common = shapely.intersection(shapes.values[at], provinces.values[province])
    assert (shapely.area(common) / area[at]).max() < OUTSIDE[layer]
    assert KEPULAUAN_SERIBU not in set(shapes.index[at])


def test_each_province_is_filled_by_its_regencies(regencies: Any, provinces: gpd.GeoSeries) -> None:
    land = regencies.drop(KEPULAUAN_SERIBU).to_crs("EPSG:6933")
    filled = land.area.groupby(PROVINCE_OF).sum()
    assert (filled / provinces.to_crs("EPSG:6933").area).between(0.999, 1.001).all()


@pytest.mark.parametrize("layer", LAYERS)
def test_the_islands_off_jakarta_are_there(regencies: Any, layer: str) -> None:
    islands = regencies[layer][KEPULAUAN_SERIBU]
    assert len(islands.geoms) == regencies.villages[KEPULAUAN_SERIBU] == 6
    assert shapely.box(106.3, -6.1, 106.8, -5.3).contains(islands)


def test_the_areas_suit_the_villages_and_the_people(regencies: Any) -> None:
    assert regencies.villages.sum() > 83_000
    km2 = regencies.to_crs("EPSG:6933").area / 1e6
    ground = km2 / regencies.villages
    assert ground.min() > 0.5
    assert ground.max() < 500
    people = pd.Series({row["region_code"]: float(row["population"]) for row in rows("population")})
    density = people[km2.index] / km2
    assert density.min() > 1  # Mamberamo Raya
    assert density.max() < 25_000  # Jakarta Pusat
    is_kota = density.index.str[3] == "7"
    assert density[is_kota].median() > 10 * density[~is_kota].median()
    ranks = [one.rank() for one in (regencies.villages / km2, density)]
    assert np.corrcoef(ranks)[0, 1] > 0.8


def test_both_layers_are_rounded_and_one_is_lighter(regencies: Any) -> None:
    points = {layer: shapely.get_coordinates(regencies[layer].values) for layer in LAYERS}
    assert (points["geometry"] == points["geometry"].round(4)).all()
    assert (points["overview"] == points["overview"].round(3)).all()
    assert len(points["overview"]) < 30_000 < len(points["geometry"]) < 50_000


def test_that_they_are_estimated_is_said_in_the_same_words_everywhere() -> None:
    told = (DATA / "geo" / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    for lang in LANGUAGES:
        assert dictionary.caveat("regency_borders", lang) in told


# --- the script, on a country of two provinces ----------------------------------------------------

CODES = {"Kabupaten A": "11.01", "Kota B": "11.71", "Kabupaten Toba": "12.12"}
# Two squares side by side, and an island that belongs to the first.
LEFT = shapely.MultiPolygon([shapely.box(100, 0, 101, 1), shapely.box(99.5, 0.4, 99.6, 0.6)])
RIGHT = shapely.MultiPolygon([shapely.box(101, 0, 102, 1)])


def village(code: str, city: str, x: float, y: float) -> dict[str, Any]:
    return {"code": code, "city": city, "longitude": x, "latitude": y}


def country() -> list[dict[str, Any]]:
    columns = [
        *(("Kabupaten A", x) for x in (100.1, 100.22, 100.3)),
        *(("Kota B", x) for x in (100.7, 100.9)),
        ("Kabupaten Toba Samosir", 101.5),
    ]
    found = [
        village(f"{i}.{j}", city, x, y)
        for i, (city, x) in enumerate(columns)
        for j, y in enumerate(np.linspace(0.025, 0.975, 20))
    ]
    return [
        *found,
        village("8", "Kota B", 100.2, 0.52),  # among those of A: less than a fiftieth of B
        village("9", "Kota B", 110, 0),  # a thousand kilometres away
    ]


def made(script: ModuleType, villages: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    provinces = gpd.GeoDataFrame(
        {"region_code": ["11", "12"]}, geometry=[LEFT, RIGHT], crs="EPSG:4326"
    )
    return script.layers(script.estimated(script.points(villages, CODES), provinces))


def test_the_ground_goes_to_the_nearest_village(script: ModuleType) -> None:
    shapes = made(script, country())
    assert list(shapes["region_code"]) == ["11.01", "11.71", "12.12"]
    assert list(shapes["villages"]) == [60, 41, 20]
    a, b, toba = shapes.geometry
    assert [len(one.geoms) for one in (a, b, toba)] == [2, 1, 1]
    # A has the western half and the island, also where one village of B stands in it.
    assert a.covers(shapely.box(100, 0.01, 100.49, 0.99))
    assert a.covers(shapely.Point(99.55, 0.5))
    assert b.covers(shapely.box(100.51, 0.01, 100.99, 0.99))
    assert toba.equals(shapely.normalize(RIGHT))
    for layer in LAYERS:
        assert shapely.coverage_is_valid(shapes[layer].values)


def test_the_same_villages_in_any_order_give_the_same_shapes(script: ModuleType) -> None:
    first, second = made(script, country()), made(script, country()[::-1])
    for layer in LAYERS:
        assert list(shapely.to_wkb(first[layer].values)) == list(
            shapely.to_wkb(second[layer].values)
        )


def test_two_at_one_point_count_once(script: ModuleType) -> None:
    twice = [*country(), village("7", "Kota B", 100.1, 0.025)]
    found = script.points(twice, CODES)
    assert len(found) == len(twice) - 1
    assert list(found["region_code"]).count("11.71") == 42


def test_a_name_that_the_table_of_regions_lacks_ends_the_script(script: ModuleType) -> None:
    with pytest.raises(SystemExit, match="Kabupaten Atlantis"):
        script.points([*country(), village("6", "Kabupaten Atlantis", 100, 0)], CODES)


def test_another_tarball_ends_the_script(script: ModuleType, tmp_path: Any) -> None:
    (tmp_path / "other.tgz").write_bytes(b"\x1f\x8b")
    with pytest.raises(SystemExit, match=r"is not geografis@1\.3\.2"):
        script.PACKAGE.read(tmp_path / "other.tgz", script.MEMBER)


def test_every_spelling_of_the_table_leads_to_a_region(script: ModuleType) -> None:
    official = script.names(DATA / "regions.csv")
    assert len(official) == 514
    assert set(script.SPELLINGS.values()) <= official.keys()
    assert not set(script.SPELLINGS) & official.keys()
