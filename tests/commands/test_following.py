"""`changes`, and `briefing --if-changed`: what a scheduler runs, by its exit codes and files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from dashboard.__main__ import main
from dashboard.warehouse import engine
from tests.fixtures import KPK, Tables, rows
from tests.stores import Followed


def elsewhere(tables: Tables) -> None:
    """A score of another island."""
    [row] = [row for row in tables["spi_results"] if row["region_code"] == "13"]
    row["score"] = "78.10"


def own(tables: Tables) -> None:
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("63", "pemprov", 2025, "66.10", KPK, "official", None),
    )


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    made = Followed(tmp_path_factory.mktemp("scheduled"))
    made.start()
    return made


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command is a process of its own: it opens the facts that are there then."""
    monkeypatch.setattr(engine, "_current", None)
    yield


def run(followed: Followed, *arguments: object, lang: str = "en") -> Result:
    engine._current = None
    environment = {
        "INTEGRITAS_LANG": lang,
        "INTEGRITAS_DATA_DIR": str(followed.folder / "facts-0"),
        "INTEGRITAS_BUILD_DIR": str(followed.folder / "build"),
        "INTEGRITAS_STORE_DIR": str(followed.folder / "store"),
        "INTEGRITAS_FOCUS_REGIONS": "63",
        "INTEGRITAS_PUBLIC_ADDRESS": "https://integritas.example.go.id",
    }
    done = CliRunner(env=environment).invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_scheduled_briefing_follows_its_own_numbers(followed: Followed, tmp_path: Path) -> None:
    """Unchanged, and changed elsewhere: nothing is touched. Its own score: a new file."""
    tray, out = tmp_path / "kalsel.json", tmp_path / "kalsel.pptx"
    figures = ("--figures", "spi-trend", "--region", "63")
    assert run(followed, "briefing", *figures, "--out", tray, "--lang", "id").exit_code == 0
    scheduled = ("briefing", "--tray", tray, "--out", out, "--if-changed", "--quiet")
    done = run(followed, *scheduled)
    assert (done.exit_code, done.stdout.strip()) == (0, f"Written: {out}")
    before = out.read_bytes(), out.stat().st_mtime_ns

    def is_untouched() -> bool:
        return (out.read_bytes(), out.stat().st_mtime_ns) == before

    done = run(followed, *scheduled)
    assert (done.exit_code, done.stdout.strip()) == (3, f"Unchanged: {out}")
    assert is_untouched()
    followed.change(elsewhere)
    assert run(followed, *scheduled).exit_code == 3
    assert is_untouched()
    followed.change(own)
    assert run(followed, *scheduled).exit_code == 0
    assert not is_untouched()
    texts = [
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(out.read_bytes())).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert any("66,10" in text for text in texts)
    # What is asked for counts too, and so does a file that is no longer there.
    assert run(followed, *scheduled).exit_code == 3
    assert run(followed, *scheduled, "--lang", "en").exit_code == 0
    out.unlink()
    assert run(followed, *scheduled, "--lang", "en").exit_code == 0


def test_the_state_lies_where_it_is_wanted(followed: Followed, tmp_path: Path) -> None:
    out, state = tmp_path / "a.pptx", tmp_path / "states" / "a.json"
    asked = ("briefing", "--region", "63", "--figures", "spi-trend", "--out", out, "--quiet")
    refused = run(followed, *asked, "--if-changed", "--state", state)
    assert (refused.exit_code, out.exists()) == (1, False)
    state.parent.mkdir()
    assert run(followed, *asked, "--if-changed", "--state", state).exit_code == 0
    assert [part for part, _own in json.loads(state.read_text())["parts"]] == ["spi-trend"]
    assert [one.name for one in tmp_path.iterdir() if "state.json" in one.name] == []
    # A damaged state is none: the file is written anew.
    state.write_text("{")
    assert run(followed, *asked, "--if-changed", "--state", state).exit_code == 0
    assert run(followed, *asked, "--if-changed", "--state", state).exit_code == 3
    alone = run(followed, *asked, "--state", state)
    assert alone.exit_code == 1
    assert "--if-changed" in alone.stderr


def test_changes_are_listed_for_scripts(followed: Followed) -> None:
    """Exit codes as those of grep: something, nothing, misuse."""
    first = followed.revisions[0].id
    if len(followed.revisions) == 1:  # where it runs alone
        followed.change(elsewhere)
        followed.change(own)
    done = run(followed, "changes", "--since", first[:10])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "63\tnew_score\tSPI score 2025, Pemprov Kalimantan Selatan: 66.10 (2024: 64.15); class "
        "still vulnerable.",
        "13\tchanged_score\tSPI score 2024, Pemprov Sumatera Barat: now 78.10, before 79.00; class "
        "still guarded.",
    ]
    indonesian = run(followed, "changes", "--since", "HEAD~1", "--lang", "id", "--region", "Kalsel")
    assert indonesian.stdout.startswith("63\tnew_score\tSkor SPI Pemprov Kalimantan Selatan 2025:")
    assert "Kalimantan Selatan" in indonesian.stderr  # how a name was read is told
    nothing = run(followed, "changes", "--since", first, "--region", "62")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert run(followed, "changes", "--since", "HEAD").exit_code == 1
    told = json.loads(run(followed, "changes", "--since", first, "--json").stdout)
    assert [(one["kind"], one["key"]) for one in told] == [
        ("new_score", "pemprov 2025"),
        ("changed_score", "pemprov 2024"),
    ]
    assert told[0]["revision"] == followed.revisions[2].id
    assert run(followed, "changes", "--since", "HEAD", "--json").stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--since", "0123456789ab"), "no revision 0123456789ab"),
        (("--since", "HEAD", "--region", "Atlantis"), "no region “Atlantis”"),
        ((), "--since"),
    ],
)
def test_misuse_is_told_with_its_own_code(
    followed: Followed, given: tuple[str, ...], said: str
) -> None:
    done = run(followed, "changes", *given)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_without_a_store_nothing_was_ever_changed(followed: Followed, tmp_path: Path) -> None:
    bare = Followed(tmp_path)
    (tmp_path / "facts-0").symlink_to(followed.folder / "facts-0")
    (tmp_path / "build").symlink_to(followed.folder / "build")
    done = run(bare, "changes", "--since", "HEAD")
    assert done.exit_code == 2
    assert "no revision of the facts yet" in done.stderr
