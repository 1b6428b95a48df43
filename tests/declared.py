"""The small country with the two indicators that docs/indicators.md declares."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from tests.fixtures import ROOT, world, write_facts

PAGE = ROOT / "docs" / "indicators.md"
COVERAGE = "coverage.csv"


def blocks(kind: str) -> dict[str, str]:
    """The files (`file`) or entries of tables (`resource`) of the page, by their names."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(rf"<!-- {kind}: (\S+) -->\n```\w+\n(.*?)```", text, re.DOTALL)
    return dict(found)


def resources() -> list[dict[str, Any]]:
    """The entries of the declared tables."""
    return [json.loads(text) for text in blocks("resource").values()]


def write_declared(folder: Path, **changed: str) -> Path:
    """A folder of facts with the files of the page, some of them replaced by their stems."""
    files = blocks("file") | {f"{name}.csv": text for name, text in changed.items()}
    tables = world()
    tables["coverage"] += list(csv.DictReader(files.pop(COVERAGE).splitlines()))
    write_facts(folder, tables)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "coverage":
            names = resource["schema"]["fields"][0]["constraints"]["enum"]
            names += [one["name"] for one in resources()]
    package["resources"] += resources()
    path.write_text(json.dumps(package), encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
