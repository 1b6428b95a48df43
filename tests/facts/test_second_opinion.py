"""Frictionless, an independent reading of the same description, agrees with our validation."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Schema
from frictionless.resources import TableResource

from dashboard import facts
from dashboard.facts import BrokenFacts, validation

RULES = {"type-error": "type", "unique-error": "unique"}
Verdict = set[tuple[int, str | None, str]]
Rows = list[list[str]]

FIELDS: list[dict[str, Any]] = [
    {"name": "code", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+\\d*"}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["kab", "kota"]}},
    {"name": "year", "type": "year", "constraints": {"minimum": 2000, "maximum": 2030}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 40}},
    {"name": "score", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "grade", "type": "integer", "constraints": {"enum": [1, "2", 3]}},
    {"name": "mark", "type": "number", "constraints": {"unique": True}},
]
GOOD = ["a1", "kab", "2024", "7", "66.70", "2024-02-29", "1", ""]


def theirs(schema: dict[str, Any], rows: Rows) -> Verdict:
    """What frictionless finds: row, column and rule; the first one of each cell."""
    known = ("fields", "missingValues", "primaryKey")
    described = Schema.from_descriptor({key: schema[key] for key in known if key in schema})
    verdict: Verdict = set()
    named = set()
    with TableResource(data=rows, schema=described) as table:
        for fault in (fault for row in table.row_stream for fault in row.errors):
            column, rule = getattr(fault, "field_name", None), RULES.get(fault.type, fault.type)
            if rule == "constraint-error":
                rule = fault.note.split('"')[1]
            if (fault.row_number, column) not in named or column is None:
                verdict.add((fault.row_number, column, rule))
            named.add((fault.row_number, column))
    return verdict


def ours(folder: Path, schema: dict[str, Any], rows: Rows) -> Verdict:
    """What our validation finds in the same rows."""
    resource = {"name": "small", "path": "small.csv", "schema": schema}
    package = {"version": "1", "created": "2030-12-31", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with (folder / "small.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        facts.validate(folder)
    except BrokenFacts as broken:
        return {
            (error.row or 0, None if error.rule == "primary-key" else error.column, error.rule)
            for error in broken.errors
        }
    return set()


def cells(column: str, *values: str) -> Rows:
    """Good rows, but for one column."""
    at = [field["name"] for field in FIELDS].index(column)
    return [[*GOOD[:at], value, *GOOD[at + 1 :]] for value in values]


FAMILY: dict[str, tuple[list[str], Rows]] = {
    "nothing": ([], []),
    "good": ([], cells("code", "a", "b7", "abc123")),
    "required and pattern": ([], cells("code", "", "A1", "1a", "a1b", "a 1", "é1")),
    "values": ([], cells("kind", "kab", "", "Kota", "kabupaten")),
    "years": ([], cells("year", "1999", "2000", "2030", "2031", "24", "MMXX", "")),
    "whole numbers": ([], cells("count", "0", "1", "40", "41", "-3", "1.5", "9" * 30, "satu", "")),
    "numbers": ([], cells("score", "-0.01", "0", "-0", "100.00", "100.0000000000000001", "7e", "")),
    "days": ([], cells("day", "1999-12-31", "2000-01-01", "2023-02-29", "0000-01-01", "kemarin")),
    "values of numbers": ([], cells("grade", "1", "2", "4", "-1", "")),
    "once only": ([], cells("mark", "5", "5.0", "5.10", "5.1", "0", "-0", "", "", "6", "5.00")),
    "a key": (["code"], cells("code", "a", "b", "a", "c", "a")),
    "a key of two": (["code", "kind"], cells("kind", "kab", "kota", "", "kab", "")),
    "a key of a number": (["mark"], cells("mark", "1", "2", "3")),
    "an empty key": (["kind", "count"], [["a", "", "2024", "", "", "", "", n] for n in "12"]),
}  # fmt: skip


@pytest.mark.parametrize(("key", "rows"), FAMILY.values(), ids=FAMILY.keys())
def test_both_find_the_same_in_broken_facts(tmp_path, monkeypatch, key, rows):
    schema: dict[str, Any] = {"fields": FIELDS, "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    table = [[field["name"] for field in FIELDS], *rows]
    expected = theirs(schema, table)
    assert ours(tmp_path, schema, table) == expected
    # Large facts are checked on disk, and value by value.
    for limit in ("_LARGE", "_MANY_ROWS"):
        monkeypatch.setattr(validation, limit, 0)
    monkeypatch.setattr(validation, "_ROWS_TO_A_VALUE", 0.1)
    assert ours(tmp_path, schema, table) == expected
