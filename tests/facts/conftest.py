"""Fixtures that several tests of this folder share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.facts.folders import ANY_ROWS, DATA, FEW, describe, read, write


@pytest.fixture(scope="session")
def few_facts(tmp_path_factory) -> Path:
    """Six rows of some tables, with the regions and sources that they name."""
    folder = tmp_path_factory.mktemp("facts")
    shutil.copy(DATA / "datapackage.json", folder)
    describe(folder, lambda package: package.update(resources=[ANY_ROWS[name] for name in FEW]))
    rows = {name: read(DATA / f"{name}.csv") for name in FEW}
    used: dict[str, set[str]] = {"region_code": {"00", "11", "12"}, "source_id": set()}
    for name, lines in rows.items():
        if name in ("regions", "sources"):
            continue
        del lines[7:]
        for column, codes in used.items():
            if column in lines[0]:
                codes |= {line[lines[0].index(column)] for line in lines[1:]}
    used["region_code"] |= {code[:2] for code in used["region_code"]}
    rows["regions"] = [r for r in rows["regions"] if r[0] in used["region_code"] | {"region_code"}]
    rows["sources"] = [r for r in rows["sources"] if r[0] in used["source_id"] | {"source_id"}]
    for name, lines in rows.items():
        write(folder / f"{name}.csv", lines)
    return folder


@pytest.fixture
def data(few_facts, tmp_path) -> Path:
    """A folder of facts that a test may break."""
    return Path(shutil.copytree(few_facts, tmp_path / "data"))
