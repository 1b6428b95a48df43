"""The province shapes of `data/geo/`: one valid shape a province, in degrees, and no other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.facts.messages import BrokenFacts, FactError

SHAPES = "geo/provinces.parquet"
_CODE = "region_code"
# Degrees east and north; Indonesia lies between 95 and 141 east, 11 south and 6 north.
_WEST, _SOUTH, _EAST, _NORTH = 90, -15, 145, 10
_DEGREES = ({"authority": "EPSG", "code": 4326}, {"authority": "OGC", "code": "CRS84"})


def check_shapes(data_dir: Path, provinces: Iterable[str]) -> None:
    """Check the GeoParquet file that maps are drawn from against the codes of the provinces.

    Raises:
        BrokenFacts: the file cannot be read, has no shapes in degrees, or not one a province.
    """
    errors = list(_shape_errors(data_dir / SHAPES, set(provinces)))
    if errors:
        raise BrokenFacts(errors, data_dir)


def _shape_errors(path: Path, provinces: set[str]) -> Iterator[FactError]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    at = FactError("", None, None, None, "shapes", file=SHAPES)
    if not path.is_file():
        yield replace(at, rule="missing-shapes")
        return
    try:
        table = pq.ParquetFile(path).read()
        about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        column = about["columns"][about["primary_column"]] if about else None
    except OSError as error:
        yield replace(at, detail=error.strerror or str(error).splitlines()[0])
        return
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        yield replace(at, detail=str(error).splitlines()[0])
        return
    if column is None or about["primary_column"] not in table.column_names:
        yield replace(at, rule="no-geometry")
    elif _CODE not in table.column_names:
        yield replace(at, column=_CODE, rule="missing-column")
    elif not _is_in_degrees(column):
        yield replace(at, rule="projection", value=_name_of(column["crs"]))
    else:
        codes = table[_CODE].to_pylist()
        yield from _code_errors(codes, provinces, at)
        yield from _geometry_errors(codes, table[about["primary_column"]].to_pylist(), at)


def _is_in_degrees(column: dict[str, Any]) -> bool:
    """Whether a column is in WGS 84, as GeoParquet has it where nothing is said."""
    if "crs" not in column:
        return True
    crs = column["crs"]
    return isinstance(crs, dict) and crs.get("id") in _DEGREES


def _name_of(crs: object) -> str:
    return str(crs.get("name", "?")) if isinstance(crs, dict) else str(crs)


def _code_errors(codes: list[Any], provinces: set[str], at: FactError) -> Iterator[FactError]:
    """Codes that are no province, stand twice, or are missing. A record is counted from 1."""
    seen: dict[Any, int] = {}
    for row, code in enumerate(codes, start=1):
        here = replace(at, row=row, column=_CODE, value=str(code))
        if code in seen:
            yield replace(here, rule="unique", detail=str(seen[code]))
        elif code not in provinces:  # a number is none either
            yield replace(here, rule="unknown-shape")
        seen.setdefault(code, row)
    for code in sorted(provinces - seen.keys()):
        yield replace(at, rule="missing-shape", value=code)


def _geometry_errors(codes: list[Any], shapes: list[Any], at: FactError) -> Iterator[FactError]:
    """Shapes that no map can draw: none, no area, crossing themselves, or not in Indonesia."""
    import shapely

    for row, (code, written) in enumerate(zip(codes, shapes, strict=True), start=1):
        here = replace(at, row=row, value=str(code), rule="shape")
        try:
            shape = shapely.from_wkb(written) if written else None
        except (shapely.errors.GEOSException, TypeError) as error:
            yield replace(here, detail=str(error).splitlines()[0])
            continue
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
            yield replace(here, rule="no-area")
        elif not shape.is_valid:
            yield replace(here, detail=shapely.is_valid_reason(shape))
        elif not shapely.box(_WEST, _SOUTH, _EAST, _NORTH).contains(shape):
            west, south, _, _ = shape.bounds
            yield replace(here, rule="place", detail=f"{west:.1f}, {south:.1f}")
