"""Where the drawing browser keeps its files: one folder a browser, gone with it.

A process that is killed takes its browser with it, but not the folder: the next browser that starts
on this machine removes it, as nobody holds it any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboard.core import locks

PREFIX = "integritas-browser-"
# The browser makes a socket below, whose address may have no more than 104 letters on some systems.
_LONGEST = 60


@dataclass(frozen=True)
class BrowserFolder:
    """A folder that this process holds."""

    path: Path
    held: locks.Hold

    @property
    def environment(self) -> dict[str, str]:
        """What makes the browser keep its temporary files there as well."""
        return {"TMPDIR": str(self.path)} if len(str(self.path)) <= _LONGEST else {}

    def remove(self) -> None:
        """Remove it with all that the browser left."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.held.release()


def new() -> BrowserFolder:
    """A new folder; those that killed processes left go first.

    Raises:
        OSError: the disk refuses.
    """
    temporary = Path(tempfile.gettempdir())
    for left in temporary.glob(f"{PREFIX}*"):
        if _is_ours(left):
            locks.remove(left, stale_seconds=locks.STALE_SECONDS, prefix=PREFIX)
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = locks.hold(path)
        if held is not None:  # else somebody tidied up before it was held
            return BrowserFolder(path, held)


def _is_ours(path: Path) -> bool:
    """Whether it is a folder of this user: anybody may put names into a folder for all."""
    try:
        found = path.lstat()
    except OSError:
        return False
    is_folder = path.is_dir() and not path.is_symlink()
    return is_folder and (not hasattr(os, "getuid") or found.st_uid == os.getuid())
