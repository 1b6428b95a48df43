"""Stores that share a real git server: its protocol, its password, its hooks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.core import sign_outs
from dashboard.core.i18n import words
from dashboard.core.settings import Settings
from dashboard.facts.revisions import Note
from dashboard.facts.shared_sign_outs import exchange
from dashboard.facts.store import Outdated, Store, Unreachable
from dashboard.facts.store_errors import RemoteRefused, SignOutsRefused
from tests import git_server


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with git_server.serving(tmp_path) as address:
        yield address


def replica(tmp_path: Path, address: str, name: str, token: str = git_server.PASSWORD) -> Settings:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "datapackage.json").write_text('{"version": "2026.1", "resources": []}')
    (data / "scores.csv").write_bytes(b"k,v\n1,a\n")
    return Settings(
        data_dir=data, store_dir=tmp_path / name, store_remote=address, store_token=token
    )


def add(store: Store, row: str) -> str:
    files = store.files("HEAD")
    files["scores.csv"] += f"{row}\n".encode()
    return store.apply(files, Note("ingest", "account-7", "New"), parent=store.head().id).id


def test_a_change_goes_there_and_comes_from_there(tmp_path: Path, address: str) -> None:
    one, other = (Store.create(replica(tmp_path, address, name)) for name in ("one", "other"))
    assert one.head() == other.head()
    made = add(one, "2,b")
    with pytest.raises(Outdated):
        add(other, "3,c")
    assert other.head().id == made
    again = add(other, "3,c")
    Store.pull(replica(tmp_path, address, "one"))
    assert one.head().id == again


def test_of_many_at_the_same_moment_no_change_is_lost(tmp_path: Path, address: str) -> None:
    applied: list[str] = []

    def work(number: int) -> None:
        store = Store.create(replica(tmp_path, address, f"replica-{number}"))
        while len([one for one in applied if one.startswith(f"{number}x")]) < 3:
            row = f"{number}x{len(applied)},v"
            try:
                add(store, row)
            except Outdated:
                continue
            applied.append(row)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    Store.pull(replica(tmp_path, address, "last"))
    last = Store.open(replica(tmp_path, address, "last"))
    assert last is not None
    assert sorted(last.files("HEAD")["scores.csv"].decode().split()[2:]) == sorted(applied)
    assert len(last.history()) == len(applied) + 1 == 13


def test_what_it_refuses_changes_nothing_and_is_said(tmp_path: Path, address: str) -> None:
    settings = replica(tmp_path, address, "one")
    store = Store.create(settings)
    before = store.head()
    hook = tmp_path / "server.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(RemoteRefused, match="hook"):
        add(store, "2,b")
    assert store.head() == before
    hook.unlink()
    with pytest.raises(Unreachable) as refused:
        Store.pull(replica(tmp_path, address, "one", token="another-one"))
    told = refused.value.message(words("en"))
    assert "another-one" not in told
    assert "127.0.0.1" in told
    add(store, "2,b")


def test_sign_outs_go_there_and_come_from_there(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (replica(tmp_path, address, name) for name in ("one", "other"))
    sign_outs.end("account, at nine", one)
    exchange(one)
    monkeypatch.setattr(sign_outs, "_ended", {})
    assert not sign_outs.is_ended("account, at nine", other)
    exchange(other)
    assert sign_outs.is_ended("account, at nine", other)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 14 * 3600)
    exchange(other)
    assert sign_outs.known(other) == {}
    with (tmp_path / "server.git" / "config").open("a") as config:
        config.write("[receive]\nhideRefs = refs/integritas\n")
    sign_outs.end("account, at ten", other)
    with pytest.raises(SignOutsRefused, match="hidden"):
        exchange(other)
    assert Store.create(one).head() == Store.create(other).head()
