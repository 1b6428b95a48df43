"""Both ways to start, and what they say when they cannot: one readable message, no stack trace."""

from __future__ import annotations

import shutil
import socket
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.__main__ import main
from dashboard.core.i18n import LANGUAGES
from tests.fixtures import ROOT
from tests.servers import free_port, run


def command(*arguments: str, **environment: str) -> tuple[int, str]:
    """A command of this program, in this process: its exit code and all that it says."""
    done = CliRunner(env=environment).invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def dashboard_run(**environment: str) -> tuple[int, str]:
    return command("run", "--port", str(free_port()), **environment)


def streamlit_run(**environment: str) -> tuple[int, str]:
    options = ("--server.address", "localhost", "--server.port", str(free_port()))
    program = (sys.executable, "-m", "streamlit", "run", "dashboard/app.py")
    stopped = run(*program, *options, **environment)
    return stopped.returncode, stopped.stdout + stopped.stderr


WAYS = {"python -m dashboard run": dashboard_run, "streamlit run": streamlit_run}


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


@pytest.mark.parametrize(("way", "lang"), zip(WAYS, ("id", "en"), strict=True))
def test_broken_facts_stop_the_start(way: str, lang: str, broken_facts: dict[str, str]) -> None:
    code, said = WAYS[way](INTEGRITAS_LANG=lang, **broken_facts)
    assert code == 1
    assert "Traceback" not in said
    for named in ("spi_results", "score", "sixty", "510"):
        assert named in said
    assert ("bukan angka" if lang == "id" else "is not a number") in said


BAD = {
    "INTEGRITAS_FRAME_ANCESTORS": "x; script-src *",
    "INTEGRITAS_REQUESTS_PER_MINUTE": "many",
    "INTEGRITAS_PUBLIC_ADDRESS": "javascript:alert(1)",
}


# A process of its own takes seconds: one of the settings stops that way of starting.
@pytest.mark.parametrize(
    ("way", "name", "lang"),
    [
        *(("python -m dashboard run", name, lang) for name in BAD for lang in LANGUAGES),
        ("streamlit run", "INTEGRITAS_FRAME_ANCESTORS", "id"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(way: str, name: str, lang: str) -> None:
    code, said = WAYS[way](INTEGRITAS_LANG=lang, **{name: BAD[name]})
    assert code == 1
    assert "Traceback" not in said
    [sentence] = [line for line in said.splitlines() if name in line]
    assert f"{name}={BAD[name]}" in sentence
    assert {"id": "tidak dapat dipakai", "en": "cannot be used"}[lang] in sentence


def test_check_says_that_the_facts_are_in_order(tmp_path: Path) -> None:
    """In a process of its own: this is how the program is started."""
    done = run(
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
        code, said = command("run", "--port", str(port), INTEGRITAS_LANG="id")
    assert code == 1
    assert f"Port {port} sedang dipakai" in said
    assert "Traceback" not in said


def test_a_build_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    code, said = command("check", INTEGRITAS_BUILD_DIR=str(file / "build"), INTEGRITAS_LANG="en")
    assert code == 1
    assert "cannot be written" in said
    assert "Traceback" not in said
    assert file.read_text(encoding="utf-8") == "in the way"
