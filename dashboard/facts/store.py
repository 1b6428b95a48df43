"""The store: states of the facts as commits of a bare git repository, and one reference.

What `refs/heads/main` names is served. A change writes its objects first and then moves that
reference, from the state that it was made on and from no other: whoever stops in between, or comes
second, leaves everything as it was. What was last taken in from data/ is read off the history
itself, so that nothing else has to move with the reference.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.core import locks
from dashboard.core.i18n import words
from dashboard.core.settings import Settings, language
from dashboard.facts import commits
from dashboard.facts.commits import MAIN
from dashboard.facts.data_files import STAND_IN, content_id, read_files
from dashboard.facts.described_keys import version_of
from dashboard.facts.remote import Remote
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store_errors import (
    Busy,
    Diverged,
    Outdated,
    StoreError,
    UnknownRevision,
    Unreachable,
    UnreadableStore,
    Unwritable,
    refusals,
)

if TYPE_CHECKING:
    import pygit2

__all__ = [
    "Busy",
    "Diverged",
    "Outdated",
    "Store",
    "StoreError",
    "UnknownRevision",
    "Unreachable",
    "UnreadableStore",
    "Unwritable",
    "content_id",
    "read_files",
]

REPOSITORY = "facts.git"
SHIPPED = "refs/heads/shipped"
_LOCK, _PULLING = "writing.lock", "pulling.lock"
_PATIENCE_SECONDS = 10.0
_NAME = re.compile(r"HEAD(?:~(\d{1,6}))?|[0-9a-f]{4,40}", re.IGNORECASE)


class Store:
    """The repository of `INTEGRITAS_STORE_DIR`; made by `open` or `create`."""

    def __init__(self, folder: Path, remote: Remote | None = None) -> None:
        self.folder, self.remote = folder, remote
        self.path = folder / REPOSITORY

    @classmethod
    def open(cls, settings: Settings) -> Store | None:
        """The store, or None where nothing was ever applied.

        Raises:
            UnreadableStore: there is one, and it cannot be read.
        """
        store = cls(settings.store_dir, Remote.of(settings))
        try:
            if not store.path.is_dir():
                return None
        except OSError as error:
            raise UnreadableStore(store.path, error.strerror or str(error)) from error
        store.head()
        return store

    @classmethod
    def create(cls, settings: Settings) -> Store:
        """The store, made now where there is none: its first revision is data/ as it is.

        Where the git server has one, it is that.

        Raises:
            Unwritable: the folder cannot be written, or data/ cannot be read.
            Unreachable: the git server does not answer.
        """
        store = cls(settings.store_dir, Remote.of(settings))
        with store._writing():
            if not store.path.is_dir():
                with refusals(store.folder):
                    store._make(read_files(settings.data_dir))
        return store

    @classmethod
    def pull(cls, settings: Settings) -> None:
        """Take over what the git server has more; what this store alone has goes there.

        Nothing happens where no server is named, or where another process is at it.

        Raises:
            Unreachable: it does not answer, or takes nothing from here.
            Diverged: both have what the other has not. Nothing is changed on either side.
            Unwritable: the folder cannot be written.
        """
        store = cls(settings.store_dir, Remote.of(settings))
        if store.remote is None:
            return
        with refusals(store.folder):
            store.folder.mkdir(parents=True, exist_ok=True)
            claim = locks.claimed(store.folder / _PULLING)
            is_only = claim.__enter__()
        try:
            if is_only:
                store._pull(store.remote)
        finally:
            claim.__exit__(None, None, None)

    def _pull(self, remote: Remote) -> None:
        if not self.path.is_dir():
            with self._writing(), refusals(self.folder):
                if not self.path.is_dir():
                    self._make(None)
            return
        with self._reading() as repository:
            there = remote.fetch(repository)
            is_there = there == commits.head_of(repository).id
        if not is_there:
            with self._writing(), self._reading() as repository, refusals(self.folder):
                self._join(repository, remote, there)

    def _join(
        self, repository: pygit2.Repository, remote: Remote, there: pygit2.Oid | None
    ) -> None:
        """Go forward to what the server has, or bring it forward to what is here."""
        head = commits.head_of(repository).id
        if there is None or repository.descendant_of(head, there):
            remote.push(repository, head)
        elif repository.descendant_of(there, head):
            self._move(repository, head, there)
            self._label(repository)
        elif there != head:
            raise Diverged(remote.shown)

    @staticmethod
    def is_stand_in(parent: str) -> bool:
        """Whether this names the content of data/ (`content_id`), and no revision."""
        return parent.startswith(STAND_IN)

    # --- reading ---------------------------------------------------------------------------------

    def head(self) -> Revision:
        """The revision that is served.

        Raises:
            UnreadableStore: the repository is damaged.
        """
        with self._reading() as repository:
            return commits.revision_of(commits.head_of(repository))

    def taken_in(self) -> Revision:
        """The revision that says what was last taken in from data/: it came from there whole."""
        with self._reading() as repository:
            return commits.revision_of(commits.taken_in_of(repository))

    def history(self, limit: int | None = None) -> list[Revision]:
        """The revisions, the newest first; at most `limit` of them."""
        with self._reading() as repository:
            found: list[Revision] = []
            for commit in commits.line_of(repository):
                if limit is not None and len(found) >= limit:
                    break
                found.append(commits.revision_of(commit))
            return found

    def revision(self, name: str) -> Revision:
        """The revision of a name: its id or the beginning of it, `HEAD`, `HEAD~2`.

        Raises:
            UnknownRevision: none has this name, or several begin with it.
        """
        name = name.strip()
        asked = _NAME.fullmatch(name)
        if asked is None:
            raise UnknownRevision(name)
        with self._reading() as repository:
            if name.upper().startswith("HEAD"):
                back = int(asked[1] or 0)
                found = [one for at, one in enumerate(commits.line_of(repository)) if at == back]
            else:
                found = [
                    one
                    for one in commits.line_of(repository)
                    if str(one.id).startswith(name.lower())
                ]
            if len(found) != 1:
                raise UnknownRevision(name, len(found))
            return commits.revision_of(found[0])

    def files(self, revision: str) -> dict[str, bytes]:
        """The files of a revision: name -> bytes.

        Raises:
            UnknownRevision: there is none of this name.
        """
        is_whole = re.fullmatch(r"[0-9a-f]{40}", revision) is not None
        wanted = revision if is_whole else self.revision(revision).id
        with self._reading() as repository:
            commit = repository.get(wanted)
            if commit is None or not hasattr(commit, "tree"):
                raise UnknownRevision(revision)
            return commits.files_of(commit)

    def holds(self, revision: str, files: Mapping[str, bytes]) -> bool:
        """Whether a revision consists of these files, without reading its own."""
        import pygit2

        with self._reading() as repository:
            tree = repository[revision].tree
            there = {entry.name: entry.id for entry in tree if entry.type_str == "blob"}
        return there.keys() == files.keys() and all(
            pygit2.hash(content) == there[name] for name, content in files.items()
        )

    def sign(self) -> tuple[object, ...]:
        """What changes with the reference, cheaply: to be asked again and again."""
        return sign_of(self.folder)

    # --- writing ---------------------------------------------------------------------------------

    def apply(
        self,
        files: Mapping[str, bytes],
        note: Note,
        *,
        parent: str,
        taken_in: Mapping[str, bytes] | None = None,
    ) -> Revision:
        """Make a state of the facts the newest revision. Whether it is sound, the caller has seen.

        Args:
            files: the whole state, name -> bytes.
            note: who, when, why.
            parent: the id of the revision that the change was made on.
            taken_in: data/ as it was merged into `files`.

        Raises:
            Outdated: another revision is the newest one by now.
            Unwritable: the disk refuses. Nothing was changed.
            Unreachable: the git server does not take it. Nothing was changed.
        """
        with self._writing(), self._reading() as repository, refusals(self.folder):
            head = commits.head_of(repository)
            if str(head.id) != parent:
                raise Outdated
            for left in (self.path / "refs" / "heads").glob("*.lock"):
                left.unlink()  # of a killed process: we alone write
            parents = [head.id]
            if taken_in is not None:
                before = commits.taken_in_of(repository)
                shipped = commits.write_commit(repository, taken_in, note, [before.id])
                parents.append(shipped)
            made = commits.write_commit(repository, files, note, parents)
            commits.check_written(self.path, made, files)
            if taken_in is not None:
                commits.check_written(self.path, shipped, taken_in)
            self._send(repository, made)
            self._move(repository, head.id, made)
            self._label(repository)
            return commits.revision_of(repository[made])

    def _send(self, repository: pygit2.Repository, made: pygit2.Oid) -> None:
        """To the git server first: whoever comes second there changes nothing here either."""
        if self.remote is None:
            return
        try:
            self.remote.push(repository, made)
        except Outdated:
            with suppress(StoreError):  # so that the next look is at what the other one did
                self._join(repository, self.remote, self.remote.fetch(repository))
            raise

    def _move(self, repository: pygit2.Repository, head: pygit2.Oid, target: pygit2.Oid) -> None:
        """Move the one reference: the only step that anybody sees."""
        import pygit2

        reference = repository.references[MAIN]
        if reference.target != head:
            raise Outdated
        try:
            reference.set_target(target)  # refused where it moved since it was read
        except pygit2.GitError:
            if repository.references[MAIN].target != head:
                raise Outdated from None
            raise

    def _label(self, repository: pygit2.Repository) -> None:
        """Name what was taken in for readers of the repository; the history says it anyway."""
        import pygit2

        try:
            repository.references.create(SHIPPED, commits.taken_in_of(repository).id, force=True)
        except (pygit2.GitError, OSError):
            return

    def _make(self, files: Mapping[str, bytes] | None) -> None:
        """Make the repository: what the git server has, else these files; none are no reason."""
        import pygit2

        unfinished = self.folder / f"{locks.UNFINISHED}{time.time_ns():x}"
        unfinished.mkdir()
        held = locks.hold(unfinished)
        try:
            commits.set_up()
            repository = pygit2.init_repository(str(unfinished / REPOSITORY), bare=True)
            first = self.remote.fetch(repository) if self.remote else None
            if first is None and files is not None:
                first = self._first(repository, unfinished / REPOSITORY, files)
            if first is None:
                return
            repository.references.create(MAIN, first)
            self._label(repository)
            repository.set_head(MAIN)
            repository.free()
            (unfinished / REPOSITORY).rename(self.path)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
            if held is not None:
                held.release()

    def _first(
        self, repository: pygit2.Repository, path: Path, files: Mapping[str, bytes]
    ) -> pygit2.Oid | None:
        """The first revision of all; that of the git server where somebody else was faster."""
        say = words(language())
        version = version_of(files)
        why = say("The facts that the program ships: version {version}", version=version)
        first = commits.write_commit(repository, files, Note("shipped", "local", why), [])
        commits.check_written(path, first, files)
        if self.remote is None:
            return first
        try:
            self.remote.push(repository, first)
        except Outdated:
            return self.remote.fetch(repository)
        return first

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only process, and the only thread, that writes.

        Raises:
            Busy: another one does not finish.
            Unwritable: the folder cannot be written.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            with refusals(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                claim = locks.claimed(self.folder / _LOCK)
                is_only = claim.__enter__()
            if is_only:
                break
            claim.__exit__(None, None, None)
            if time.monotonic() > deadline:
                raise Busy(self.folder, "")
            time.sleep(0.02)
        try:
            for left in self.folder.glob(f"{locks.UNFINISHED}*"):  # by a process that was killed
                locks.remove(left)
            yield
        finally:
            claim.__exit__(None, None, None)

    def _reading(self) -> AbstractContextManager[pygit2.Repository]:
        return commits.opened(self.path)


def sign_of(folder: Path) -> tuple[object, ...]:
    """What changes when the reference of a store in this folder moves, or when one appears."""
    found: list[object] = []
    for name in (MAIN, "packed-refs"):
        try:
            stat = (folder / REPOSITORY / name).stat()
            found.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)
