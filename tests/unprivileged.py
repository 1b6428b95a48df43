"""A command as somebody who owns nothing: not root, without a home, who may write where it is said.

As root the command runs as `nobody`, without a capability but that of reading (an interpreter may
lie in a folder of root); otherwise as whoever runs the tests, which is then no root either.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


def is_root() -> bool:
    """Whether these tests are run by root of Linux, who can be somebody else."""
    return sys.platform == "linux" and os.geteuid() == 0


def as_nobody(command: Sequence[str]) -> tuple[str, ...]:
    """The command as somebody who owns nothing, with no more of the environment than it needs."""
    if not is_root():
        return tuple(command)
    program = shutil.which("setpriv")
    assert program is not None, "setpriv is missing; Debian or Ubuntu: apt-get install util-linux"
    return (
        *(program, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"),
        *("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"),
        *("--bounding-set=-all,+dac_read_search", "--", *command),
    )


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that nobody may write; pytest's own is closed to others."""
    with tempfile.TemporaryDirectory(prefix="integritas-nobody-") as made:
        give(Path(made))
        yield Path(made)


def give(path: Path) -> None:
    """Let nobody write a file or a folder, and all that lies in it."""
    for one in (path, *path.rglob("*")):
        if is_root():
            os.chown(one, NOBODY, NOBODY)
        one.chmod(one.stat().st_mode | stat.S_IRWXU)


def written(root: Path, since: float) -> list[Path]:
    """Files below a folder that were made or changed since a moment; what git ignores among them.

    Args:
        root: of the program.
        since: seconds since 1970.
    """
    left_out = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    found = []
    for path, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in left_out]
        for name in names:
            one = Path(path) / name
            if one.lstat().st_mtime > since:
                found.append(one)
    return found
