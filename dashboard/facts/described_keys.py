"""The description of the facts as a table of its properties, and the keys that it gives tables.

A description that is broken gives what it can: whether it may be used, the checks of a build say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from dashboard.facts.package import DESCRIPTION, as_list

Files = Mapping[str, bytes]


def package_of(files: Files) -> dict[str, Any]:
    """The description among the files of a state of the facts; empty where it is none."""
    try:
        package = json.loads(files.get(DESCRIPTION, b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return package if isinstance(package, dict) else {}


def version_of(files: Files) -> str:
    """The version of the facts; empty where none is stated."""
    return str(package_of(files).get("version", ""))


def keys_of(files: Files) -> dict[str, tuple[str, ...]]:
    """The primary key of each table that has one."""
    found: dict[str, tuple[str, ...]] = {}
    resources = package_of(files).get("resources")
    for resource in resources if isinstance(resources, list) else []:
        try:
            found[str(resource["name"])] = tuple(as_list(resource["schema"]["primaryKey"]))
        except (KeyError, TypeError):
            continue
    return found


def table_of(file: str) -> str:
    """The table that a file holds: its name without the ending."""
    return PurePosixPath(file).stem


def by_name(values: list[Any]) -> dict[str, Any] | None:
    """A list of objects by their names, as tables and columns are listed; None where it is none."""
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in values):
        return None
    named = {one["name"]: one for one in values}
    return named if len(named) == len(values) and values else None


def properties(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every property of the description with its path, such as `resources.regions.title`."""
    if isinstance(value, list):
        value = by_name(value) or value
    if isinstance(value, dict) and value:
        for name, one in value.items():
            yield from properties(one, f"{path}.{name}" if path else str(name))
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
