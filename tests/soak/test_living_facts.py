"""Facts that change under real processes: kills of whole applies, servers that share a store."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboard.core.settings import Settings
from dashboard.export.chromium import find_browser
from dashboard.facts.store import Store, read_files
from tests.browser import FLAGS
from tests.fixtures import world, write_facts
from tests.servers import ROOT, serve

KILLS = 50
APPLY = """
import sys
from dashboard.core.settings import Settings
from dashboard.export.chromium import find_browser
from dashboard.facts.csv_table import CsvTable
from dashboard.facts.revisions import Note
from dashboard.ingest.apply import apply_files
from dashboard.warehouse import intake

settings, score = Settings(), sys.argv[1]
before = intake.base(settings)
key = ("region_code", "scope", "year", "source_id")
table = CsvTable(before.files["spi_results.csv"], key)
rows = [row for row in table.rows.values() if (row["region_code"], row["year"]) == ("62", "2024")]
files = {**before.files, "spi_results.csv": table.edited({**row, "score": score} for row in rows)}
print("begun", flush=True)
print(apply_files(settings, files, Note("ingest", "local", score), before.parent).id)
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    write_facts(tmp_path / "data", world())
    made = {
        "INTEGRITAS_FOCUS_REGIONS": "63,62",
        "INTEGRITAS_REQUESTS_PER_MINUTE": "100000",
        **{
            f"INTEGRITAS_{name.upper()}_DIR": str(tmp_path / name)
            for name in ("data", "store", "build")
        },
    }
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    return made


def applying(score: str) -> subprocess.Popen[str]:
    """An apply in a process of its own that has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", APPLY, score], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def apply(score: str) -> str:
    process = applying(score)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.strip()


def scores(files: dict[str, bytes]) -> set[str]:
    rows = files["spi_results.csv"].decode().splitlines()
    return {row.split(",")[3] for row in rows if row.startswith("62,pemprov,2024")}


@pytest.mark.usefixtures("folders")
def test_a_kill_anywhere_in_an_apply_leaves_the_old_or_the_new() -> None:
    settings, chance = Settings(), random.Random(16)
    shipped = read_files(settings.data_dir)
    started = time.monotonic()
    apply("60.5")
    length = time.monotonic() - started
    outcomes = set()
    for number in range(KILLS):
        store = Store.open(settings)
        assert store is not None
        old, new = store.head(), f"{61 + number / 8:g}"
        process = applying(new)
        time.sleep(chance.uniform(0, length))
        process.kill()
        process.wait()
        now = store.head()
        outcomes.add(now == old)
        assert now == old or (now.parent == old.id and scores(store.files(now.id)) == {new})
        assert read_files(settings.data_dir) == shipped
        if number % 10 == 9:  # and it goes on
            made = apply(f"{80 + number / 8:g}")
            assert store.head().id == made
    assert outcomes == {True, False}
    assert not list(settings.store_dir.glob(".unfinished-*"))


def figure(url: str) -> tuple[str, float]:
    """The revision that a server answers from, and a score of it."""
    with urllib.request.urlopen(f"{url}/figures/spi-map.json?year=2024&lang=id") as answer:
        told = json.load(answer)
    row = next(row for row in told["rows"] if row["region_code"] == "62")
    return told["facts"]["revision"], float(row["score"])


def within(seconds: float, is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_servers_that_share_a_store_follow_and_open_pages_say_so(
    folders: dict[str, str],
) -> None:
    with ExitStack() as stack:
        urls = [stack.enter_context(serve(environment=folders)).url for _ in range(2)]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        page = browser.new_page()
        page.goto(f"{urls[0]}/peta?lang=id&year=2024")
        page.get_by_role("heading", name="Peta").first.wait_for()
        page.wait_for_timeout(3000)
        assert {figure(url)[1] for url in urls} == {67.76}
        apply("70.5")
        within(30, lambda: all(figure(url)[1] == 70.5 for url in urls))
        assert len({figure(url) for url in urls}) == 1
        page.get_by_text("Fakta diperbarui; halaman ini").wait_for(timeout=30_000)
        page.get_by_role("button", name="Tampilkan yang baru").click()
        page.get_by_text("Fakta diperbarui.", exact=True).wait_for(timeout=30_000)
        undone = subprocess.run(
            [sys.executable, "-m", "dashboard", "revert", "HEAD", "--why", "test"],
            cwd=ROOT,
            env={**os.environ, **folders},
            check=False,
        )
        assert undone.returncode == 0
        within(30, lambda: all(figure(url)[1] == 67.76 for url in urls))
        browser.close()


def test_a_signal_in_an_apply_leaves_no_half_made_build(folders: dict[str, str]) -> None:
    process = applying("70.5")
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    assert not list(Path(folders["INTEGRITAS_BUILD_DIR"]).glob(".unfinished-*"))
    assert Store.open(Settings()) is None or process.returncode == 0
