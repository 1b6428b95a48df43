"""The commands ingest and check on the small country: what they say, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard.__main__ import main
from dashboard.core import uploads
from dashboard.core.settings import Settings
from dashboard.facts.store import Store, read_files
from dashboard.warehouse import build, engine, intake
from tests import builds
from tests.fixtures import KPK, NEWS, WORLD
from tests.ingest.countries import SCORES, environment, settings_of, sheet

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small country with its build."""
    settings = settings_of(tmp_path_factory.mktemp("country"), WORLD)
    builds.placed(settings)
    return settings


@pytest.fixture
def command(
    country: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Command]:
    """A command on the small country with a store of its own: exit code, output, errors."""
    monkeypatch.setattr(engine, "_current", None)
    given = {**environment(country), "INTEGRITAS_STORE_DIR": str(tmp_path / "store")}

    def run(*arguments: str | Path, lang: str = "en") -> tuple[int, str, str]:
        runner = CliRunner(env={**given, "INTEGRITAS_LANG": lang})
        done = runner.invoke(main, [str(one) for one in arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    yield run
    monkeypatch.setattr(engine, "_current", None)


@pytest.fixture
def no_builds(country: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any sound state is given the build of the small country: builds have their own tests."""
    made = build.ensure(country)
    monkeypatch.setattr(intake, "build_of", lambda *_given, **_named: made)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A known score with another value, and one of a year that is new."""
    path = tmp_path / "spi.csv"
    rows = (f"63,pemprov,2024,69.00,{NEWS},news", f"62,pemprov,2026,70.00,{KPK},official")
    path.write_bytes(sheet(SCORES, *rows))
    return path


def test_questions_faults_and_findings_are_told_and_nothing_is_written(
    command: Command, country: Settings, file: Path, tmp_path: Path, no_builds: None
) -> None:
    before = read_files(country.data_dir)
    code, said, _ = command("ingest", "spi_results", file)
    assert code == 1
    assert "[classes:2026]" in said
    assert "Nothing was changed. Answer the questions" in said
    code, said, _ = command("ingest", "auto", file, "--answer", "classes:2026=2025")
    assert code == 1
    assert "spi_results: 1 added, 1 changed, 0 removed" in said
    assert "score 64.15 → 69.00" in said
    assert "Kalimantan Selatan: the same source is already known with another value" in said
    assert "--accept-findings" in said
    accepted = ("--answer", "classes:2026=2025", "--accept-findings")
    code, said, _ = command("ingest", "spi_results", file, *accepted)
    assert code == 0
    assert "apply it with --apply" in said
    assert not (tmp_path / "store").exists()
    assert read_files(country.data_dir) == before


def test_applied_it_becomes_a_revision_and_then_holds_nothing_new(
    command: Command, country: Settings, file: Path, tmp_path: Path, no_builds: None
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"classes:2026": "none"}), encoding="utf-8")
    arguments = ("ingest", "spi_results", file, "--answers", answers, "--apply", "--why", "SPI")
    code, said, _ = command(*arguments)
    assert code == 1  # the findings have not been looked at
    assert Store.open(country.model_copy(update={"store_dir": tmp_path / "store"})) is None
    code, said, _ = command(*arguments, "--accept-findings", "--json")
    assert code == 0
    told = json.loads(said)
    store = Store.open(country.model_copy(update={"store_dir": tmp_path / "store"}))
    assert store is not None
    head = store.head()
    assert (told["status"], told["revision"]) == ("applied", head.id)
    assert (head.note.why, head.note.file_name) == ("SPI", "spi.csv")
    assert told["counts"]["spi_results"] == {"added": 1, "changed": 1, "removed": 0}
    assert b"62,pemprov,2026,70.00" in store.files(head.id)["spi_results.csv"]
    code, said, _ = command(*arguments, "--json")
    assert (code, json.loads(said)["status"]) == (0, "empty")
    assert store.head().id == head.id


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest",),
        ("ingest", "spi_results"),
        ("ingest", "spi_results", "nowhere.csv"),
        ("ingest", "spi_results", "{file}", "--shipped"),
        ("ingest", "spi_results", "{file}", "--apply"),
        ("ingest", "spi_results", "{file}", "--answer", "nonsense"),
        ("ingest", "spi_results", "{file}", "--answers", "nowhere.json"),
        ("ingest", "spi_results", "{file}", "--answers", "{file}"),
        ("ingest", "spi_results", "{file}", "--lang", "xx"),
        ("check", "nowhere.csv"),
    ],
)
def test_a_wrong_use_is_said_in_a_sentence_with_exit_code_2(
    command: Command, file: Path, arguments: tuple[str, ...]
) -> None:
    code, _, errors = command(*(one.format(file=file) for one in arguments))
    assert code == 2
    assert errors.strip()
    assert "Traceback" not in errors


def test_a_table_that_is_none_is_named_with_those_that_are(command: Command, file: Path) -> None:
    code, _, errors = command("ingest", "nothing", file)
    assert code == 2
    assert "no table nothing" in errors
    assert "spi_results" in errors


def test_check_tells_a_sound_file_from_a_faulty_one_and_from_none(
    command: Command, country: Settings, file: Path, tmp_path: Path, no_builds: None
) -> None:
    code, said, _ = command("check", file, "--table", "spi_results", "--json")
    assert (code, json.loads(said)["status"]) == (1, "questions")
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"classes:2026": "none"}), encoding="utf-8")
    code, said, _ = command("check", file, "--answers", answers)
    assert code == 0  # findings are told, and are no faults
    assert "The file is in order" in said
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    code, said, errors = command("check", picture)
    assert code == 2
    assert "Traceback" not in said + errors
    assert Store.open(country.model_copy(update={"store_dir": tmp_path / "store"})) is None


def test_check_names_the_cell_of_a_faulty_file(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(sheet(SCORES, f"63,pemprov,2024,101,{KPK},official"))
    code, said, _ = command("check", path, "--json")
    assert code == 1
    [fault] = json.loads(said)["faults"]
    assert (fault["row"], fault["column"], fault["value"]) == (2, "score", "101")
    assert "101" in fault["sentence"]


def test_check_of_a_folder_of_facts(command: Command, country: Settings, tmp_path: Path) -> None:
    code, said, _ = command("check", lang="id")
    assert code == 0
    assert "2026.12.0" in said
    broken = tmp_path / "facts"
    broken.mkdir()
    for name, content in read_files(country.data_dir).items():
        (broken / name).write_bytes(content.replace(b"2024,64.15", b"2024,sixty"))
    code, said, errors = command("check", broken, "--json")
    assert code == 1
    faults = json.loads(said)["faults"]
    assert {(one["file"], one["column"], one["value"]) for one in faults} == {
        ("spi_results.csv", "score", "sixty")
    }
    code, _, errors = command("check", tmp_path)  # holds no facts
    assert code == 2
    assert "datapackage.json" in errors


def test_facts_that_wait_in_the_folder_are_asked_about_and_applied(
    command: Command, country: Settings, tmp_path: Path, no_builds: None
) -> None:
    code, said, _ = command("ingest", "--shipped")
    assert code == 0
    assert "No newer facts wait" in said
    # The office changed a score; the program then ships another value of it.
    data = tmp_path / "data"
    data.mkdir()
    for path in country.data_dir.rglob("*"):
        target = data / path.relative_to(country.data_dir)
        target.mkdir(exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    moved = country.model_copy(update={"data_dir": data, "store_dir": tmp_path / "store"})
    store = Store.create(moved)
    head = store.head()
    ours = store.files(head.id)
    score = b"63,pemprov,2024,64.15"
    ours["spi_results.csv"] = ours["spi_results.csv"].replace(score, score[:-5] + b"66.00")
    store.apply(ours, head.note.__class__("ingest", "local", "x"), parent=head.id)
    table, described = data / "spi_results.csv", data / "datapackage.json"
    table.write_bytes(table.read_bytes().replace(score, score[:-5] + b"67.00"))
    described.write_text(described.read_text().replace("2026.12.0", "2027.1.0"))

    def shipped(*arguments: str) -> tuple[int, dict[str, Any]]:
        runner = CliRunner(
            env={
                **environment(moved),
                "INTEGRITAS_LANG": "en",
            }
        )
        done = runner.invoke(main, ["ingest", "--shipped", "--json", *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, json.loads(done.stdout)

    code, told = shipped()
    assert (code, told["status"]) == (1, "questions")
    [question] = told["questions"]
    assert [one["value"] for one in question["options"]] == ["ours", "theirs"]
    assert "66.00" in question["options"][0]["label"]
    assert "67.00" in question["options"][1]["label"]
    answers = ("--answer", f"{question['key']}=theirs")
    code, told = shipped(*answers)
    assert (code, told["status"]) == (0, "sound")
    code, told = shipped(*answers, "--apply", "--why", "newer facts")
    assert (code, told["status"]) == (0, "applied")
    assert store.head().note.kind == "shipped"
    assert b"67.00" in store.files("HEAD")["spi_results.csv"]
    assert intake.pending(moved) is None


@pytest.mark.parametrize("arguments", [("ingest", "spi_results"), ("check",)])
def test_a_huge_file_is_refused_without_being_read(
    command: Command, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(500 << 20)
    assert len(uploads.read(path)) == (uploads.LARGEST_MB << 20) + 1
    code, out, err = command(*arguments, path)
    assert code == (2 if arguments == ("check",) else 1)
    assert f"huge.csv: It is larger than {uploads.LARGEST_MB} MB." in out + err
