"""The worked example of docs/updating.md: its lines are run, in its order, with its answers."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from pptx import Presentation

from dashboard.__main__ import main
from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.facts.store import Store, read_files
from dashboard.figures import registry
from dashboard.warehouse import build, engine, intake
from dashboard.warehouse.engine import Warehouse
from tests.clients import make_client
from tests.fixtures import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
TEXT = (ROOT / "docs" / "updating.md").read_text(encoding="utf-8")
[EXAMPLE] = re.findall(r"\n## An example: (.+)", TEXT, re.DOTALL)
LINES = re.findall(r"^python -m dashboard (.+?) +# exit code (\d)$", EXAMPLE, re.MULTILINE)
[ANSWERS] = re.findall(r"```json\n(.+?)\n```", EXAMPLE, re.DOTALL)
[SHEET] = re.findall(r"```\n(\| CONTOH.+?)\n```", EXAMPLE, re.DOTALL)
Run = Callable[[int], str]


def sheet(path: Path) -> None:
    """The sheet that the documentation shows, as an office would have it: titles over the table."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Rekap 2026"
    for line in SHEET.splitlines():
        page.append([cell.strip() or None for cell in line.strip("|").split("|")])
    for row in (1, 2):
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    book.save(path)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The lines of the documentation by their number, on the shipped facts with a new store."""
    made = build.ensure(Settings())
    (tmp_path / "build").mkdir()
    shutil.copytree(made.folder, tmp_path / "build" / made.folder.name, symlinks=True)
    monkeypatch.setenv("INTEGRITAS_BUILD_DIR", str(tmp_path / "build"))
    monkeypatch.setenv("INTEGRITAS_STORE_DIR", str(tmp_path / "store"))
    monkeypatch.setattr(engine, "_current", None)
    monkeypatch.chdir(tmp_path)
    sheet(tmp_path / "spi-2026.xlsx")
    (tmp_path / "answers.json").write_text(ANSWERS, encoding="utf-8")

    def ran(number: int) -> str:
        monkeypatch.setattr(engine, "_current", None)  # a command is a process of its own
        line, code = LINES[number]
        done = CliRunner().invoke(main, shlex.split(line))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == int(code), done.output
        return done.output

    yield ran
    monkeypatch.setattr(engine, "_current", None)


def test_from_the_sheet_to_the_map_the_feed_a_deck_and_back(run: Run, tmp_path: Path) -> None:
    assert len(LINES) == 5
    before = read_files(Settings().data_dir)
    asked = run(0)
    keys = re.findall(r"\[([^\]]+)\]", asked)
    assert sorted({"source", "value:reliability", *keys}) == sorted(
        {"source", "value:reliability", *keys} & set(json.loads(ANSWERS))
    )
    shown = run(1)
    assert "spi_results: 4 added, 0 changed, 0 removed" in shown
    assert "Kalimantan Selatan (Pemprov, 2026): no score → 81.25, rank 1 of 3, guarded" in shown
    assert "Kalimantan Selatan: 81.25 in 2026 is 17.10 points away from 64.15 in 2024" in shown
    assert "“Rentan” does not fit the score 74.10" in shown
    assert shown.count("\n- ", shown.index("Findings"), shown.index("What readers")) == 4
    assert Store.open(Settings()) is None  # nothing was written

    applied = run(2)
    store = Store.open(Settings())
    assert store is not None
    revision = store.head()
    assert f"Applied as revision {revision.short}" in applied
    assert [(one.table, one.added) for one in revision.note.counts] == [
        ("spi_results", 4),
        ("sources", 1),
        ("spi_survey_years", 1),
        ("spi_classes", 3),
        ("coverage", 1),
    ]

    served = Warehouse(intake.served(Settings()).build, Settings().sql_dir)
    answer = registry.answer(served, "spi-map", Selection(year=2026, lang="id"))
    scores = {row["region_code"]: row["score"] for row in answer.rows if row["score"] is not None}
    assert {code: float(score) for code, score in scores.items()} == {
        "62": 69.4,
        "63": 81.25,
        "64": 74.1,
    }
    assert answer.facts_version.endswith("-1")
    assert answer.facts_date >= dt.date(2026, 11, 26)

    engine._current = None
    with make_client() as client:
        feed = client.get("/changes.atom?region=63&lang=id").text
        assert "81,25" in feed
        assert "79,05" in feed  # Banjarmasin lies in it
        assert "69,40" not in feed
        answered = client.get("/figures/spi-map.json?year=2026&lang=id").json()
        assert "81.25" in json.dumps(answered)

    run(3)
    notes = "\n".join(
        slide.notes_slide.notes_text_frame.text
        for slide in Presentation(str(tmp_path / "kalsel.pptx")).slides
        if slide.has_notes_slide
    )
    assert "81,25" in notes

    run(4)
    assert store.head().note.reverts == revision.id
    assert intake.base(Settings()).files == before
    assert read_files(Settings().data_dir) == before
