"""A table that somebody laid out otherwise is refused in a sentence that says where and how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import FactError
from tests.facts.folders import RESOURCES, errors_of, write
from tests.robustness.foreign_tables import (
    CELLS,
    GOOD,
    LAYOUTS,
    SOURCE,
    TEXT,
    Found,
    with_cells,
)

REGIONS = ("00", "63", "63.01", "63.71")
NAMES = {layout: f"layout_{n}" for n, layout in enumerate(LAYOUTS)}
Errors = dict[str, list[FactError]]


def folder_of(folder: Path, tables: dict[str, bytes]) -> Path:
    """Facts in which each of the tables is described as spi_results is, with what they name."""
    resources: list[dict[str, Any]] = []
    for name, key, values in (
        ("regions", "region_code", REGIONS),
        ("sources", "source_id", [SOURCE]),
    ):
        schema = {"fields": [{"name": key, "type": "string"}], "primaryKey": [key]}
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
        write(folder / f"{name}.csv", [[key], *([value] for value in values)])
    for name, content in tables.items():
        own = {"name": name, "path": f"{name}.csv", "minimum_rows": 1}
        resources.append({**RESOURCES["spi_results"], **own})
        (folder / f"{name}.csv").write_bytes(content)
    package = {"version": "1", "created": "2026-11-21", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Errors:
    """What is wrong with each layout; all are judged at once, which spares seconds."""
    tables = {NAMES[layout]: content for layout, (content, _) in LAYOUTS.items()}
    errors: Errors = {name: [] for name in tables}
    for error in errors_of(folder_of(tmp_path_factory.mktemp("layouts"), tables)):
        errors[error.table].append(error)
    return errors


def test_the_table_itself_is_right(tmp_path: Path) -> None:
    assert [field["name"] for field in RESOURCES["spi_results"]["schema"]["fields"]] == GOOD[0]
    facts.validate(folder_of(tmp_path, {"spi_results": TEXT}))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_is_refused_with_its_place(found: Errors, layout: str) -> None:
    first: Found = LAYOUTS[layout][1]
    error = found[NAMES[layout]][0]
    assert (error.rule, error.row, error.column) == first
    assert_readable(error)


def test_cells_of_others_are_refused_each_with_its_place(tmp_path: Path, subtests: Any) -> None:
    given = [(column, value) for column, value, _ in CELLS.values()]
    errors = errors_of(folder_of(tmp_path, {"spi_results": with_cells(given)}))
    by_row = {error.row: error for error in errors}
    for row, (name, (column, value, rule)) in enumerate(CELLS.items(), start=2):
        with subtests.test(name):
            error = by_row.pop(row)
            assert (error.column, error.value, error.rule) == (column, value, rule)
            assert_readable(error)
    assert not by_row


def assert_readable(error: FactError) -> None:
    """The sentence is translated, names the file, is one line, and shows what cannot be seen."""
    said = {error.sentence(words(lang)) for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES), "not translated"
    for sentence in said:
        assert sentence.startswith(f"{error.table}.csv")
        assert sentence.isprintable()
        assert "{" not in sentence
        assert len(sentence) < 450
