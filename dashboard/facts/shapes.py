"""The shapes of `data/geo/`: one valid shape a region, in degrees, and no other.

Two files: the provinces, and the kabupaten and kota, each of which lies in its province.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.facts.messages import BrokenFacts, FactError

PROVINCE_SHAPES, REGENCY_SHAPES = "geo/provinces.parquet", "geo/regencies.parquet"
OVERVIEW = "overview"  # the second column of shapes of the regencies: all of them in few points
_CODE = "region_code"
# Degrees east and north; Indonesia lies between 95 and 141 east, 11 south and 6 north.
_WEST, _SOUTH, _EAST, _NORTH = 90, -15, 145, 10
_DEGREES = ({"authority": "EPSG", "code": 4326}, {"authority": "OGC", "code": "CRS84"})
# How far islands may lie from a shape of their province that lacks them.
_FAR_DEGREES = 1.0


def check_shapes(data_dir: Path, provinces: Iterable[str], regencies: Mapping[str, str]) -> None:
    """Check the GeoParquet files that maps are drawn from against the codes of the regions.

    Args:
        data_dir: the folder of the facts.
        provinces: the codes of the provinces.
        regencies: the codes of the kabupaten and kota, each with that of its province.

    Raises:
        BrokenFacts: a file cannot be read, has no shapes in degrees, or not one a region; or a
            regency does not lie in its province.
    """
    large = _Layers(data_dir, PROVINCE_SHAPES, set(provinces), ())
    small = _Layers(data_dir, REGENCY_SHAPES, set(regencies), (OVERVIEW,))
    errors = [*large.errors(), *small.errors()]
    if not errors:
        errors = list(_misplaced(small, large, regencies))
    if errors:
        raise BrokenFacts(errors, data_dir)


class _Layers:
    """One file: its codes, and the shapes of the primary column and of others that are wanted.

    Attributes:
        codes: in the order of the file.
        shapes: of the primary column, once `errors` has found none.
    """

    def __init__(self, data_dir: Path, file: str, wanted: set[str], more: tuple[str, ...]) -> None:
        self._path, self._wanted, self._more = data_dir / file, wanted, more
        self.at = FactError("", None, None, None, "shapes", file=file)
        self.codes: list[Any] = []
        self.shapes: list[Any] = []

    def errors(self) -> Iterator[FactError]:
        """What is wrong with the file, read once."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        at = self.at
        if not self._path.is_file():
            yield replace(at, rule="missing-shapes")
            return
        try:
            table = pq.ParquetFile(self._path).read()
            about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
            columns = dict(about["columns"]) if about else {}
            primary = about["primary_column"] if about else ""
            described = [columns[name] for name in (primary, *self._more) if name in columns]
            systems = [column for column in described if not _is_in_degrees(column)]
        except OSError as error:
            yield replace(at, detail=error.strerror or str(error).splitlines()[0])
            return
        except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
            yield replace(at, detail=str(error).splitlines()[0])
            return
        absent = [name for name in self._more if name not in columns.keys() & table.column_names]
        if primary not in columns or primary not in table.column_names:
            yield replace(at, rule="no-geometry")
        elif absent:
            yield replace(at, rule="no-overview", value=absent[0])
        elif _CODE not in table.column_names:
            yield replace(at, column=_CODE, rule="missing-column")
        elif systems:
            yield replace(at, rule="projection", value=_name_of(systems[0]["crs"]))
        else:
            self.codes = table[_CODE].to_pylist()
            yield from _code_errors(self.codes, self._wanted, at)
            for name in (primary, *self._more):
                shapes = table[name].to_pylist()
                yield from _geometry_errors(self.codes, shapes, at)
                self.shapes = self.shapes or shapes


def _is_in_degrees(column: dict[str, Any]) -> bool:
    """Whether a column is in WGS 84, as GeoParquet has it where nothing is said."""
    if "crs" not in column:
        return True
    crs = column["crs"]
    return isinstance(crs, dict) and crs.get("id") in _DEGREES


def _name_of(crs: object) -> str:
    return str(crs.get("name", "?")) if isinstance(crs, dict) else str(crs)


def _code_errors(codes: list[Any], wanted: set[str], at: FactError) -> Iterator[FactError]:
    """Codes that are not wanted, stand twice, or are missing. A record is counted from 1."""
    seen: dict[Any, int] = {}
    for row, code in enumerate(codes, start=1):
        here = replace(at, row=row, column=_CODE, value=str(code))
        if code in seen:
            yield replace(here, rule="unique", detail=str(seen[code]))
        elif code not in wanted:  # a number is none either
            yield replace(here, rule="unknown-shape")
        seen.setdefault(code, row)
    for code in sorted(wanted - seen.keys()):
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


def _misplaced(
    regencies: _Layers, provinces: _Layers, own: Mapping[str, str]
) -> Iterator[FactError]:
    """Regencies that lie in another province than their own, or far from every one.

    A point inside a shape stands for it: what is sought are codes and shapes that were mixed up.
    """
    import shapely

    ground = dict(zip(provinces.codes, shapely.from_wkb(provinces.shapes), strict=True))
    inside = shapely.point_on_surface(shapely.from_wkb(regencies.shapes))
    at, hit = shapely.STRtree(list(ground.values())).query(inside, predicate="intersects")
    names, found = list(ground), dict[int, set[str]]()
    for row, province in zip(at.tolist(), hit.tolist(), strict=True):
        found.setdefault(row, set()).add(names[province])
    for row, (code, point) in enumerate(zip(regencies.codes, inside, strict=True)):
        province, around = own[code], found.get(row, set())
        here = replace(regencies.at, row=row + 1, value=str(code))
        if around and province not in around:
            yield replace(here, rule="other-province", detail=min(around))
        elif not around and shapely.distance(point, ground.get(province)) > _FAR_DEGREES:
            yield replace(here, rule="no-province", detail=province)
