"""Files that leave: the same rows in each format, typed, with notes, and no formula from a text."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from dashboard.core.i18n import words
from dashboard.core.settings import ROOT
from dashboard.export import files
from dashboard.facts import read_description
from dashboard.warehouse import engine, table_rows
from dashboard.warehouse.engine import Source
from dashboard.warehouse.table_rows import Question

BESIDE = {beside for beside, _before in files.CODES_BESIDE.values()}
ODD = [
    "=1+1",
    "+62 811",
    "-5",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("https://x.id")',
    "=cmd|' /C calc'!A0",
    "https://kpk.go.id",
    "007",
    "a\nb",
    "{=1}",
    "“Dugaan” – é",
]
SOURCE = Source("s-000001", "=KPK", "=Laporan", "https://kpk.go.id/?a=1", "2024-10", True)


def leaving(rows: pa.Table, **changed: Any) -> files.TableExport:
    about: dict[str, Any] = {
        "title": "=Judul",
        "rows": rows,
        "columns": dict.fromkeys(rows.column_names, "=arti"),
        "filters": ("Wilayah: Kalsel.",),
        "sources": (SOURCE,),
        "facts_version": "2026.11.0",
        "revision": "abc123",
        "lang": "id",
        **changed,
    }
    return files.TableExport(**about)


def book(given: files.TableExport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files.as_xlsx(given)))


def cells(sheet: object) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[attr-defined]


def test_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    sheet = book(leaving(pa.table({"=head": ODD})))["Data"]
    written = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in written] == ["=head", *ODD]
    assert {cell.data_type for cell in written} == {"s"}
    assert not any(cell.hyperlink for cell in written)


def test_notes_and_sources_are_texts_too() -> None:
    found = book(leaving(pa.table({"a": [1]}), query="=select 1"))
    assert found.sheetnames == ["Data", "Keterangan", "Sumber"]
    for sheet in (found["Keterangan"], found["Sumber"]):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    notes = {row[0]: row[1] for row in cells(found["Keterangan"]) if row[0]}
    assert notes["Judul"] == "=Judul"
    assert notes["Saringan"] == "Wilayah: Kalsel."
    assert notes["Lisensi"] == "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
    assert notes["Revisi"] == "abc123"
    assert notes["SQL"] == "=select 1"
    assert notes["a"] == "=arti"
    assert "2026.11.0" in str(notes["Cara mengutip"])
    assert cells(found["Sumber"])[1] == [
        *("s-000001", "=KPK", "=Laporan"),
        *("2024-10", "https://kpk.go.id/?a=1"),
    ]


def test_cells_have_types() -> None:
    rows = pa.table(
        {
            "whole": pa.array([5, None], pa.int64()),
            "huge": pa.array([2**60, 1], pa.int64()),
            "score": pa.array([Decimal("71.5300"), None], pa.decimal128(7, 4)),
            "rate": pa.array([0.25, float("nan")]),
            "day": pa.array([dt.date(2024, 10, 6), dt.date(1850, 1, 1)]),
            "moment": pa.array([dt.datetime(2024, 10, 6, 7, 8), None]),
            "flag": pa.array([True, False]),
            "list": pa.array([["a", "b"], None]),
        }
    )
    found = cells(book(leaving(rows))["Data"])
    assert found[1] == [
        *(5, str(2**60), 71.53, 0.25),
        *(dt.datetime(2024, 10, 6), dt.datetime(2024, 10, 6, 7, 8), True, "a | b"),
    ]
    assert found[2] == [None, 1, None, "nan", "1850-01-01", None, False, None]


@pytest.mark.parametrize("text", ["a\x01b", "x\x00y", "\ufffe", "_x0041_", "z" * 40_000])
def test_a_text_that_a_cell_cannot_hold_breaks_no_book(text: str) -> None:
    value = cells(book(leaving(pa.table({"a": [text]})))["Data"])[1][0]
    assert value
    assert len(str(value)) <= 32_767


def test_an_empty_answer_leaves_as_headings() -> None:
    rows = pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.list_(pa.string()))})
    assert cells(book(leaving(rows))["Data"]) == [["a", "b"]]
    assert files.as_csv(leaving(rows)).decode("utf-8-sig").strip() == '"a","b"'
    assert parquet.read_table(io.BytesIO(files.as_parquet(leaving(rows)))).num_rows == 0


def test_parquet_keeps_types_and_carries_its_notes() -> None:
    known = engine.current()
    rows = table_rows.rows_of_file(known, Question("mart_spi"))
    described = {name: f"arti {name}" for name in rows.column_names}
    kept = parquet.read_table(
        io.BytesIO(files.as_parquet(leaving(rows, columns=described, query="select 1")))
    )
    assert kept.schema.equals(rows.schema)
    assert kept.equals(rows)
    about = {key.decode(): value.decode() for key, value in kept.schema.metadata.items()}
    assert about["licence"] == "CC-BY-4.0"
    assert json.loads(about["filters"]) == ["Wilayah: Kalsel."]
    assert json.loads(about["sources"])[0]["source_id"] == "s-000001"
    assert (about["revision"], about["sql"]) == ("abc123", "select 1")
    assert kept.schema.field("score").metadata[b"description"] == b"arti score"


@pytest.mark.parametrize("name", ["mart_spi", "ott_incidents", "mart_region"])
def test_csv_is_one_header_line_and_the_same_rows(name: str) -> None:
    rows = table_rows.rows_of_file(engine.current(), Question(name))
    written = files.as_csv(leaving(rows))
    read = pd.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    assert [name for name in read.columns if name not in BESIDE] == rows.column_names
    assert len(read) == rows.num_rows
    for column in ("region_code", "source_id", "reliability", "summary_id"):
        if column in rows.column_names:
            expected = [value or "" for value in rows[column].to_pylist()]
            assert read[column].tolist() == expected
    if name == "mart_spi":
        assert [Decimal(text) for text in read["score"]] == rows["score"].to_pylist()
        assert read["source_ids"].tolist() == [
            " | ".join(v) for v in rows["source_ids"].to_pylist()
        ]


OFFERED = sorted(
    table.name for table in read_description(ROOT / "data").tables if not table.is_confidential
)


@pytest.mark.parametrize("name", OFFERED)
def test_no_fact_starts_a_formula_when_a_csv_is_opened_in_a_spreadsheet(name: str) -> None:
    """A CSV is left as it is, so no text of the facts may begin as a formula does."""
    rows = table_rows.rows_of_file(engine.current(), Question(name))
    for field in rows.schema:
        if pa.types.is_string(field.type):
            begun = [v for v in rows[field.name].to_pylist() if v and v[0] in "=+-@\t\r"]
            assert not begun, f"{name}.{field.name}: {begun[:3]}"


def test_notes_beside_a_csv_name_licence_columns_and_sources() -> None:
    told = files.as_notes(leaving(pa.table({"score": [1]}))).decode("utf-8-sig")
    for part in (
        "Judul: =Judul",
        "Saringan: Wilayah: Kalsel.",
        "https://creativecommons.org/licenses/by/4.0/",
        "- score: =arti",
        "- s-000001: =KPK, =Laporan, 2024-10, https://kpk.go.id/?a=1",
        files.cite("2026.11.0", "abc123", words("id")),
    ):
        assert part in told
