"""The audit log: a line each, whole, without more of a person than the account's id."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.core import audit
from dashboard.core.access import Account, Forbidden, Role
from dashboard.core.audit import Audit, Unwritable
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings

EDITOR = Account("7f3a", Role.EDIT)
READER = Account("9c1b", Role.READ)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_every_event_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "log" / "audit.jsonl"
    log = Audit(path)
    log.signed_in(EDITOR)
    with log.change(
        EDITOR, "ingest", table="spi_results", counts={"added": 38}, file_hash="ab" * 32
    ) as applied:
        applied("c0ffee")
    log.refused(READER, "upload", "role")
    log.signed_out(EDITOR)
    found = lines(path)
    assert [one["event"] for one in found] == [
        *("sign_in", "change_begins", "change", "refusal", "sign_out"),
    ]
    assert [one["account"] for one in found] == ["7f3a", "7f3a", "7f3a", "9c1b", "7f3a"]
    for one in found:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one["time"])
        moment = dt.datetime.fromisoformat(one["time"])
        assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)
    of_change = {name: one for name, one in found[2].items() if name != "time"}
    assert of_change == {
        "event": "change",
        "account": "7f3a",
        "what": "ingest",
        "revision": "c0ffee",
        "table": "spi_results",
        "counts": {"added": 38},
        "file_hash": "ab" * 32,
    }
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


@given(text=st.text(max_size=400), account=st.text(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_written_makes_a_second_line(
    tmp_path: Path, text: str, account: str
) -> None:
    path = tmp_path / "audit.jsonl"
    path.unlink(missing_ok=True)
    Audit(path).refused(Account(account, Role.NONE), text, "role")
    with Audit(path).change(Account(account, Role.EDIT), text, table=text, more=[{text: text}]):
        pass
    data = path.read_bytes()
    assert data.isascii()
    assert [one["event"] for one in lines(path)] == ["refusal", "change_begins", "change_failed"]
    assert len(data.split(b"\n")) == 4


def test_a_change_needs_the_role(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    with pytest.raises(Forbidden), Audit(path).change(READER, "revert"):
        raise AssertionError("changed")
    [line] = lines(path)
    assert (line["event"], line["what"], line["why"]) == ("refusal", "revert", "role")


def test_what_fails_is_written_down_as_failed(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    with pytest.raises(RuntimeError), Audit(path).change(EDITOR, "ingest", table="ott"):
        raise RuntimeError
    assert [one["event"] for one in lines(path)] == ["change_begins", "change_failed"]


def test_a_log_that_cannot_be_written_stops_a_change_and_no_reading(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    full = [one for one in (Path("/dev/full"),) if one.exists()]
    for path in (tmp_path, in_the_way / "audit.jsonl", *full):
        log, done = Audit(path), []
        with pytest.raises(Unwritable) as error, log.change(EDITOR, "ingest") as applied:
            done.append(applied)
        assert not done
        for lang in LANGUAGES:
            assert str(path) in error.value.message(words(lang))
        log.signed_in(EDITOR)
        log.refused(READER, "upload", "role")
    assert "cannot be written" in caplog.text


def test_a_line_that_a_full_disk_cut_off_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b'{"time": "2026-11-27T06:2')
    Audit(path).signed_in(EDITOR)
    cut, whole = path.read_bytes().splitlines()
    assert cut == b'{"time": "2026-11-27T06:2'
    assert json.loads(whole)["event"] == "sign_in"


def test_an_office_may_move_the_file_away(tmp_path: Path) -> None:
    path, log = tmp_path / "audit.jsonl", Audit(tmp_path / "audit.jsonl")
    log.signed_in(EDITOR)
    path.rename(tmp_path / "audit.1.jsonl")
    log.signed_in(EDITOR)
    assert len(lines(path)) == len(lines(tmp_path / "audit.1.jsonl")) == 1


def _many(path: Path) -> None:
    for _ in range(50):
        Audit(path).signed_in(EDITOR)


@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_lines_of_several_processes_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    several = [get_context("fork").Process(target=_many, args=(path,)) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert len(lines(path)) == 150


def test_the_same_refusal_is_written_down_once_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, now = tmp_path / "audit.jsonl", 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    log = Audit(path)
    for _ in range(5):
        log.refused(READER, "upload", "role")
    assert len(lines(path)) == 1
    now += audit.SAME_SECONDS
    log.refused(READER, "upload", "role")
    assert len(lines(path)) == 2


def test_whoever_knocks_often_fills_no_disk_and_hides_no_account(tmp_path: Path) -> None:
    path, log = tmp_path / "audit.jsonl", Audit(tmp_path / "audit.jsonl")
    for n in range(audit.MOST_REFUSALS * 3):
        log.refused(Account("", Role.NONE), f"read /{n}", "no sign-in")
    log.refused(READER, "upload", "role")
    assert len(lines(path)) == audit.MOST_REFUSALS + 1
    assert lines(path)[-1]["account"] == READER.id


def test_without_a_file_it_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    audit.of(Settings(audit_log="stderr")).signed_in(EDITOR)
    assert json.loads(capsys.readouterr().err)["event"] == "sign_in"
