"""A parameter, a figure and a page more: each is added in one place, and everything knows it.

They are added to a copy of the program, which one process of its own answers for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.core.settings import ROOT

# What is added: an entry, an entry, two files and one file. The query is that of `spi-ranking` with
# the parameter in it.
PARAMETER = '\n    tint: str = _entry(Parameter("red", ("red", "blue")))\n\n    def only('
PAGE = '\n        Page("contoh", "Example", "toy-ranking", ("tint",)),\n    )\n}\nFIRST'
FIGURE = """
from dataclasses import replace

from dashboard.figures.spi import spi_ranking

FIGURE = replace(
    spi_ranking.FIGURE,
    id="toy-ranking",
    page="contoh",
    query="spi/toy_ranking",
    parameters=("year", "region", "tint"),
    headline=lambda facts, say: f"All of it in {facts.selection.tint}",
)
"""
SECTIONS = """
from dashboard.ui import figure_card

figure_card.figure("toy-ranking", key="toy")
"""

SCRIPT = """
import json, sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.briefing import writer
from dashboard.core import pages
from dashboard.core.i18n import words
from dashboard.core.selection import Selection, parse
from dashboard.core.settings import ROOT, Settings
from dashboard.figures import registry
from dashboard.warehouse import build, engine
from dashboard.web.routes import Web

# The facts and models are those that are shipped: the same build, with one query more.
engine._current = known = engine.Warehouse(build.ensure(Settings()), ROOT / "sql")
client = TestClient(Starlette(routes=Web(lambda: known, Settings(), writer.slide).routes()))
offer = registry.REGISTRY["toy-ranking"].offer(known)
good, bad = (parse({"tint": [value]}, offer) for value in ("blue", "green"))
app = AppTest.from_file(str(ROOT / "dashboard" / "frame.py"), default_timeout=60)
app.query_params["tint"] = "blue"
app.query_params["lang"] = "en"
app.switch_page("../pages/contoh.py").run()
print(json.dumps({
    "root": str(ROOT),
    "read": good.selection.tint,
    "ignored": [(one.sentence(words("en")), bad.selection.tint) for one in bad.problems],
    "written": Selection(tint="blue").query(("year", "tint")),
    "default": Selection().tint,
    "figures": client.get("/figures?lang=en").json()["figures"],
    "paths": client.get("/openapi.json").json()["paths"],
    "json": client.get("/figures/toy-ranking.json?tint=blue&lang=en").json(),
    "refused": client.get("/figures/toy-ranking.csv?tint=green&lang=en").json(),
    "csv": client.get("/figures/toy-ranking.csv?tint=blue").text,
    "titles": pages.titles(words("en")),
    "exceptions": [one.value for one in app.exception],
    "headlines": [one.value for one in app.header],
    "address": {name: app.query_params[name] for name in ("tint", "year")},
}))
"""


def insert(path: Path, mark: str, text: str) -> None:
    """Write a text at a mark, which it ends with."""
    before = path.read_text(encoding="utf-8")
    assert before.count(mark) == 1
    path.write_text(before.replace(mark, text), encoding="utf-8")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the program says once it was added to."""
    copy = tmp_path_factory.mktemp("extended")
    for folder in ("dashboard", "pages", "sql"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.txt", copy)
    insert(copy / "dashboard" / "core" / "selection.py", "\n\n    def only(", PARAMETER)
    insert(copy / "dashboard" / "core" / "pages.py", "\n    )\n}\nFIRST", PAGE)
    (copy / "dashboard" / "figures" / "spi" / "toy_ranking.py").write_text(FIGURE)
    (copy / "pages" / "contoh.py").write_text(SECTIONS)
    queries = copy / "sql" / "query" / "spi"
    query = (queries / "spi_ranking.sql").read_text(encoding="utf-8")
    few = "scope = 'pemprov' and ($tint = 'red' or shown.score_rank <= 9)"
    query = query.replace("scope = $scope", few)
    (queries / "toy_ranking.sql").write_text(query, encoding="utf-8")
    facts = {
        "INTEGRITAS_DATA_DIR": str(ROOT / "data"),
        "INTEGRITAS_SQL_DIR": str(ROOT / "sql"),
        "INTEGRITAS_BUILD_DIR": os.environ.get("INTEGRITAS_BUILD_DIR", str(ROOT / "build")),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=copy,
        env={**os.environ, **facts, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert said["root"] == str(copy)
    return said


def test_a_parameter_is_one_entry(extended: dict[str, Any]) -> None:
    """Addresses read and write it; the list of figures and the description of the API hold it."""
    assert extended["default"] == "red"
    assert extended["read"] == "blue"
    assert extended["ignored"] == [
        ["“green” is not possible for “tint”; possible are: red, blue.", "red"]
    ]
    assert extended["written"] == {"year": ["latest"], "tint": ["blue"]}
    assert extended["refused"]["errors"][0]["allowed"] == ["red", "blue"]
    [listed] = [one for one in extended["figures"] if one["id"] == "toy-ranking"]
    assert listed["parameters"]["tint"]["allowed"] == ["red", "blue"]
    assert listed["parameters"]["tint"]["default"] == "red"
    described = extended["paths"]["/figures/toy-ranking.json"]["get"]["parameters"]
    [schema] = [one["schema"] for one in described if one["name"] == "tint"]
    assert schema == {"type": "string", "enum": ["red", "blue"]}


def test_a_figure_is_a_query_and_a_file(extended: dict[str, Any]) -> None:
    """It is listed after the others, described, asked and written with its rows."""
    assert extended["figures"][-1]["id"] == "toy-ranking"
    assert "/figures/toy-ranking.png" in extended["paths"]
    assert extended["json"]["title"] == "All of it in blue"
    assert [row["score_rank"] for row in extended["json"]["rows"]] == list(range(1, 10))
    assert len(extended["csv"].splitlines()) == 1 + 9


def test_a_page_is_a_record_and_a_file(extended: dict[str, Any]) -> None:
    """It stands in the navigation, shows its figure, and its address states its parameter."""
    assert list(extended["titles"].items())[-1] == ("contoh", "Example")
    assert extended["exceptions"] == []
    assert extended["headlines"] == ["All of it in blue"]
    assert extended["address"] == {"tint": "blue", "year": "latest"}
