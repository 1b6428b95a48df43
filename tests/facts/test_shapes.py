"""Shapes of provinces that no map can be drawn from are told before anything is served."""

from __future__ import annotations

import json
from collections.abc import Callable
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
SHAPES = pq.read_table(DATA / "geo" / "provinces.parquet")
SHAPES = SHAPES.filter(pa.compute.field("region_code").isin(PROVINCES)).sort_by("region_code")
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
    with pytest.raises(BrokenFacts) as caught:
        facts.check_shapes(tmp_path, PROVINCES)
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
    facts.check_shapes(tmp_path, PROVINCES)
