"""Folders in use stay; those of processes that were killed go."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dashboard.core import locks
from tests.fixtures import ROOT

HOLD = """
    import sys
    from pathlib import Path
    from dashboard.core import locks
    held = locks.hold(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a folder."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "of facts"
    made.mkdir()
    (made / "file").write_text("content")
    return made


def test_what_nobody_holds_goes_whole(folder: Path) -> None:
    assert locks.remove(folder)
    assert list(folder.parent.iterdir()) == []
    assert not locks.remove(folder)
    assert locks.hold(folder) is None


def test_what_several_hold_goes_with_the_last_of_them(folder: Path) -> None:
    first, second = locks.hold(folder), locks.hold(folder)
    assert first is not None and second is not None
    for held in (first, second):
        assert not locks.remove(folder)
        assert held.is_of(folder)
        held.release()
    assert (folder / "file").read_text() == "content"
    assert locks.remove(folder)


def test_an_object_that_is_gone_holds_nothing(folder: Path) -> None:
    held = locks.hold(folder)
    assert not locks.remove(folder)
    del held
    assert locks.remove(folder)


def test_a_killed_process_holds_nothing(folder: Path) -> None:
    with holder(folder) as process:
        assert not locks.remove(folder)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert locks.remove(folder)


def test_a_folder_keeps_its_hold_under_another_name(folder: Path) -> None:
    held = locks.hold(folder)
    other = folder.rename(folder.with_name("renamed"))
    assert held is not None
    assert held.is_of(other) and not held.is_of(folder)
    assert not locks.remove(other)


def refuse(number: int) -> Any:
    def flock(*_anything: object) -> None:
        raise OSError(number, os.strerror(number))

    return flock


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF])
def test_without_locks_only_what_is_old_goes_and_only_where_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("fcntl.flock", refuse(number))
    assert locks.hold(folder) is not None
    assert not locks.remove(folder)
    assert not locks.remove(folder, stale_seconds=60)
    os.utime(folder, (2**33, 2**33))  # the clock was set back
    assert not locks.remove(folder, stale_seconds=60)
    os.utime(folder, (0, 0))
    assert not locks.remove(folder)
    assert locks.remove(folder, stale_seconds=60)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_folder_that_may_only_be_read_needs_no_lock(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    really = os.open

    def read_only(path: Any, flags: int, *more: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, os.strerror(number))
        return really(path, flags, *more)

    monkeypatch.setattr(os, "open", read_only)
    held = locks.hold(folder)
    assert held is not None and held.is_of(folder)
    assert not (folder / locks.LOCK).exists()
    assert locks.hold(folder.with_name("none")) is None


def test_one_process_claims_a_piece_of_work(tmp_path: Path) -> None:
    claim = tmp_path / "claim"
    with locks.claimed(claim) as mine:
        assert mine
        with locks.claimed(claim) as another:
            assert not another
        assert claim.exists()
    assert not claim.exists()
    claim.touch()  # of a process that was killed
    with locks.claimed(claim) as mine:
        assert mine
    assert not claim.exists()
