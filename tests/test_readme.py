"""The map of the code and the walks through it are true: what they name exists."""

from __future__ import annotations

import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
[MAP] = re.findall(r"## Where things live\n\n```\n(.+?)\n```", README, re.DOTALL)


def test_every_path_of_the_map_exists_and_every_folder_is_on_it() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    folders = {part + "/" for path in tracked for part in path.split("/")[:-1]}
    expected = {path.split("/")[0] + "/" for path in tracked if "/" in path and path[0] != "."}
    expected |= {path.split("/")[1] + "/" for path in tracked if re.match("dashboard/.+/", path)}
    named = set(re.findall(r"[\w.]+/", MAP))
    assert expected <= named <= folders
    files = set(re.findall(r"[\w]+\.(?:py|yaml|json)\b", MAP))
    assert files <= {Path(path).name for path in tracked}


@pytest.mark.parametrize(
    "document", ["README.md", "docs/architecture.md", "docs/briefing.md", "docs/updating.md"]
)
def test_every_path_and_function_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:dashboard|pages|sql|data|tests|docs)/[\w./-]+)`", text))
    assert named
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]
    for function, path in re.findall(r"`(\w+)` in\s+`(dashboard/[\w/]+)\.py`", text):
        assert hasattr(import_module(path.replace("/", ".")), function), (function, path)
