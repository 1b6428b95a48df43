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
from dashboard.warehouse import engine, intake
from tests import stores
from tests.stores import Followed


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    return stores.followed(tmp_path_factory)


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command is a process of its own: it opens the facts that are there then."""
    monkeypatch.setattr(engine, "_current", None)
    yield


def run(
    followed: Followed, *arguments: object, lang: str = "en", store_dir: Path | None = None
) -> Result:
    # Opened here: while there are none, any thread of an earlier test that asks would open others.
    settings = followed.settings(store_dir=store_dir or followed.folder / "store")
    engine._current = engine.opened(intake.served(settings), settings)
    given = followed.given(store_dir=store_dir or followed.folder / "store")
    given |= {"LANG": lang, "PUBLIC_ADDRESS": "https://integritas.example.go.id"}
    environment = {f"INTEGRITAS_{name}": str(value) for name, value in given.items()}
    done = CliRunner(env=environment).invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_scheduled_briefing_follows_its_own_numbers(followed: Followed, tmp_path: Path) -> None:
    """Unchanged, and changed elsewhere: nothing is touched. Its own score: a new file."""
    store, tray, out = tmp_path / "store", tmp_path / "kalteng.json", tmp_path / "kalteng.pptx"
    followed.advance(store, 0)

    def briefing(*given: object) -> Result:
        return run(followed, "briefing", *given, "--quiet", store_dir=store)

    figures = ("--figures", "spi-trend", "--region", "62", "--year", "2025")
    assert briefing(*figures, "--out", tray, "--lang", "id").exit_code == 0
    scheduled = ("--tray", tray, "--out", out, "--if-changed")
    done = briefing(*scheduled)
    assert (done.exit_code, done.stdout.strip()) == (0, f"Written: {out}")

    def kept() -> tuple[bytes, int]:
        return out.read_bytes(), out.stat().st_mtime_ns

    before = kept()
    done = briefing(*scheduled)
    assert (done.exit_code, done.stdout.strip()) == (3, f"Unchanged: {out}")
    assert kept() == before
    followed.advance(store, 1)  # its score of 2025
    assert briefing(*scheduled).exit_code == 0
    assert kept() != before
    notes = [
        slide.notes_slide.notes_text_frame.text
        for slide in Presentation(io.BytesIO(out.read_bytes())).slides
        if slide.has_notes_slide
    ]
    assert any("75,00" in text for text in notes)
    before = kept()
    followed.advance(store, 2)  # scores of other provinces
    assert briefing(*scheduled).exit_code == 3
    assert kept() == before
    # What is asked for counts too, and so does a file that is no longer there.
    assert briefing(*scheduled, "--lang", "en").exit_code == 0
    out.unlink()
    assert briefing(*scheduled, "--lang", "en").exit_code == 0


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
    done = run(followed, "changes", "--since", first[:10], "--region", "62")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "62\tnew_score\tSPI score 2025, Pemprov Kalimantan Tengah: 75.00 (2024: 67.76); class "
        "still alert.",
        "62\tremoved_ott\tOTT of 10 October 2018, Kalimantan Tengah: no longer recorded.",
    ]
    indonesian = run(followed, "changes", "--since", "HEAD~1", "--lang", "id", "--region", "Kalsel")
    assert indonesian.stdout == (
        "63\tchanged_score\tSkor SPI Pemprov Kalimantan Selatan 2025: kini 66,20, sebelumnya "
        "66,10; kelas tetap rentan.\n"
    )
    assert "Kalimantan Selatan" in indonesian.stderr  # how a name was read is told
    nothing = run(followed, "changes", "--since", first, "--region", "31")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert run(followed, "changes", "--since", "HEAD").exit_code == 1
    told = json.loads(run(followed, "changes", "--since", "HEAD~1", "--json").stdout)
    assert [(one["kind"], one["region_code"]) for one in told] == [
        ("changed_score", "63"),
        ("changed_score", "13"),
        ("removed_score", "61"),
        ("zone_removed", "62"),
    ]
    assert {one["revision"] for one in told} == {followed.revisions[2].id}
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
    done = run(followed, "changes", "--since", "HEAD", store_dir=tmp_path)
    assert done.exit_code == 2
    assert "no revision of the facts yet" in done.stderr
