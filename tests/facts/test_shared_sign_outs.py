"""A sign-in that was ended at one server is ended at all that share a git server and no disk."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any

import pygit2
import pytest

from dashboard.core import sign_outs
from dashboard.core.settings import Settings
from dashboard.facts import shared_sign_outs
from dashboard.facts.remote import Remote
from dashboard.facts.shared_sign_outs import ANCHOR, PREFIX, Exchange, exchange
from dashboard.facts.store import Unreachable
from dashboard.facts.store_errors import SignOutsRefused

SECRET = "a-secret-of-cookies-that-is-long-enough-0123456789"
COOKIE = "account 7f3a, at nine"


@pytest.fixture(autouse=True)
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each server has in memory is lost: the folder of its store has to say it."""

    class Nothing(dict[str, float]):
        def __setitem__(self, _key: str, _value: float) -> None:
            pass

    monkeypatch.setattr(sign_outs, "_ended", Nothing())
    sign_outs.CHANGED.clear()


@pytest.fixture
def server(tmp_path: Path) -> Path:
    pygit2.init_repository(str(tmp_path / "server.git"), bare=True)
    return tmp_path / "server.git"


def replica(tmp_path: Path, name: str, **more: Any) -> Settings:
    return Settings(
        store_dir=tmp_path / name,
        store_remote=str(tmp_path / "server.git"),
        cookie_secret=SECRET,
        sign_in_hours=1,
        **more,
    )


def names(server: Path) -> list[str]:
    return sorted(pygit2.Repository(str(server)).references)


@pytest.mark.usefixtures("server")
def test_it_is_known_elsewhere_and_after_a_restart(tmp_path: Path) -> None:
    one, other = replica(tmp_path, "one"), replica(tmp_path, "other")
    exchange(other)
    sign_outs.end(COOKIE, one)
    assert sign_outs.CHANGED.is_set()
    assert not sign_outs.is_ended(COOKIE, other)
    for settings in (one, other):
        exchange(settings)
    assert sign_outs.is_ended(COOKIE, other)
    assert not sign_outs.is_ended("account 7f3a, at ten", other)
    assert sign_outs.known(one).keys() == sign_outs.known(other).keys()


def test_what_lies_there_says_nothing_and_is_no_branch(tmp_path: Path, server: Path) -> None:
    one = replica(tmp_path, "one")
    sign_outs.end(COOKIE, one)
    exchange(one)
    exchange(one)
    anchor, ended = names(server)
    assert anchor == ANCHOR and ended.startswith(PREFIX)
    other = one.model_copy(update={"cookie_secret": Settings(cookie_secret="x" * 40).cookie_secret})
    assert sign_outs.known(one).keys() == {ended.rpartition("-")[2]}
    assert not sign_outs.is_ended(COOKIE, other)  # no name without the secret
    found: Any = pygit2.Repository(str(server)).references[ended].peel()
    assert len(found.tree) == 0 and not found.parents


def test_it_is_forgotten_everywhere_when_its_hours_are_over(
    tmp_path: Path, server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = replica(tmp_path, "one"), replica(tmp_path, "other")
    sign_outs.end(COOKIE, one)
    for settings in (one, other):
        exchange(settings)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    exchange(other)
    assert not sign_outs.is_ended(COOKIE, other)
    assert len(names(server)) == 2  # the clock of another server may be behind
    monkeypatch.setattr(time, "time", lambda: now + 7300)
    for settings in (other, one):
        exchange(settings)
    assert names(server) == [ANCHOR]
    assert list((other.store_dir / sign_outs.FOLDER).iterdir()) == []


def test_what_could_not_be_told_is_told_later(tmp_path: Path, server: Path) -> None:
    one = replica(tmp_path, "one")
    server.rename(tmp_path / "away")
    sign_outs.end(COOKIE, one)
    with pytest.raises(Unreachable):
        exchange(one)
    assert sign_outs.is_ended(COOKIE, one)
    (tmp_path / "away").rename(server)
    exchange(one)
    other = replica(tmp_path, "other")
    exchange(other)
    assert sign_outs.is_ended(COOKIE, other)


@pytest.mark.usefixtures("server")
def test_a_server_that_takes_none_is_said_at_the_start_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_given: object) -> str:
        return "deny updating a hidden ref"

    monkeypatch.setattr(Remote, "_refusal", refuse)
    one = replica(tmp_path, "one")
    with pytest.raises(SignOutsRefused):
        exchange(one)
    look = Exchange(one).look
    with caplog.at_level(logging.ERROR):
        look()
        look()
    [line] = caplog.messages
    assert "hidden ref" in line and "INTEGRITAS_SIGN_IN_HOURS" in line


def test_foreign_names_are_left_alone(tmp_path: Path, server: Path) -> None:
    one = replica(tmp_path, "one")
    exchange(one)
    repository = pygit2.Repository(str(server))
    commit = repository.references[ANCHOR].target
    for name in ("../../x", "1-short", "99999999999-" + "a" * 64):
        if pygit2.reference_is_valid_name(PREFIX + name):
            repository.references.create(PREFIX + name, commit)
    exchange(one)
    assert all(path.name == "a" * 64 for path in (one.store_dir / sign_outs.FOLDER).iterdir())


@pytest.mark.usefixtures("server")
def test_a_sign_out_goes_out_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, ended = threading.Semaphore(0), threading.Event()
    monkeypatch.setattr(shared_sign_outs, "exchange", lambda _settings: looked.release())
    one = replica(tmp_path, "one")
    thread = threading.Thread(target=Exchange(one).follow, args=(ended, 3600.0), daemon=True)
    thread.start()
    assert looked.acquire(timeout=10)  # at the start
    sign_outs.end(COOKIE, one)
    assert looked.acquire(timeout=10)
    ended.set()
    sign_outs.CHANGED.set()
    thread.join(10)
    assert not thread.is_alive()
