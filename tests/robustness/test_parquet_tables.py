"""A table in Parquet is held to the same rules as its CSV, whatever its columns are made of."""

from __future__ import annotations

import datetime as dt
import decimal
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from tests.facts.folders import errors_of

FIELDS: list[dict[str, Any]] = [
    {"name": "code", "type": "string", "constraints": {"required": True, "pattern": "[0-9]{2}"}},
    {"name": "name", "type": "string"},
    {"name": "count", "type": "integer"},
    {"name": "score", "type": "number"},
    {"name": "day", "type": "date"},
]
GOOD: dict[str, list[Any]] = {
    "code": ["63"],
    "name": ["Kalsel"],
    "count": [1],
    "score": [1.5],
    "day": [dt.date(2026, 1, 1)],
}


def text_of(data: bytes) -> pa.Array:
    """A column of text whose bytes are not checked."""
    ends = (0).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(ends), pa.py_buffer(data)])


RIGHT: dict[str, tuple[str, Any]] = {
    "32 bits": ("score", pa.array([64.15], pa.float32())),
    "decimals": ("score", [decimal.Decimal("64.15")]),
    "a dictionary": ("code", pa.array(["63"]).dictionary_encode()),
    "nothing known": ("count", pa.nulls(1)),
}
WRONG: dict[str, tuple[str, Any, str]] = {
    "a code that lost its zero": ("code", [6], "pattern"),
    "no number": ("score", [float("nan")], "type"),
    "infinity": ("score", [float("-inf")], "type"),
    "a number in powers of ten": ("score", [1e300], "type"),
    "a count with decimals": ("count", [2.0], "type"),
    "64 bits": ("count", pa.array([2**64 - 1], pa.uint64()), "maximum"),
    "a truth": ("count", [True], "type"),
    "a time of day": ("day", [dt.time(1)], "type"),
    "a moment": ("day", [dt.datetime(2026, 1, 1)], "type"),
    "a moment of a place": ("day", [dt.datetime(2026, 1, 1, tzinfo=dt.UTC)], "type"),
    "a day to come": ("day", [dt.date(2099, 1, 1)], "future"),
    "bytes": ("name", [b"Kalsel"], "column-type"),
    "a list": ("name", [["Kalsel"]], "column-type"),
    "a record": ("name", [{"id": "Kalsel"}], "column-type"),
    "a map": ("name", pa.array([[("id", 1)]], pa.map_(pa.string(), pa.int64())), "column-type"),
    "a zero byte": ("name", ["Kal\0sel"], "unprintable"),
    "a hidden character": ("name", ["Kal\u200bsel"], "hidden"),
    "text that is not UTF-8": ("name", text_of(b"\xff\xfe"), "parquet"),
    "half a character": ("name", text_of(b"\xed\xa0\x80"), "parquet"),
    "another name": ("Code", ["63"], "extra-column"),
}
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda whole: whole[: len(whole) // 2],
    "nothing": lambda _: b"",
    "text": lambda _: b"code,name,count,score,day\n",
    "zip": lambda _: b"PK\x03\x04" + b"x" * 100,
    "a bit": lambda whole: whole[:60] + bytes([whole[60] ^ 255]) + whole[61:],
    "zero bytes": lambda whole: whole[:4] + bytes(len(whole) - 8) + whole[-4:],
    "a length": lambda whole: whole[:-8] + b"\xff\xff\xff\x7fPAR1",
    "encrypted": lambda whole: whole[:-4] + b"PARE",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    resource = {"name": "small", "path": "small.parquet", "schema": {"fields": FIELDS}}
    package = {"version": "1", "created": "2026-11-21", "resources": [resource]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return tmp_path


def put(folder: Path, **columns: Any) -> Path:
    path = folder / "small.parquet"
    pq.write_table(pa.table({**GOOD, **columns}), path, compression="zstd")
    return path


@pytest.mark.parametrize(("column", "values"), RIGHT.values(), ids=RIGHT.keys())
def test_what_reads_like_the_cells_of_a_csv_is_right(folder, column, values):
    put(folder, **{column: values})
    facts.validate(folder)


@pytest.mark.parametrize(("column", "values", "rule"), WRONG.values(), ids=WRONG.keys())
def test_other_columns_are_told(folder, column, values, rule):
    put(folder, **{column: values})
    error = errors_of(folder)[0]
    assert error.rule == rule
    for lang in LANGUAGES:
        said = error.sentence(words(lang))
        assert said.startswith("small.parquet")
        assert said.isprintable()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_told(folder, damage):
    path = put(folder)
    path.write_bytes(damage(path.read_bytes()))
    (error,) = errors_of(folder)
    assert (error.rule, error.file) == ("parquet", "small.parquet")
