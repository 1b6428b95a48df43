"""Builds that tests of many files need: each is made once in a run, and copied to where it serves.

What a build is and how it is made has tests of its own (tests/warehouse/test_build.py), which make
theirs themselves.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.core.settings import Settings
from dashboard.warehouse import build
from dashboard.warehouse.build_folder import Build

try:
    import fcntl
except ImportError:  # Windows: then each process makes its own
    fcntl = None  # type: ignore[assignment]

# The folder that all processes of a run share; it goes with the run.
SHARED = "TESTS_SHARED_BUILDS"
_UNFINISHED = shutil.ignore_patterns("*.part", "*.claim")


def placed(settings: Settings) -> Build:
    """The build of these facts, where the settings want it: as a start of the dashboard makes it.

    The first who asks in a run of the tests makes it; each has a copy that nobody else touches.
    """
    revision = build.revision(settings)
    if not (settings.build_dir / revision).exists():
        with _alone(revision) as folder:
            made = build.ensure(settings.model_copy(update={"build_dir": folder}))
        shutil.copytree(made.folder, settings.build_dir / revision)
    return build.ensure(settings)


def place_scripts(build_dir: Path) -> None:
    """The scripts and styles that an earlier start made small: a server needs half a minute."""
    made, wanted = Settings().build_dir / "compressed", build_dir / "compressed"
    if made.is_dir() and not wanted.exists():
        shutil.copytree(made, wanted, ignore=_UNFINISHED)


@contextmanager
def _alone(revision: str) -> Iterator[Path]:
    """The folder of one shared build, while no other process looks at it."""
    folder = _shared() / revision
    folder.mkdir(exist_ok=True)
    with (folder / ".alone").open("w") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield folder


def _shared() -> Path:
    if SHARED not in os.environ:  # tests that one process runs
        own = tempfile.TemporaryDirectory(prefix="tests-builds-")
        atexit.register(own.cleanup)
        os.environ[SHARED] = own.name
    folder = Path(os.environ[SHARED])
    return folder if fcntl else Path(tempfile.mkdtemp(dir=folder))
