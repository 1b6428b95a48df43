"""Applying and taking back: checks on the whole, then a revision; its inverse by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.__main__ import main
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.facts import BrokenFacts
from dashboard.facts.csv_table import CsvTable
from dashboard.facts.differences import compare
from dashboard.facts.revisions import Note
from dashboard.facts.store import Outdated, Store, UnknownRevision, read_files
from dashboard.ingest.apply import apply_files
from dashboard.ingest.revert import NothingBefore, reversal
from dashboard.warehouse import intake
from dashboard.warehouse.build import BrokenChecks
from tests import builds
from tests.fixtures import world, write_facts

KEY = ("region_code", "scope", "year", "source_id")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("revert")
    write_facts(made / "data", world())
    builds.placed(Settings(data_dir=made / "data", build_dir=made / "build"))
    return made


@pytest.fixture
def settings(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in (("DATA", folder / "data"), ("BUILD", folder / "build")):
        monkeypatch.setenv(f"INTEGRITAS_{name}_DIR", str(value))
    monkeypatch.setenv("INTEGRITAS_STORE_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("INTEGRITAS_FOCUS_REGIONS", "63,62")
    return Settings()


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test is not about the checks, no build is made."""
    monkeypatch.setattr(intake, "build_of", lambda *_given: None)


def with_scores(files: Any, **scores: str) -> dict[str, bytes]:
    """The facts with the scores of 2024 of some provinces: `k61="70"`."""
    table = CsvTable(files["spi_results.csv"], KEY)
    put = [
        {**row, "score": scores[f"k{row['region_code']}"]}
        for row in table.rows.values()
        if f"k{row['region_code']}" in scores and row["year"] == "2024"
    ]
    return {**files, "spi_results.csv": table.edited(put)}


def bring_in(settings: Settings, **scores: str) -> str:
    before = intake.base(settings)
    files = with_scores(before.files, **scores)
    return apply_files(settings, files, Note("ingest", "local", "why"), before.parent).id


def score(settings: Settings, code: str) -> str:
    table = CsvTable(intake.base(settings).files["spi_results.csv"], KEY)
    [found] = [
        row["score"]
        for row in table.rows.values()
        if row["region_code"] == code and row["year"] == "2024"
    ]
    return found


def test_what_breaks_a_rule_or_a_data_test_is_no_revision(settings: Settings) -> None:
    before = intake.base(settings)
    note = Note("ingest", "local", "why")
    with pytest.raises(BrokenFacts) as broken:
        apply_files(settings, with_scores(before.files, k61="101"), note, before.parent)
    assert str(settings.data_dir) in broken.value.message(words("id"))
    coverage = before.files["coverage.csv"].replace(b"2016,2018", b"2016,2019")
    with pytest.raises(BrokenChecks):
        apply_files(settings, {**before.files, "coverage.csv": coverage}, note, before.parent)
    assert Store.open(settings) is None
    assert read_files(settings.data_dir) == before.files


@pytest.mark.usefixtures("unchecked")
def test_facts_that_changed_since_the_preview_are_not_overwritten(settings: Settings) -> None:
    before = intake.base(settings)
    bring_in(settings, k61="70")
    note = Note("ingest", "local", "why")
    for parent in (before.parent, "0" * 40, ""):
        with pytest.raises(Outdated):
            apply_files(settings, with_scores(before.files, k62="71"), note, parent)
    assert (score(settings, "61"), score(settings, "62")) == ("70", "67.76")


@pytest.mark.usefixtures("unchecked")
def test_a_revision_is_taken_back_and_later_changes_stay(settings: Settings) -> None:
    before = read_files(settings.data_dir)
    first = bring_in(settings, k61="70")
    bring_in(settings, k62="71")
    found = reversal(settings, first[:8], {})
    assert found.conflicts == ()
    made = apply_files(settings, found.files, found.note("local", "wrong year"), found.parent)
    assert (made.note.kind, made.note.reverts) == ("revert", first)
    assert [(one.table, one.changed) for one in made.note.counts] == [("spi_results", 1)]
    assert (score(settings, "61"), score(settings, "62")) == ("64.15", "71")
    store = Store.open(settings)
    assert store is not None
    assert store.files("HEAD") == with_scores(before, k62="71")  # byte for byte
    again = reversal(settings, "HEAD", {})  # taking back what was taken back
    apply_files(settings, again.files, again.note("local", "right after all"), again.parent)
    assert score(settings, "61") == "70"


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(("choice", "value"), [("ours", "72"), ("theirs", "64.15")])
def test_a_cell_that_was_changed_again_is_asked(
    settings: Settings, choice: Any, value: str
) -> None:
    first = bring_in(settings, k61="70", k62="71")
    bring_in(settings, k61="72")
    found = reversal(settings, first, {})
    [conflict] = found.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("70", "72", "64.15")
    decided = reversal(settings, first, {conflict.id: choice})
    assert decided.conflicts == ()
    apply_files(settings, decided.files, decided.note("local", "x"), decided.parent)
    assert (score(settings, "61"), score(settings, "62")) == (value, "67.76")


@pytest.mark.usefixtures("unchecked")
def test_what_cannot_be_taken_back_is_said(settings: Settings) -> None:
    with pytest.raises(UnknownRevision):
        reversal(settings, "HEAD", {})
    bring_in(settings, k61="70")
    with pytest.raises(NothingBefore) as refused:
        reversal(settings, "HEAD~1", {})
    for lang in LANGUAGES:
        assert "history" in refused.value.message(words(lang))


# --- the commands --------------------------------------------------------------------------------


def command(*given: str) -> Result:
    return CliRunner().invoke(main, given)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_history_show_and_revert(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("INTEGRITAS_LANG", lang)
    assert command("history").exit_code == 0
    assert json.loads(command("history", "--json").stdout) == []
    assert command("show", "HEAD").exit_code == 1
    first = bring_in(settings, k61="70", k62="71")
    lines = command("history").stdout.splitlines()
    assert [first[:12] in line for line in lines] == [True, False]
    assert "spi_results +0 ~2 -0" in lines[0]
    assert command("history", "--limit", "1").stdout.splitlines() == lines[:1]
    [newest, shipped] = json.loads(command("history", "--json").stdout)
    assert (newest["id"], newest["parent"], newest["kind"]) == (first, shipped["id"], "ingest")

    shown = command("show", first[:10])
    assert shown.exit_code == 0
    assert "score: 64.15 → 70" in shown.stdout
    [table] = json.loads(command("show", "HEAD", "--json").stdout)["tables"]
    assert [row["key"]["region_code"] for row in table["changed"]] == ["61", "62"]
    assert table["changed"][0]["cells"] == [{"column": "score", "old": "64.15", "new": "70"}]
    assert command("show", "HEAD~1").exit_code == 0

    bring_in(settings, k61="72")
    refused = command("revert", first, "--why", "wrong")
    assert (refused.exit_code, score(settings, "62")) == (1, "71")
    assert "region_code=61" in refused.stderr
    done = command("revert", first, "--why", "wrong", "--on-conflict", "keep")
    assert done.exit_code == 0, done.output
    assert (score(settings, "61"), score(settings, "62")) == ("72", "67.76")
    assert "wrong" in command("history").stdout
    assert first in command("show", "HEAD").stdout
    assert settings.audit_path is not None
    events = [json.loads(line) for line in settings.audit_path.read_text().splitlines()]
    assert [one["event"] for one in events] == ["change_begins", "change"]
    assert {one["account"] for one in events} == {"local"}
    [last, *_older] = json.loads(command("history", "--json").stdout)
    assert (events[1]["reverts"], events[1]["revision"]) == (first, last["id"])
    nothing = command("revert", first, "--why", "again", "--on-conflict", "keep")
    assert nothing.exit_code == 0
    assert len(json.loads(command("history", "--json").stdout)) == 4
    for given in (("revert", "HEAD~9", "--why", "x"), ("revert", "nonsense", "--why", "x")):
        said = command(*given)
        assert (said.exit_code, "Traceback" in said.output) == (1, False)
    assert command("revert", first).exit_code == 2  # a reason is asked


def test_differences_of_a_revision_are_those_of_its_files(
    settings: Settings, unchecked: None
) -> None:
    bring_in(settings, k61="70")
    store = Store.open(settings)
    assert store is not None
    [table] = compare(store.files("HEAD~1"), store.files("HEAD"))
    assert table.counts == store.head().note.counts[0]
