"""Folders of facts that a test may break."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import facts
from dashboard.facts import BrokenFacts, FactError

DATA = Path(__file__).parents[2] / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
# The same, for a folder that holds a few rows of each table.
ANY_ROWS = {name: {**entry, "minimum_rows": 0} for name, entry in RESOURCES.items()}
# Enough for each kind of rule; all sixteen would only make every test slower.
FEW = ("regions", "sources", "population", "spi_results", "ott_incidents", "ott_yearly", "coverage")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def describe(folder: Path, change: Any) -> None:
    """Change the description of a folder of facts."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    change(package)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def errors_of(folder: Path) -> tuple[FactError, ...]:
    with pytest.raises(BrokenFacts) as caught:
        facts.validate(folder)
    return caught.value.errors


def to_parquet(folder: Path, name: str, parts: int = 0) -> None:
    """Turn a table into Parquet: one file, or a folder of parts."""
    source = folder / f"{name}.csv"
    header, *rows = read(source)
    source.unlink()
    targets = [folder / f"{name}.parquet"]
    if parts:
        (folder / name).mkdir()
        targets = [folder / name / f"part-{n}.parquet" for n in range(parts)]
    size = -(-len(rows) // len(targets))
    for n, target in enumerate(targets):
        piece = source.with_suffix(".piece")
        write(piece, [header, *rows[n * size : (n + 1) * size]])
        duckdb.read_csv(str(piece), header=True, all_varchar=True).write_parquet(str(target))
        piece.unlink()
