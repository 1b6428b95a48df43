"""Which facts are served: those of data/, or the newest revision of the store; and how data/ joins.

Where nothing was ever applied there is no store, and data/ is served as it is. Else the store is,
and data/ is compared with what was last taken in from it: edits by hand, and the facts of a newer
version of the program, become a revision of their own, or wait until somebody decides (`pending`).
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from dashboard.core import access, audit
from dashboard.core.i18n import words
from dashboard.core.setting_folders import check_folders
from dashboard.core.settings import Settings, language
from dashboard.facts import BrokenFacts, validate
from dashboard.facts.described_keys import Files, version_of
from dashboard.facts.differences import compare, counts
from dashboard.facts.merge import Choice, merge
from dashboard.facts.revisions import Note
from dashboard.facts.store import Outdated, Store, StoreError, content_id, read_files
from dashboard.warehouse import build, build_folder
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.pending_facts import Pending

_LOG = logging.getLogger("dashboard")
_NUMBERS = re.compile(r"\d+")

_told: set[str] = set()  # sentences of the log: a start asks twice

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Base:
    """The facts that are served, as a change is made on them.

    Attributes:
        parent: what `Store.apply` and `apply_files` ask for: the id of the revision, or a name for
            the content of data/ where there is no store.
        files: file name -> bytes.
    """

    parent: str
    files: Mapping[str, bytes] = field(hash=False, repr=False)


@dataclass(frozen=True)
class Served:
    """A build of the facts that are served.

    Attributes:
        build: the build, held.
        revision: the id of their revision; empty without a store.
        waiting: what of data/ was not taken in.
    """

    build: Build
    revision: str
    waiting: Pending | None = None


def base(settings: Settings) -> Base:
    """The facts that are served at this moment, for a change that is made on them.

    Raises:
        BadSetting: the folder of the facts cannot be used.
        BuildError: a file of data/ cannot be read.
        StoreError: the store cannot be read.
    """
    store = Store.open(settings)
    if store is None:
        files = data_files(settings)
        return Base(content_id(files), files)
    head = store.head().id
    return Base(head, store.files(head))


def data_files(settings: Settings) -> dict[str, bytes]:
    """The files of data/ as they are now.

    Raises:
        BadSetting: there is no such folder.
        UnreadableFile: one of them cannot be read.
    """
    check_folders(settings)
    try:
        return read_files(settings.data_dir)
    except OSError as error:
        reason = error.strerror or str(error)
        raise build.UnreadableFile(Path(error.filename or settings.data_dir), reason) from error


@contextmanager
def checkout(settings: Settings, files: Files) -> Iterator[Path]:
    """A folder of facts with these files, for as long as it is read from.

    Shapes and tables in Parquet are those of data/: the store does not hold them.

    Raises:
        BuildError: the folder of the builds cannot be written.
    """
    with build.refusals(settings.build_dir):
        build_folder.tidy(settings.build_dir)
        folder, held = build_folder.new(settings.build_dir)
    try:
        with build.refusals(settings.build_dir):
            for name, content in files.items():
                (folder / name).write_bytes(content)
            for path in sorted(settings.data_dir.glob("**/*.parquet")):
                target = folder / path.relative_to(settings.data_dir)
                target.parent.mkdir(parents=True, exist_ok=True)
                _link(path, target)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        held.release()


def build_of(settings: Settings, files: Files, progress: Progress = lambda _step: None) -> Build:
    """The build of a state of the facts, made first where there is none: all checks on the whole.

    Raises:
        BadSetting: a folder cannot be used.
        facts.BrokenFacts: a cell breaks the schema.
        BuildError: a data test found wrong rows, or the machine refuses.
    """
    check_folders(settings)
    with checkout(settings, files) as folder:
        try:
            return build.ensure(settings.model_copy(update={"data_dir": folder}), progress)
        except BrokenFacts as broken:
            broken.folder = settings.data_dir  # the folder that it was read from is gone
            raise


def served(settings: Settings, progress: Progress = lambda _step: None) -> Served:
    """The build of the facts that are to be served; data/ is taken in first where that is clear.

    What stands in data/ and cannot be taken in is said on the log and takes nothing down.

    Raises:
        BadSetting: a folder cannot be used.
        facts.BrokenFacts: there is no store, and data/ is not in order.
        BuildError: the same, or the machine refuses.
        StoreError: the store cannot be read; or there is none yet, and the git server that has it
            cannot be reached: other facts than those of the office would be served.
    """
    pull(settings)
    store = Store.open(settings)
    if store is None:
        return Served(build.ensure(settings, progress), "")
    waiting = take_in(settings, progress)
    if waiting is not None:
        _warn(waiting.message(words(language())))
    return replace(newest(store, settings, progress), waiting=waiting)


def pull(settings: Settings) -> None:
    """Take over what the git server of the store has more, before facts are served.

    Raises:
        StoreError: it cannot be reached, and there is no store here to serve meanwhile.
    """
    try:
        Store.pull(settings)
    except StoreError as error:
        if Store.open(settings) is None:
            raise
        _warn(error.message(words(language())))


def _warn(sentence: str) -> None:
    """Say a sentence on the log, once."""
    if sentence not in _told:
        _told.add(sentence)
        _LOG.warning(sentence)


def newest(store: Store, settings: Settings, progress: Progress = lambda _step: None) -> Served:
    """The build of the newest revision of the store."""
    head = store.head().id
    return Served(build_of(settings, store.files(head), progress), head)


def pending(settings: Settings, choices: Mapping[str, Choice] | None = None) -> Pending | None:
    """What of data/ waits for a decision; None where nothing does, or where there is no store.

    Nothing is written, and whether data/ is in order is not looked at: that is a build's matter.

    Args:
        settings: the folders.
        choices: what was decided, by `Conflict.id`; `Pending.conflicts` are those that are left.

    Raises:
        BadSetting: the folder of the facts cannot be used.
        BuildError: a file of data/ cannot be read.
        StoreError: the store cannot be read.
    """
    store = Store.open(settings)
    if store is None:
        return None
    found = _compared(store, data_files(settings), choices or {})
    return found if found is not None and (found.reason or choices) else None


def take_in(settings: Settings, progress: Progress = lambda _step: None) -> Pending | None:
    """Take in data/ where it is clear how; what waits for somebody is given back.

    Raises:
        BadSetting: the folder of the facts cannot be used.
        StoreError: the store cannot be read.
    """
    store = Store.open(settings)
    while store is not None:
        try:
            data = data_files(settings)
        except build.UnreadableFile as error:
            return Pending("refused", store.head().id, {}, {}, error=error)
        found = _compared(store, data, {})
        if found is None or found.reason == "older":
            return found
        if found.reason:  # nobody should have to decide on what is broken anyway
            try:
                validate(settings.data_dir)
            except BrokenFacts as error:
                return replace(found, reason="refused", error=error)
            return found
        is_whole = found.files == data
        try:
            if is_whole:
                build.ensure(settings, progress)
            else:
                build_of(settings, found.files, progress)
            note = Note(found.kind, "local", _why(found), counts=counts(found.differences))
            taken_in = None if is_whole else data
            told = {one.table: [one.added, one.changed, one.removed] for one in note.counts}
            who = access.of_this_machine()
            with audit.of(settings).change(who, found.kind, counts=told) as changed:
                made = store.apply(found.files, note, parent=found.parent, taken_in=taken_in)
                changed(made.id)
        except Outdated:
            continue  # another process was faster, perhaps with the same
        except (BrokenFacts, build.BuildError, StoreError, audit.Unwritable) as error:
            return replace(found, reason="refused", error=error)
        return None
    return None


def _compared(store: Store, data: Files, choices: Mapping[str, Choice]) -> Pending | None:
    """What data/ holds that was not taken in yet, merged into what is served."""
    head, taken = store.head().id, store.taken_in().id
    if store.holds(taken, data):
        return None
    before, current = store.files(taken), store.files(head)
    version, known = version_of(data), version_of(before)
    kind: Literal["shipped", "edited"] = "edited"
    if _numbers(version) < _numbers(known):
        return Pending("older", head, current, data, version=version)
    if _numbers(version) > _numbers(known):
        kind = "shipped"
    if current == before:
        differences = compare(current, data)
        return Pending("", head, data, data, differences, kind=kind, version=version)
    merged = merge(before, current, data, choices)
    reason: Literal["", "conflict", "version"] = ""
    if merged.conflicts:
        reason = "conflict"
    elif kind == "shipped":
        reason = "version"
    differences = compare(current, merged.files)
    return Pending(reason, head, merged.files, data, differences, merged.conflicts, kind, version)


def _numbers(version: str) -> tuple[int, ...]:
    """A version such as 2026.12.0 as numbers that can be compared."""
    return tuple(int(one[:18]) for one in _NUMBERS.findall(version))


def _why(found: Pending) -> str:
    say = words(language())
    if found.kind == "shipped":
        return say("The facts that the program ships: version {version}", version=found.version)
    return say("Edited by hand in data/")


def _link(path: Path, target: Path) -> None:
    """A large file in a second place without copying it, where the system allows that."""
    for make in (os.symlink, os.link):
        try:
            make(path.resolve(), target)
        except (OSError, NotImplementedError):
            continue
        return
    shutil.copyfile(path, target)
