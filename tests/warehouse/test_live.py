"""Newer facts are swapped in while the program runs, and older ones are let go of."""

from __future__ import annotations

import gc
import logging
import shutil
import time
import weakref
from pathlib import Path

import pygit2
import pytest

from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.facts.csv_table import CsvTable
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store import Store, Unreachable
from dashboard.figures import registry
from dashboard.ingest.apply import apply_files
from dashboard.narrative import region_cards
from dashboard.warehouse import choices, engine, intake, live, offers
from tests import builds
from tests.fixtures import world, write_facts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts and builds that these tests share; each has a store of its own."""
    made = tmp_path_factory.mktemp("live")
    write_facts(made / "data", world())
    builds.placed(Settings(data_dir=made / "data", build_dir=made / "build"))
    return made


@pytest.fixture
def settings(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in (("DATA", folder / "data"), ("BUILD", folder / "build")):
        monkeypatch.setenv(f"INTEGRITAS_{name}_DIR", str(value))
    monkeypatch.setenv("INTEGRITAS_STORE_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("INTEGRITAS_FOCUS_REGIONS", "63,62")
    monkeypatch.setattr(engine, "_current", None)
    return Settings()


def apply(settings: Settings, score: str) -> Revision:
    before = intake.base(settings)
    table = CsvTable(before.files["spi_results.csv"], ("region_code", "scope", "year", "source_id"))
    [row] = [
        one
        for one in table.rows.values()
        if (one["region_code"], one["year"], one["scope"]) == ("62", "2024", "pemprov")
    ]
    files = {**before.files, "spi_results.csv": table.edited([{**row, "score": score}])}
    return apply_files(settings, files, Note("ingest", "local", "test"), before.parent)


def score(known: engine.Warehouse) -> float:
    selection = Selection(region=("62",), year=2024, to_year=2024)
    rows = registry.answer(known, "spi-map", selection).rows
    return next(float(row["score"]) for row in rows if row["region_code"] == "62")


def test_a_newer_revision_is_swapped_in_and_the_older_one_let_go(settings: Settings) -> None:
    warmed: list[str] = []
    follower = live.Follower(settings, lambda newer: warmed.append(newer.stored))
    old = engine.current()
    assert (old.stored, score(old), follower.look()) == ("", 67.76, False)
    offers.of_pages(old)
    choices.presets(old)
    region_cards.region_cards(old, Selection(region=("62", "63"), year=2024, to_year=2024))
    made = apply(settings, "70.5")
    assert engine.current() is old
    assert follower.look()
    newer = engine.current()
    assert (newer.stored, score(newer), warmed) == (made.id, 70.5, [made.id])
    assert (score(old), follower.look()) == (67.76, False)  # whoever has it finishes on it
    gone, held = weakref.ref(old), old.build.held.release
    gc.freeze()  # as a server does: no circle may be needed to be found
    try:
        del old
        assert gone() is None
        assert not held.alive
    finally:
        gc.unfreeze()


def test_what_cannot_be_opened_is_said_and_the_old_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = engine.current()
    follower = live.Follower(settings)
    apply(settings, "70.5")
    reference = settings.store_dir / "facts.git" / "refs" / "heads" / "main"
    whole = reference.read_text()
    reference.write_text("0" * 40)
    with caplog.at_level(logging.ERROR, "dashboard"):
        assert not follower.look()
        assert not follower.look()
    assert engine.current() is old
    assert len(caplog.records) == 1
    assert "Traceback" not in caplog.text
    reference.write_text(whole + "\n")
    assert follower.look()
    assert score(engine.current()) == 70.5


def test_a_failure_of_a_moment_is_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine.current()
    follower = live.Follower(settings)
    apply(settings, "70.5")

    def fail(*_given: object) -> None:
        raise RuntimeError("a disk that is full for a moment")

    with monkeypatch.context() as patched:
        patched.setattr(intake, "newest", fail)
        assert not follower.look()
        assert "full for a moment" in caplog.text
    assert not follower.look()
    monkeypatch.setattr(live, "AGAIN_SECONDS", 0.0)
    assert follower.look()


def test_a_thread_follows_and_ends(settings: Settings) -> None:
    engine.current()
    end = live.follow(settings, interval=0.02)
    try:
        made = apply(settings, "70.5")
        until = time.monotonic() + 30
        while engine.current().stored != made.id and time.monotonic() < until:
            time.sleep(0.02)
        assert engine.current().stored == made.id
    finally:
        end()


def test_what_another_store_applies_comes_by_the_git_server(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = tmp_path / "server.git"
    pygit2.init_repository(str(server), bare=True)
    here = settings.model_copy(update={"store_remote": str(server)})
    other = here.model_copy(update={"store_dir": tmp_path / "other"})
    puller, follower = live.Puller(here), live.Follower(here)
    engine.swap(engine.opened(intake.served(here), here))
    assert engine.current().stored == ""
    made = apply(other, "70.5")
    puller.look()
    assert follower.look()
    assert (engine.current().stored, score(engine.current())) == (made.id, 70.5)
    server.rename(tmp_path / "away")
    for _again in range(2):
        puller.look()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert str(server) in caplog.text
    assert isinstance(puller.problem, Unreachable)
    assert not follower.look()
    assert intake.served(here).revision == made.id  # a start goes on with what is here
    with pytest.raises(Unreachable):  # and not with other facts than those of the office
        intake.served(here.model_copy(update={"store_dir": tmp_path / "new"}))
    (tmp_path / "away").rename(server)
    puller.look()
    assert puller.problem is None


def test_what_every_replica_finds_in_data_becomes_one_revision(
    settings: Settings, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where they start at the same moment, and neither knows of the other."""
    server, data = tmp_path / "server.git", tmp_path / "data"
    pygit2.init_repository(str(server), bare=True)
    shutil.copytree(folder / "data", data)
    here = settings.model_copy(update={"store_remote": str(server), "data_dir": data})
    other = here.model_copy(update={"store_dir": tmp_path / "other"})
    first = [Store.create(one).head().id for one in (here, other)]
    scores = data / "spi_results.csv"
    scores.write_text(scores.read_text("utf-8").replace("67.76", "70.5"), "utf-8")
    taken = intake.served(here)
    monkeypatch.setattr(intake, "pull", lambda _settings: None)  # asked a moment too early
    assert intake.served(other).revision == taken.revision
    assert taken.revision not in first


def test_results_are_remembered_with_their_warehouse(settings: Settings) -> None:
    asked: list[object] = []

    @engine.cached(2)
    def double(warehouse: engine.Warehouse, number: int, *, plus: int = 0) -> int:
        asked.append((warehouse.revision, number, plus))
        return 2 * number + plus

    known = engine.current()
    assert [double(known, 1), double(known, 1), double(known, 1, plus=3)] == [2, 2, 5]
    assert len(asked) == 2
    other = engine.opened(intake.served(settings), settings)
    assert (double(other, 1), len(asked)) == (2, 3)
    known.forget()
    assert (double(known, 1), len(asked)) == (2, 4)


def test_newer_facts_are_served_though_nothing_could_be_prepared(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("a figure that cannot be drawn")

    engine.current()
    follower = live.Follower(settings, fail, fail)
    apply(settings, "70.5")
    assert follower.look()
    assert score(engine.current()) == 70.5
    assert len(caplog.records) == 2
