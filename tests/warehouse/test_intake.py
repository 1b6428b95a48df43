"""Which facts are served, and how data/ joins a store that has changes of its own.

No build is made here: what matters is which folder would be built, and what the store then holds.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from dashboard.core import locks
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.facts import BrokenFacts, FactError
from dashboard.facts.revisions import Note
from dashboard.facts.store import Store, read_files
from dashboard.warehouse import build, intake
from dashboard.warehouse.build_folder import Build

PACKAGE = {
    "version": "2026.1",
    "created": "2026-01-01",
    "resources": [
        {
            "name": "scores",
            "path": "scores.csv",
            "schema": {
                "primaryKey": ["k"],
                "fields": [{"name": "k", "type": "string"}, {"name": "v", "type": "string"}],
            },
        }
    ],
}
NOTE = Note("ingest", "somebody", "because")


class Builds:
    """Stands in for builds: the files of each folder that was to be built."""

    def __init__(self) -> None:
        self.made: list[dict[str, bytes]] = []

    def ensure(self, settings: Settings, _progress: Any = None) -> Build:
        files = read_files(settings.data_dir)
        self.made.append(files)
        if b"broken" in files["scores.csv"]:
            error = FactError("scores", 2, "v", "broken", "type", file="scores.csv")
            raise BrokenFacts([error], settings.data_dir)
        assert (settings.data_dir / "geo" / "shapes.parquet").read_bytes() == b"PAR1"
        return Build(settings.build_dir, "x" * 12, "1", dt.date(2026, 1, 1), locks.Hold(None), {})


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    made = Builds()
    monkeypatch.setattr(build, "ensure", made.ensure)
    monkeypatch.setattr(intake, "_told", set())
    return made


@pytest.fixture
def settings(tmp_path: Path, builds: Builds) -> Settings:
    (tmp_path / "data" / "geo").mkdir(parents=True)
    (tmp_path / "data" / "geo" / "shapes.parquet").write_bytes(b"PAR1")
    folders = {name: tmp_path / name.removesuffix("_dir") for name in ("data_dir", "store_dir")}
    made = Settings(build_dir=tmp_path / "build", **folders)
    write(made, "1,a 2,b 3,c")
    return made


def write(settings: Settings, rows: str, version: str = "2026.1") -> None:
    lines = ["k,v", *rows.split()]
    (settings.data_dir / "scores.csv").write_text("\n".join(lines) + "\n")
    package = json.dumps({**PACKAGE, "version": version})
    (settings.data_dir / "datapackage.json").write_text(package)


def apply(settings: Settings, rows: str) -> None:
    store = Store.create(settings)
    files = {**store.files("HEAD"), "scores.csv": rows_file(rows)}
    store.apply(files, NOTE, parent=store.head().id)


def rows_file(rows: str) -> bytes:
    return ("\n".join(["k,v", *rows.split()]) + "\n").encode()


def served_rows(settings: Settings, builds: Builds) -> str:
    intake.served(settings)
    return " ".join(builds.made[-1]["scores.csv"].decode().split()[1:])


def store_of(settings: Settings) -> Store:
    found = Store.open(settings)
    assert found is not None
    return found


def test_without_a_store_data_is_served_and_none_is_made(
    settings: Settings, builds: Builds
) -> None:
    assert intake.served(settings).revision == ""
    assert served_rows(settings, builds) == "1,a 2,b 3,c"
    write(settings, "1,a")
    assert served_rows(settings, builds) == "1,a"
    assert (intake.pending(settings), settings.store_dir.exists()) == (None, False)
    assert Store.is_stand_in(intake.base(settings).parent)


def test_with_a_store_its_newest_revision_is_served(settings: Settings, builds: Builds) -> None:
    before = read_files(settings.data_dir)
    apply(settings, "1,A 2,b 3,c")
    assert served_rows(settings, builds) == "1,A 2,b 3,c"
    assert intake.served(settings).revision == store_of(settings).head().id
    assert intake.base(settings).parent == store_of(settings).head().id
    assert read_files(settings.data_dir) == before
    assert [path.name for path in settings.build_dir.iterdir()] == []


def test_an_edit_by_hand_joins_changes_of_the_store(settings: Settings, builds: Builds) -> None:
    apply(settings, "1,A 2,b 3,c")
    write(settings, "1,a 2,b 3,C 4,d")
    assert served_rows(settings, builds) == "1,A 2,b 3,C 4,d"
    head = store_of(settings).head()
    [counts] = head.note.counts
    assert (head.note.kind, counts.added, counts.changed) == ("edited", 1, 1)
    assert served_rows(settings, builds) == "1,A 2,b 3,C 4,d"
    assert len(store_of(settings).history()) == 3  # not again
    write(settings, "1,a 2,b 3,C")  # and back by hand
    assert served_rows(settings, builds) == "1,A 2,b 3,C"


def test_facts_of_a_newer_version_are_taken_in_where_nothing_was_changed_here(
    settings: Settings, builds: Builds
) -> None:
    apply(settings, "1,A 2,b 3,c")
    apply(settings, "1,a 2,b 3,c")  # taken back
    write(settings, "1,a 2,B 3,c", "2026.12")
    assert served_rows(settings, builds) == "1,a 2,B 3,c"
    assert store_of(settings).head().note.kind == "shipped"
    assert intake.pending(settings) is None


def test_facts_of_a_newer_version_wait_where_facts_were_changed_here(
    settings: Settings, builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    apply(settings, "1,A 2,b 3,c")
    write(settings, "1,a 2,B 3,c", "2026.12")
    with caplog.at_level(logging.WARNING, "dashboard"):
        assert served_rows(settings, builds) == "1,A 2,b 3,c"
        assert served_rows(settings, builds) == "1,A 2,b 3,c"
    assert len(caplog.records) == 1
    assert "2026.12" in caplog.text
    waiting = intake.pending(settings)
    assert waiting is not None
    assert (waiting.reason, waiting.conflicts, waiting.kind) == ("version", (), "shipped")
    assert waiting.files["scores.csv"] == rows_file("1,A 2,B 3,c")
    assert [one.table for one in waiting.differences] == ["scores", "datapackage"]
    note = Note("shipped", "somebody", "looked at")
    store = store_of(settings)
    store.apply(waiting.files, note, parent=waiting.parent, taken_in=waiting.taken_in)
    assert intake.pending(settings) is None
    assert served_rows(settings, builds) == "1,A 2,B 3,c"


@pytest.mark.parametrize(("choice", "value"), [("ours", "A"), ("theirs", "Z")])
def test_what_both_changed_is_asked(
    settings: Settings, builds: Builds, choice: Any, value: str
) -> None:
    apply(settings, "1,A 2,b 3,c")
    write(settings, "1,Z 2,b 3,C")
    assert served_rows(settings, builds) == "1,A 2,b 3,c"
    waiting = intake.pending(settings)
    assert waiting is not None
    [conflict] = waiting.conflicts
    assert (waiting.reason, conflict.ours, conflict.theirs) == ("conflict", "A", "Z")
    for lang in LANGUAGES:
        assert "2026.1" in waiting.message(words(lang))
    decided = intake.pending(settings, {conflict.id: choice})
    assert decided is not None
    assert decided.conflicts == ()
    store = store_of(settings)
    store.apply(decided.files, NOTE, parent=decided.parent, taken_in=decided.taken_in)
    assert served_rows(settings, builds) == f"1,{value} 2,b 3,C"
    assert intake.pending(settings) is None


def test_facts_of_an_older_version_do_not_come_back(settings: Settings, builds: Builds) -> None:
    apply(settings, "1,A 2,b 3,c")
    write(settings, "1,a 2,b", "2025.12")
    assert served_rows(settings, builds) == "1,A 2,b 3,c"
    waiting = intake.pending(settings)
    assert waiting is not None
    assert waiting.reason == "older"
    for lang in LANGUAGES:
        assert "2025.12" in waiting.message(words(lang))


def test_broken_data_takes_nothing_down(
    settings: Settings, builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    apply(settings, "1,A 2,b 3,c")
    for rows in ("1,a 2,broken 3,c", 'broken,"x'):
        write(settings, rows)
        assert served_rows(settings, builds) == "1,A 2,b 3,c"
        assert "scores.csv" in caplog.text
        assert str(settings.data_dir) in caplog.text  # not the folder of a moment
        caplog.clear()
    (settings.data_dir / "datapackage.json").write_text("{")
    assert served_rows(settings, builds) == "1,A 2,b 3,c"
    assert len(store_of(settings).history()) == 2


def test_a_table_of_the_office_stays_when_a_newer_version_knows_it_not(
    settings: Settings, builds: Builds
) -> None:
    store = Store.create(settings)
    own = {"name": "own", "path": "own.csv", "schema": {"fields": [{"name": "x"}]}}
    package = {**PACKAGE, "resources": [*PACKAGE["resources"], own]}
    files = {
        **store.files("HEAD"),
        "own.csv": b"x\n1\n",
        "datapackage.json": json.dumps(package).encode(),
    }
    store.apply(files, NOTE, parent=store.head().id)
    write(settings, "1,a 2,b 3,C", "2026.2")
    waiting = intake.pending(settings)
    assert waiting is not None
    assert waiting.files["own.csv"] == b"x\n1\n"
    merged = json.loads(waiting.files["datapackage.json"])
    assert merged["version"] == "2026.2"
    assert [one["name"] for one in merged["resources"]] == ["scores", "own"]


def test_what_is_taken_in_is_written_down_before_or_it_waits(
    settings: Settings, builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    apply(settings, "1,A 2,b 3,c")
    log = settings.audit_path
    assert log is not None
    log.mkdir()  # nothing can be written there
    write(settings, "1,a 2,b 3,C")
    assert served_rows(settings, builds) == "1,A 2,b 3,c"
    assert str(log) in caplog.text
    log.rmdir()
    assert served_rows(settings, builds) == "1,A 2,b 3,C"
    begun, done = (json.loads(line) for line in log.read_text().splitlines())
    assert (begun["event"], done["event"]) == ("change_begins", "change")
    assert (done["account"], done["what"]) == ("local", "edited")
    assert (done["counts"], done["revision"]) == (
        {"scores": [0, 1, 0]},
        store_of(settings).head().id,
    )
