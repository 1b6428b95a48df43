"""Years, months and days: they exist, and none lies after the day that the facts are of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from tests.facts.folders import errors_of, write

FIELDS: dict[str, dict[str, object]] = {
    "day": {"type": "date"},
    "year": {"type": "year"},
    "known": {"type": "string", "partial_date": True},
    "plan": {"type": "date", "may_be_planned": True},
    "term": {"type": "year", "may_be_planned": True},
    "announced": {"type": "string", "partial_date": True, "may_be_planned": True},
}
RIGHT = {
    "day": ("2026-11-21", "2024-02-29", "0001-01-01"),
    "year": ("2026", "1945"),
    "known": ("2026", "2026-11", "2026-11-21", "2024-02-29", "1999-12"),
    "plan": ("2026-11-22", "2099-01-01"),
    "term": ("2027", "2099"),
    "announced": ("2027", "2026-12", "2026-11-22"),
}
NONE = {
    "day": ("2026-02-31", "2023-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01"),
    "year": ("0000", "26", "20260", "2026.0"),
    "known": (
        *("2026-02-31", "2023-02-29", "2026-13", "2026-00", "2026-04-31", "0000", "0000-01"),
        *("26", "2026-1", "2026-1-5", "2026-11-", "2026/11", "202611", "2026-11-21T10:00", "-2026"),
        *("November 2026", "21-11-2026", "2026-11-21-01"),
    ),
    "plan": ("2099-02-31",),
    "term": ("0000",),
    "announced": ("2099-13",),
}
LATER = {
    "day": ("2026-11-22", "2026-12-01", "2027-01-01", "2099-01-01", "9999-12-31"),
    "year": ("2027", "2099", "9999"),
    "known": ("2026-11-22", "2026-12", "2026-12-01", "2027", "2027-01", "2099-01-01"),
}


def folder_of(folder: Path, cells: list[tuple[str, str]]) -> Path:
    """A table with each cell, given as column and value, in a row of its own."""
    fields = [{"name": name, **about} for name, about in FIELDS.items()]
    resource = {"name": "small", "path": "small.csv", "schema": {"fields": fields}}
    package = {"version": "1", "created": "2026-11-21", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    rows = [[value if name == column else "" for name in FIELDS] for column, value in cells]
    write(folder / "small.csv", [list(FIELDS), *rows])
    return folder


def cells_of(given: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(column, value) for column, values in given.items() for value in values]


def test_days_of_the_calendar_up_to_the_day_of_the_facts_are_right(tmp_path):
    facts.validate(folder_of(tmp_path, cells_of(RIGHT)))


@pytest.mark.parametrize(
    ("rule", "given"), [("type", NONE), ("future", LATER)], ids=["none", "later"]
)
def test_other_days_are_told(tmp_path, rule, given):
    cells = cells_of(given)
    found = errors_of(folder_of(tmp_path, cells))
    assert [(error.column, error.value, error.rule) for error in found] == [
        (column, value, rule) for column, value in cells
    ]
    for error in found:
        assert all(error.shown in error.sentence(words(lang)) for lang in LANGUAGES)
        if rule == "future":
            assert all("2026-11-21" in error.sentence(words(lang)) for lang in LANGUAGES)
