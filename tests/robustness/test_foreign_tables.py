"""A table that somebody laid out otherwise is refused in a sentence that says where and how."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import FactError
from tests.facts.folders import DATA, RESOURCES, describe, errors_of, write
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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scores of four regions; a test puts its own table in their place."""
    folder = tmp_path_factory.mktemp("foreign")
    shutil.copy(DATA / "datapackage.json", folder)
    tables = {"regions": ("region_code", REGIONS), "sources": ("source_id", [SOURCE])}
    entries: list[dict[str, Any]] = [{**RESOURCES["spi_results"], "minimum_rows": 1}]
    for name, (key, values) in tables.items():
        schema = {"fields": [{"name": key, "type": "string"}], "primaryKey": [key]}
        entries.append({"name": name, "path": f"{name}.csv", "schema": schema})
        write(folder / f"{name}.csv", [[key], *([value] for value in values)])
    describe(folder, lambda package: package.update(resources=entries))
    return folder


def test_the_table_itself_is_right(small: Path) -> None:
    assert [field["name"] for field in RESOURCES["spi_results"]["schema"]["fields"]] == GOOD[0]
    (small / "spi_results.csv").write_bytes(TEXT)
    facts.validate(small)


@pytest.mark.parametrize(("content", "first"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_another_layout_is_refused_with_its_place(
    small: Path, content: bytes, first: Found
) -> None:
    (small / "spi_results.csv").write_bytes(content)
    errors = errors_of(small)
    assert {error.table for error in errors} == {"spi_results"}
    assert (errors[0].rule, errors[0].row, errors[0].column) == first
    assert_readable(errors[0])


def test_cells_of_others_are_refused_each_with_its_place(small: Path, subtests: Any) -> None:
    given = [(column, value) for column, value, _ in CELLS.values()]
    (small / "spi_results.csv").write_bytes(with_cells(given))
    found = {error.row: error for error in errors_of(small)}
    for row, (name, (column, value, rule)) in enumerate(CELLS.items(), start=2):
        with subtests.test(name):
            error = found.pop(row)
            assert (error.column, error.value, error.rule) == (column, value, rule)
            assert_readable(error)
    assert not found


def assert_readable(error: FactError) -> None:
    """The sentence is translated, names the file, is one line, and shows what cannot be seen."""
    said = {error.sentence(words(lang)) for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES), "not translated"
    for sentence in said:
        assert sentence.startswith("spi_results.csv")
        assert sentence.isprintable()
        assert "{" not in sentence
        assert len(sentence) < 450
