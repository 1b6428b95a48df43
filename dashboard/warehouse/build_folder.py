"""Builds as folders on disk: written down, checked when opened, held while in use, tidied up.

`build.json` says of each file of a build how long it is and what its content hashes to. A build is
used only when all of that is true, and nobody removes it while a process uses it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from dashboard.core import locks
from dashboard.core.i18n import Words

KEPT_BUILDS = 3
DAMAGED = ".damaged-"
_NOTE = "build.json"
_DATABASE, _PROVINCES = "warehouse.duckdb", "provinces.json"
_SHAPES = re.compile(r"(provinces|regencies(-.+)?)\.json")
_LOG = f"{_DATABASE}.wal"


class Damaged(Exception):
    """A folder that bears the name of a build and is not as it was written; `file` says where."""

    def __init__(self, file: str, held: locks.Hold) -> None:
        super().__init__(file)
        self.file, self.held = file, held

    def message(self, say: Words) -> str:
        """What was found and what happens."""
        return say(
            "The build was damaged ({file} is missing or not as it was written): it is set aside "
            "in the build folder, and a new one is made.",
            file=self.file,
        )


@dataclass(frozen=True)
class Build:
    """A finished build on disk. It stays there for as long as somebody has this object.

    Attributes:
        shapes: the GeoJSON of maps by the names of its files without their ending: `provinces`,
            `regencies` of the nation and `regencies-<province>`. Whoever removes the folder by
            hand takes no map away.
    """

    folder: Path
    revision: str
    facts_version: str
    facts_date: dt.date
    held: locks.Hold = field(compare=False, repr=False)
    shapes: Mapping[str, str] = field(compare=False, repr=False)

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.folder / _DATABASE

    def shapes_file(self, name: str) -> Path:
        """The file of these shapes; of the provinces, a `.gz` lies beside it."""
        return self.folder / f"{name}.json"


class _File(BaseModel):
    size: int
    sha256: str


class _Note(BaseModel):
    format: str
    facts_version: str
    facts_date: dt.date
    files: dict[str, _File]


def write_note(folder: Path, build_format: str, facts_version: str, facts_date: dt.date) -> None:
    """Write down what a build holds; the last thing that is done to it.

    Raises:
        OSError: the disk refuses.
    """
    files = {
        path.name: _File(size=path.stat().st_size, sha256=_hash(path))
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in (locks.LOCK, _NOTE)
    }
    note = _Note(
        format=build_format, facts_version=facts_version, facts_date=facts_date, files=files
    )
    (folder / _NOTE).write_text(note.model_dump_json(indent=1), encoding="utf-8")


def read(folder: Path, build_format: str) -> Build | None:
    """The build of a folder, held and checked; None where there is no such folder.

    Raises:
        Damaged: a file is missing, is not as it was written, or is of another format.
    """
    spilled = folder / f"{_DATABASE}.tmp"  # by a query larger than the memory
    held = locks.hold(folder, when_alone=lambda: shutil.rmtree(spilled, ignore_errors=True))
    if held is None:
        return None
    try:
        note = _Note.model_validate_json((folder / _NOTE).read_bytes())
    except (OSError, ValidationError):
        raise Damaged(_NOTE, held) from None
    if note.format != build_format:
        raise Damaged(_NOTE, held)
    for name in {_DATABASE, _PROVINCES, *note.files}:
        if name not in note.files or not _is_as_written(folder / name, note.files[name]):
            raise Damaged(name, held)
    if _LOG not in note.files and (folder / _LOG).exists():  # the engine would read it as well
        raise Damaged(_LOG, held)
    names = sorted(name for name in note.files if _SHAPES.fullmatch(name))
    shapes = {Path(name).stem: (folder / name).read_text(encoding="utf-8") for name in names}
    return Build(folder, folder.name, note.facts_version, note.facts_date, held, shapes)


def _is_as_written(path: Path, noted: _File) -> bool:
    try:
        return path.stat().st_size == noted.size and _hash(path) == noted.sha256
    except OSError:
        return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new(build_dir: Path) -> tuple[Path, locks.Hold]:
    """A folder in which a build is made, held by this process.

    Raises:
        OSError: the disk refuses.
    """
    build_dir.mkdir(parents=True, exist_ok=True)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=locks.UNFINISHED, dir=build_dir))
        held = locks.hold(folder)
        if held is not None:  # else somebody tidied up before it was held
            return folder, held


def put_in_place(unfinished: Path, target: Path, find: Callable[[], Build | None]) -> None:
    """Give a finished build its name, unless somebody was faster: theirs may be in use already.

    Raises:
        OSError: the disk refuses.
    """
    try:
        unfinished.rename(target)
    except OSError:
        if find() is not None:
            return
        if not target.exists():
            raise
        set_aside(target)
        unfinished.rename(target)


def set_aside(folder: Path, held: locks.Hold | None = None) -> None:
    """Give a damaged build another name; of those only the latest one stays, to be looked into.

    Args:
        folder: the build.
        held: as it was found damaged; where another one stands in its place by now, that stays.

    Raises:
        OSError: the disk refuses.
    """
    for older in folder.parent.glob(f"*{DAMAGED}*"):
        locks.remove(older)
    if held is not None and not held.is_of(folder):
        return
    moment = dt.datetime.now(dt.UTC)
    try:
        folder.rename(folder.with_name(f"{folder.name}{DAMAGED}{moment:%Y%m%dT%H%M%S%f}"))
    except FileNotFoundError:
        return  # another process set it aside


def tidy(build_dir: Path) -> None:
    """Remove what killed processes left half-made."""
    for left in build_dir.glob(f"{locks.UNFINISHED}*"):
        locks.remove(left, stale_seconds=locks.STALE_SECONDS)


def forget_old(build_dir: Path, keep: str) -> None:
    """Remove old builds: the newest few stay, and each that a process uses."""
    found = {}
    for note in build_dir.glob(f"*/{_NOTE}"):
        folder = note.parent
        if not folder.name.startswith(".") and DAMAGED not in folder.name:
            with contextlib.suppress(OSError):  # gone meanwhile
                found[folder] = (folder.name == keep, note.stat().st_mtime)
    for folder in sorted(found, key=found.__getitem__, reverse=True)[KEPT_BUILDS:]:
        locks.remove(folder)


def drop(unfinished: Path) -> None:
    """Remove the folder of a build that was not finished; nothing happens where it got its name."""
    shutil.rmtree(unfinished, ignore_errors=True)
