"""Two stores and one git server: forward only, the second one is told, nothing is lost."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pygit2
import pytest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import BadSetting, Settings
from dashboard.facts.commits import MAIN
from dashboard.facts.data_files import read_files
from dashboard.facts.remote import Remote
from dashboard.facts.revisions import Note
from dashboard.facts.store import Diverged, Outdated, Store, StoreError, Unreachable
from dashboard.facts.store_errors import RemoteRefused, SignOutsRefused

NOTE = Note("ingest", "account-7", "New scores")
TOKEN = "a-token-that-nobody-sees"


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """The git server: a bare repository on the disk."""
    pygit2.init_repository(str(tmp_path / "server.git"), bare=True)
    return tmp_path / "server.git"


def replica(tmp_path: Path, server: str | Path, name: str, **more: object) -> Settings:
    data = tmp_path / "data"
    if not data.is_dir():
        data.mkdir()
        (data / "datapackage.json").write_text('{"version": "2026.1", "resources": []}')
        (data / "scores.csv").write_bytes(b"k,v\n1,a\n2,b\n")
    return Settings(
        data_dir=data,
        store_dir=tmp_path / name,
        store_remote=str(server),
        **more,
    )


def head_of(server: Path) -> str:
    return str(pygit2.Repository(str(server)).references[MAIN].target)


def add(store: Store, row: str) -> str:
    files = store.files("HEAD")
    files["scores.csv"] += f"{row}\n".encode()
    return store.apply(files, NOTE, parent=store.head().id).id


def opened(settings: Settings) -> Store:
    store = Store.open(settings)
    assert store is not None
    return store


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_change_of_one_reaches_the_other(tmp_path: Path, server: Path, scheme: str) -> None:
    one, other = (replica(tmp_path, f"{scheme}{server}", name) for name in ("one", "other"))
    Store.pull(one)
    assert Store.open(one) is None  # nothing was ever applied anywhere
    made = add(Store.create(one), "3,c")
    assert head_of(server) == made
    Store.pull(other)
    assert opened(other).head() == opened(one).head()
    assert opened(other).taken_in() == opened(one).taken_in()
    again = add(opened(other), "4,d")
    assert head_of(server) == again
    Store.pull(one)
    assert opened(one).files("HEAD")["scores.csv"].endswith(b"3,c\n4,d\n")
    Store.pull(one)  # nothing new
    assert [path.name for path in one.store_dir.iterdir()] == ["facts.git"]


def test_the_first_revision_is_made_once(tmp_path: Path, server: Path) -> None:
    one, other = (replica(tmp_path, server, name) for name in ("one", "other"))
    assert Store.create(one).head() == Store.create(other).head()
    assert opened(other).files("HEAD") == read_files(one.data_dir)


def test_who_comes_second_is_told_and_looks_at_what_the_first_did(
    tmp_path: Path, server: Path
) -> None:
    one, other = (Store.create(replica(tmp_path, server, name)) for name in ("one", "other"))
    made = add(one, "3,c")
    with pytest.raises(Outdated):
        add(other, "4,d")
    assert head_of(server) == made
    assert other.head().id == made
    add(other, "4,d")
    assert other.files("HEAD")["scores.csv"].endswith(b"3,c\n4,d\n")


def test_of_many_at_the_same_moment_no_change_is_lost(tmp_path: Path, server: Path) -> None:
    stores = [Store.create(replica(tmp_path, server, name)) for name in ("one", "other", "third")]
    applied: list[str] = []

    def work(number: int) -> None:
        for change in range(4):
            while True:
                try:
                    add(stores[number], f"{10 * number + change + 100},x")
                except Outdated:
                    continue
                applied.append(f"{10 * number + change + 100}")
                break

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(applied) == 12
    Store.pull(replica(tmp_path, server, "last"))
    last = opened(replica(tmp_path, server, "last"))
    rows = last.files("HEAD")["scores.csv"].decode().split()[3:]
    assert sorted(row.partition(",")[0] for row in rows) == sorted(applied)
    assert len(last.history()) == 13


def test_a_store_that_was_there_before_goes_to_an_empty_server(
    tmp_path: Path, server: Path
) -> None:
    alone = replica(tmp_path, "", "one")
    made = add(Store.create(alone), "3,c")
    Store.pull(replica(tmp_path, server, "one"))
    assert head_of(server) == made


def test_two_histories_are_said_and_neither_is_overwritten(tmp_path: Path, server: Path) -> None:
    one = Store.create(replica(tmp_path, server, "one"))
    (tmp_path / "data" / "scores.csv").write_bytes(b"k,v\n1,a\n")  # of another version
    mine = add(Store.create(replica(tmp_path, "", "other")), "4,d")
    with pytest.raises(Diverged):
        Store.pull(replica(tmp_path, server, "other"))
    other = opened(replica(tmp_path, server, "other"))
    assert (other.head().id, head_of(server)) == (mine, one.head().id)


def test_a_server_that_went_back_is_said_and_not_followed(tmp_path: Path, server: Path) -> None:
    settings = replica(tmp_path, server, "one")
    store = Store.create(settings)
    first, made = store.head().id, add(store, "3,c")
    pygit2.Repository(str(server)).references[MAIN].set_target(first)
    for _again in range(2):
        with pytest.raises(Diverged):
            Store.pull(settings)
    with pytest.raises(Diverged):
        add(store, "4,d")
    assert (store.head().id, head_of(server)) == (made, first)
    pygit2.Repository(str(server)).references[MAIN].delete()
    with pytest.raises(Diverged):
        Store.pull(settings)


def test_without_the_server_nothing_is_changed(tmp_path: Path, server: Path) -> None:
    settings = replica(tmp_path, server, "one")
    store = Store.create(settings)
    before = store.head()
    server.rename(tmp_path / "away")
    with pytest.raises(Unreachable):
        add(store, "3,c")
    with pytest.raises(Unreachable):
        Store.pull(settings)
    assert store.head() == before
    with pytest.raises(Unreachable):
        Store.create(replica(tmp_path, server, "new"))
    assert Store.open(replica(tmp_path, server, "new")) is None
    (tmp_path / "away").rename(server)
    add(store, "3,c")


def test_a_server_that_takes_nothing_says_why(
    tmp_path: Path, server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(replica(tmp_path, server, "one"))
    before = store.head()

    def refuse(*_given: object) -> str:
        return "pre-receive hook declined"

    monkeypatch.setattr("dashboard.facts.remote.Remote._refusal", refuse)
    with pytest.raises(RemoteRefused, match="hook declined"):
        add(store, "3,c")
    assert store.head() == before


@contextmanager
def closed_server(asked: list[str]) -> Iterator[str]:
    """A git server that lets nobody in."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization", ""))
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}/integritas.git"
        serving.shutdown()


def test_credentials_are_sent_once_and_shown_nowhere(tmp_path: Path) -> None:
    asked: list[str] = []
    with closed_server(asked) as address:
        settings = replica(tmp_path, address, "one", store_token=TOKEN)
        with pytest.raises(Unreachable) as refused:
            Store.pull(settings)
    assert base64.b64decode(asked[-1].removeprefix("Basic ")) == f"git:{TOKEN}".encode()
    assert len(asked) == 2
    told = [refused.value.message(words(lang)) for lang in LANGUAGES]
    told += [repr(Store(tmp_path, None)), str(refused.value), repr(settings.listed())]
    assert all("127.0.0.1" in one for one in told[:2])
    assert TOKEN not in "".join(told)


def test_a_server_that_does_not_answer_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr("dashboard.facts.remote.ANSWER_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/x.git"
        with pytest.raises(Unreachable):
            Store.pull(replica(tmp_path, address, "one"))


@pytest.mark.parametrize(
    "address",
    [
        "https://somebody:password@git.example.go.id/integritas.git",
        "http://git.example.go.id/integritas.git",
        "http://localhost.example.go.id/integritas.git",
        "http://localhost@git.example.go.id/integritas.git",
        "https://",
        "ext::sh -c true",
        "--upload-pack=x",
        "store",
    ],
)
def test_an_address_that_is_none_stops_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadSetting) as refused:
        replica(tmp_path, address, "one")
    assert "password@" not in refused.value.message(words("id"))


@pytest.mark.parametrize(
    "address",
    [
        "ssh://git@git.example.go.id:2222/kantor/integritas.git",
        "https://integritas@git.example.go.id/kantor/integritas.git",
        "http://integritas@localhost:3000/integritas.git",
        "file:///srv/git/integritas.git",
        "/srv/git/Kantor Kita/integritas.git",
    ],
)
def test_an_address_of_git_is_one(tmp_path: Path, address: str) -> None:
    assert replica(tmp_path, address, "one").store_remote == address


def test_every_sentence_names_the_address(tmp_path: Path) -> None:
    errors: tuple[StoreError, ...] = (
        Unreachable("ssh://git.go.id/x", "refused"),
        RemoteRefused("ssh://git.go.id/x", "refused"),
        SignOutsRefused("ssh://git.go.id/x", "refused"),
        Diverged("ssh://git.go.id/x"),
    )
    for error in errors:
        for lang in LANGUAGES:
            assert "ssh://git.go.id/x" in error.message(words(lang))


@pytest.mark.parametrize("is_valid", [True, False])
def test_a_host_is_let_in_by_what_git_says_of_its_key(tmp_path: Path, is_valid: bool) -> None:
    """The library would let every host in over ssh; `tests/soak/test_git_over_ssh.py` tries it."""
    remote = Remote.of(replica(tmp_path, "ssh://git@git.go.id/x.git", "one"))
    assert remote is not None
    check = remote._callbacks().certificate_check
    assert check(None, is_valid, b"git.go.id") is is_valid
