"""Folders and files that a process holds: the system lets go of them however the process ends.

A folder is held by a shared lock (`flock`) on the file `.lock` in it, by any number of processes.
Whoever wants to remove it asks for the only lock first and, when that is refused, leaves it alone.

Where there are no such locks, nothing is removed that somebody may need: Windows refuses to move a
folder with an open file, which is what a hold is there; on a file system that knows no locks (some
network drives) only folders are removed that nobody has touched for `STALE_SECONDS`, if at all.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"
UNFINISHED = ".unfinished-"
STALE_SECONDS = 24 * 3600.0
_REFUSED = {errno.EACCES, errno.EAGAIN}


class Hold:
    """A folder that is in use for as long as this object lives, or until `release()`."""

    def __init__(self, number: int | None) -> None:
        self._number = number
        self.release = weakref.finalize(self, _close, number)

    def is_of(self, folder: Path) -> bool:
        """Whether the folder of this name is still the one that is held."""
        return self._number is None or _is_at(folder / LOCK, self._number)


def hold(folder: Path, when_alone: Callable[[], object] | None = None) -> Hold | None:
    """Hold a folder; None where there is none, or where it is being removed at this moment.

    A folder that may only be read and has no lock, as on a disk written elsewhere, needs none.

    Args:
        folder: what is held.
        when_alone: tidies up in it; called before anybody holds it, if certainly nobody does.
    """
    try:
        number = _opened(folder / LOCK)
    except OSError:
        return Hold(None) if folder.is_dir() else None
    held = Hold(number)
    if fcntl is not None:
        with contextlib.suppress(OSError):
            if when_alone is not None:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                when_alone()
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(number, fcntl.LOCK_SH)
    return held if held.is_of(folder) else None


def remove(folder: Path, *, stale_seconds: float | None = None, prefix: str = UNFINISHED) -> bool:
    """Remove a folder that nobody holds; says whether it is gone.

    Args:
        folder: what goes.
        stale_seconds: the age from which it goes where the file system knows no locks.
        prefix: begins the name that it gets first, under which a later start finds what is left.
    """
    away = folder.with_name(f"{prefix}{secrets.token_hex(4)}")
    try:
        number = _opened(folder / LOCK)
    except OSError:
        return False
    try:
        if not _is_free(number, folder, stale_seconds):
            return False
        if fcntl is None:  # an open file would forbid it
            _close(number)
            number = None
        folder.rename(away)
        shutil.rmtree(away, ignore_errors=True)
        return not away.exists()
    except OSError:
        return False
    finally:
        _close(number)


@contextmanager
def claimed(file: Path) -> Iterator[bool]:
    """Claim a piece of work for this process by a file; the value says whether it is the only one.

    The file goes with the work. One that a killed process left claims nothing.

    Raises:
        OSError: the file cannot be made.
    """
    number = _opened(file)
    is_only = False
    try:
        is_only = _is_free(number, file, 0.0) and _is_at(file, number)
        yield is_only
    finally:
        if fcntl is None:  # an open file would forbid it
            _close(number)
        if is_only:
            with contextlib.suppress(OSError):
                file.unlink()
        if fcntl is not None:
            _close(number)


def _opened(lock: Path) -> int:
    """The lock of a folder, made where there is none yet; for writing, as network drives ask it."""
    flags = getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | flags, 0o644)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return os.open(lock, os.O_RDONLY | flags)


def _is_free(number: int, path: Path, stale_seconds: float | None) -> bool:
    """Take the only lock, if nobody else has one."""
    if fcntl is None:
        return True  # moving it will tell
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _REFUSED or stale_seconds is None:
            return False
        return time.time() - path.stat().st_mtime >= stale_seconds
    return True


def _is_at(lock: Path, number: int) -> bool:
    try:
        return os.path.samestat(lock.stat(), os.fstat(number))
    except OSError:
        return False


def _close(number: int | None) -> None:
    if number is not None:
        with contextlib.suppress(OSError):
            os.close(number)
