"""A store whose git server is reached over ssh: by a key, and only where its host key is known.

Each command is a process of its own, because git reads the home of its user once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pygit2
import pytest

from dashboard.facts.commits import MAIN
from dashboard.facts.shared_sign_outs import ANCHOR
from tests import git_server
from tests.git_server import OverSsh
from tests.servers import ROOT

PROGRAM = """
from dashboard.core.settings import Settings
from dashboard.core.i18n import words
from dashboard.facts.shared_sign_outs import exchange
from dashboard.facts.store import Store, StoreError
try:
    Store.pull(Settings())
    print(Store.create(Settings()).head().id)
    exchange(Settings())
except StoreError as error:
    print(type(error).__name__, error.message(words("en")))
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[OverSsh]:
    with git_server.over_ssh(tmp_path) as found:
        yield found


def asked(folder: Path, server: OverSsh, name: str, known: str = "", key: str = "") -> str:
    """What a server of the dashboard says that looks at the git server."""
    home, data = folder / f"home-{name}", folder / "data"
    (home / ".ssh").mkdir(parents=True, exist_ok=True)
    (home / ".ssh" / "known_hosts").write_text(known)
    data.mkdir(exist_ok=True)
    (data / "datapackage.json").write_text('{"version": "2026.1", "resources": []}')
    (data / "scores.csv").write_bytes(b"k,v\n1,a\n")
    environment = {
        **os.environ,
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "INTEGRITAS_DATA_DIR": str(data),
        "INTEGRITAS_STORE_DIR": str(folder / f"store-{name}"),
        "INTEGRITAS_STORE_REMOTE": server.address,
        "INTEGRITAS_STORE_KEY": key or str(server.key),
    }
    command = (sys.executable, "-c", PROGRAM)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.strip()


def test_two_stores_share_it(tmp_path: Path, server: OverSsh) -> None:
    first = asked(tmp_path, server, "one", server.known)
    assert first == asked(tmp_path, server, "other", server.known)
    there = pygit2.Repository(str(tmp_path / "server.git")).references
    assert str(there[MAIN].target) == first
    assert ANCHOR in there


def test_a_host_that_is_not_known_or_another_one_is_refused(
    tmp_path: Path, server: OverSsh
) -> None:
    (tmp_path / "else").mkdir()
    with git_server.over_ssh(tmp_path / "else") as other:
        place, _space, _key = server.known.partition(" ")
        forged = f"{place} {other.known.partition(' ')[2]}"
    for known in ("", forged):
        said = asked(tmp_path, server, "one", known)
        assert said.startswith("Unreachable") and "127.0.0.1" in said, said
    assert list(pygit2.Repository(str(tmp_path / "server.git")).references) == []


def test_a_key_that_is_not_let_in_is_refused(tmp_path: Path, server: OverSsh) -> None:
    said = asked(tmp_path, server, "one", server.known, key=str(tmp_path / "host"))
    assert said.startswith("Unreachable"), said
    said = asked(tmp_path, server, "one", server.known, key=str(tmp_path / "absent"))
    assert said.startswith("Unreachable") or "INTEGRITAS_STORE_KEY" in said, said
