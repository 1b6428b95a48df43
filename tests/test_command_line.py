"""Both ways to start, and what they say when they cannot: one readable message, no stack trace."""

from __future__ import annotations

import shutil
import socket
import sys
from pathlib import Path

import pytest

from tests.fixtures import ROOT
from tests.servers import STARTS, free_port, start


@pytest.fixture
def broken_facts(tmp_path: Path) -> dict[str, str]:
    """The facts with one score spelled out."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    table = data / "spi_results.csv"
    right = "63,pemprov,2024,64.15,"
    text = table.read_text(encoding="utf-8")
    assert right in text
    table.write_text(text.replace(right, "63,pemprov,2024,sixty,", 1), encoding="utf-8")
    return {"INTEGRITAS_DATA_DIR": str(data), "INTEGRITAS_BUILD_DIR": str(tmp_path / "build")}


@pytest.mark.parametrize(("way", "lang"), zip(STARTS, ("id", "en"), strict=True))
def test_broken_facts_stop_the_start(way: str, lang: str, broken_facts: dict[str, str]) -> None:
    stopped = start(*STARTS[way], port=free_port(), INTEGRITAS_LANG=lang, **broken_facts)
    assert stopped.returncode == 1
    said = stopped.stdout + stopped.stderr
    assert "Traceback" not in said
    for named in ("spi_results", "score", "sixty", "510"):
        assert named in said
    assert ("bukan angka" if lang == "id" else "is not a number") in said


def test_check_says_that_the_facts_are_in_order(tmp_path: Path) -> None:
    done = start(
        *(sys.executable, "-m", "dashboard", "check"),
        INTEGRITAS_BUILD_DIR=str(tmp_path),
        INTEGRITAS_LANG="en",
    )
    assert done.returncode == 0
    assert "are in order" in done.stdout
    assert "Checking the facts" in done.stderr


def test_a_port_in_use_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        stopped = start(*STARTS["python -m dashboard run"], port=port, INTEGRITAS_LANG="id")
    assert stopped.returncode == 1
    assert f"Port {port} sedang dipakai" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_a_build_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    stopped = start(
        *(sys.executable, "-m", "dashboard", "check"),
        INTEGRITAS_BUILD_DIR=str(file / "build"),
        INTEGRITAS_LANG="en",
    )
    assert stopped.returncode == 1
    assert "cannot be written" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert file.read_text(encoding="utf-8") == "in the way"
