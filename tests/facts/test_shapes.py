"""Shapes of regions that no map can be drawn from are told before anything is served."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import BrokenFacts
from tests.facts.folders import DATA

PROVINCES = ["61", "62", "63"]
REGENCIES = {"61.01": "61", "61.71": "61", "62.71": "62", "63.10": "63"}


def shipped(file: str, codes: Iterable[str]) -> pa.Table:
    shapes = pq.read_table(DATA / "geo" / file)
    return shapes.filter(pa.compute.field("region_code").isin(list(codes))).sort_by("region_code")


SHAPES = shipped("provinces.parquet", PROVINCES)
SMALL = shipped("regencies.parquet", REGENCIES)
ABOUT = json.loads(SHAPES.schema.metadata[b"geo"])
BOX = shapely.box(110, -4, 114, 0)


def written(change: Callable[[dict[str, list[Any]], dict[str, Any]], Any]) -> Callable[[Path], Any]:
    """Write the shapes of three provinces after a change of columns or of what GeoParquet says."""

    def write(path: Path) -> None:
        columns, about = SHAPES.to_pydict(), json.loads(json.dumps(ABOUT))
        change(columns, about["columns"]["geometry"])
        table = pa.table(columns).replace_schema_metadata({b"geo": json.dumps(about)})
        pq.write_table(table, path)

    return write


def geometry(shape: object) -> Callable[[Path], Any]:
    """Put another shape in the place of the second one."""
    wkb = shapely.to_wkb(shape) if isinstance(shape, shapely.Geometry) else shape
    return written(lambda columns, _: columns["geometry"].__setitem__(1, wkb))


def code(value: str | None) -> Callable[[Path], Any]:
    return written(lambda columns, _: columns["region_code"].__setitem__(1, value))


def crs(value: object) -> Callable[[Path], Any]:
    return written(lambda _, about: about.update(crs=value))


def plain(path: Path) -> None:
    pq.write_table(SHAPES.replace_schema_metadata(None), path)


def unreadable_about(path: Path) -> None:
    pq.write_table(SHAPES.replace_schema_metadata({b"geo": b"{"}), path)


def half(path: Path) -> None:
    whole = (DATA / "geo" / "provinces.parquet").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def damaged(path: Path) -> None:
    whole = bytearray((DATA / "geo" / "provinces.parquet").read_bytes())
    whole[1000:3000] = bytes(2000)
    path.write_bytes(whole)


BROKEN: dict[str, tuple[Callable[[Path], Any], str, int | None]] = {
    "no file": (lambda path: None, "missing-shapes", None),
    "a folder": (lambda path: path.mkdir(), "missing-shapes", None),
    "no byte": (lambda path: path.write_bytes(b""), "shapes", None),
    "text": (lambda path: path.write_text("region_code,geometry\n"), "shapes", None),
    "first and last bytes alone": (lambda path: path.write_bytes(b"PAR1PAR1"), "shapes", None),
    "half a file": (half, "shapes", None),
    "zero bytes in the middle": (damaged, "shapes", None),
    "GeoJSON": (lambda path: path.write_text('{"type": "FeatureCollection"}'), "shapes", None),
    "Parquet without shapes": (plain, "no-geometry", None),
    "words that are no JSON": (unreadable_about, "shapes", None),
    "no column of shapes": (written(lambda c, _: c.pop("geometry")), "no-geometry", None),
    "no codes": (written(lambda c, _: c.pop("region_code")), "missing-column", None),
    "codes named otherwise": (
        written(lambda c, _: c.update(kode=c.pop("region_code"))),
        "missing-column",
        None,
    ),
    "metres": (crs({"name": "WGS 84 / Pseudo-Mercator", "id": {"code": 3857}}), "projection", None),
    "no coordinates said": (crs(None), "projection", None),
    "coordinates as a text": (crs("EPSG:4326"), "projection", None),
    "a code of BPS": (code("94"), "unknown-shape", 2),
    "a kabupaten": (code("62.71"), "unknown-shape", 2),
    "no code": (code(None), "unknown-shape", 2),
    "codes as numbers": (
        written(lambda c, _: c.update(region_code=[int(one) for one in c["region_code"]])),
        "unknown-shape",
        1,
    ),
    "a province twice": (code("61"), "unique", 2),
    "a province without a shape": (
        written(lambda c, _: [column.pop() for column in c.values()]),
        "missing-shape",
        None,
    ),
    "no shape at all": (
        written(lambda c, _: c.update(region_code=[], geometry=[])),
        "missing-shape",
        None,
    ),
    "a missing shape": (geometry(None), "no-area", 2),
    "a point": (geometry(shapely.Point(113, -2)), "no-area", 2),
    "a line": (geometry(BOX.exterior), "no-area", 2),
    "an empty polygon": (geometry(shapely.Polygon()), "no-area", 2),
    "bytes that are no shape": (geometry(b"\x01\x03\x00"), "shape", 2),
    "a text for a shape": (geometry(b"POLYGON ((1 1))"), "shape", 2),
    "lines that cross": (
        geometry(shapely.Polygon([(110, 0), (112, -2), (112, 0), (110, -2)])),
        "shape",
        2,
    ),
    "latitude before longitude": (geometry(shapely.box(-4, 110, 0, 114)), "place", 2),
    "nowhere": (geometry(shapely.box(0, 0, 1, 1)), "place", 2),
}


@pytest.mark.parametrize(("write", "rule", "row"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_shapes_are_told(tmp_path, write, rule, row):
    (tmp_path / "geo").mkdir()
    write(tmp_path / "geo" / "provinces.parquet")
    pq.write_table(SMALL, tmp_path / "geo" / "regencies.parquet")
    with pytest.raises(BrokenFacts) as caught:
        facts.check_shapes(tmp_path, PROVINCES, REGENCIES)
    first = caught.value.errors[0]
    assert (first.rule, first.row) == (rule, row)
    said = {first.sentence(words(lang)) for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all(text.startswith("geo/provinces.parquet") and text.isprintable() for text in said)


@pytest.mark.parametrize(
    "write",
    [
        written(lambda _columns, _about: None),
        written(lambda _columns, about: about.pop("crs")),
        crs({"id": {"authority": "OGC", "code": "CRS84"}}),
        geometry(BOX),
    ],
)
def test_one_valid_shape_a_province_is_right(tmp_path, write):
    (tmp_path / "geo").mkdir()
    write(tmp_path / "geo" / "provinces.parquet")
    pq.write_table(SMALL.slice(0, 0), tmp_path / "geo" / "regencies.parquet")
    facts.check_shapes(tmp_path, PROVINCES, {})


# --- kabupaten and kota --------------------------------------------------------------------------


def changed(change: Callable[[dict[str, list[Any]], dict[str, Any]], Any]) -> pa.Table:
    """Four regencies after a change of columns or of what GeoParquet says of them."""
    columns, about = SMALL.to_pydict(), json.loads(SMALL.schema.metadata[b"geo"])
    change(columns, about["columns"])
    return pa.table(columns).replace_schema_metadata({b"geo": json.dumps(about)})


def moved(row: int, shape: shapely.Geometry) -> pa.Table:
    return changed(lambda columns, _: columns["geometry"].__setitem__(row, shapely.to_wkb(shape)))


def mixed_up(columns: dict[str, list[Any]], _about: object) -> None:
    first, second, *rest = columns["geometry"][1:]
    columns["geometry"][1:] = [second, first, *rest]


METRES = {"name": "WGS 84 / Pseudo-Mercator", "id": {"code": 3857}}
BROKEN_SMALL: dict[str, tuple[pa.Table | None, str, int | None]] = {
    "no file": (None, "missing-shapes", None),
    "no light shapes": (changed(lambda c, _: c.pop("overview")), "no-overview", None),
    "light shapes as bytes": (changed(lambda _, about: about.pop("overview")), "no-overview", None),
    "light shapes in metres": (
        changed(lambda _, about: about["overview"].update(crs=METRES)),
        "projection",
        None,
    ),
    "an empty light shape": (
        changed(lambda c, _: c["overview"].__setitem__(2, shapely.to_wkb(shapely.Polygon()))),
        "no-area",
        3,
    ),
    "columns as a list": (
        SMALL.replace_schema_metadata({b"geo": b'{"columns": [1]}'}),
        "shapes",
        None,
    ),
    "a province": (changed(lambda c, _: c["region_code"].__setitem__(0, "61")), "unknown-shape", 1),
    "the code of 2021": (
        changed(lambda c, _: c["region_code"].__setitem__(3, "91.01")),
        "unknown-shape",
        4,
    ),
    "one twice": (changed(lambda c, _: c["region_code"].__setitem__(1, "61.01")), "unique", 2),
    "one without a shape": (SMALL.slice(0, 3), "missing-shape", None),
    "none has a shape": (SMALL.slice(0, 0), "missing-shape", None),
    "two of two provinces mixed up": (changed(mixed_up), "other-province", 2),
    "in the sea, far away": (moved(3, shapely.box(120, -9, 120.1, -8.9)), "no-province", 4),
    "abroad": (moved(3, shapely.box(0, 0, 1, 1)), "place", 4),
}


@pytest.mark.parametrize(("table", "rule", "row"), BROKEN_SMALL.values(), ids=BROKEN_SMALL.keys())
def test_broken_shapes_of_regencies_are_told(tmp_path, table, rule, row):
    (tmp_path / "geo").mkdir()
    pq.write_table(SHAPES, tmp_path / "geo" / "provinces.parquet")
    if table is not None:
        pq.write_table(table, tmp_path / "geo" / "regencies.parquet")
    with pytest.raises(BrokenFacts) as caught:
        facts.check_shapes(tmp_path, PROVINCES, REGENCIES)
    first = caught.value.errors[0]
    assert (first.rule, first.row) == (rule, row)
    said = {first.sentence(words(lang)) for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all(text.startswith("geo/regencies.parquet") and text.isprintable() for text in said)


def test_islands_that_the_province_shape_lacks_may_lie_beside_it(tmp_path):
    (tmp_path / "geo").mkdir()
    pq.write_table(shipped("provinces.parquet", ["31"]), tmp_path / "geo" / "provinces.parquet")
    small = shipped("regencies.parquet", ["31.01", "31.71"])
    pq.write_table(small, tmp_path / "geo" / "regencies.parquet")
    facts.check_shapes(tmp_path, ["31"], {"31.01": "31", "31.71": "31"})
