"""Commits of the store: what each holds, the line of those that were served, and writing one."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.facts import notes
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store_errors import UnreadableStore

if TYPE_CHECKING:
    import pygit2

MAIN = "refs/heads/main"
_TAKEN_IN = ("shipped", "edited")


def set_up() -> None:
    """Write through to the disk, and read what another user of a shared folder wrote."""
    import pygit2

    pygit2.option(pygit2.enums.Option.ENABLE_FSYNC_GITDIR, True)
    pygit2.option(pygit2.enums.Option.SET_OWNER_VALIDATION, False)


@contextmanager
def opened(path: Path) -> Iterator[pygit2.Repository]:
    """The repository, opened anew: an object of its own for each thread and each question.

    Raises:
        UnreadableStore: it is damaged, or not for this user.
    """
    import pygit2

    set_up()
    try:
        repository = pygit2.Repository(str(path), pygit2.enums.RepositoryOpenFlag.BARE)
    except (pygit2.GitError, OSError) as error:
        raise UnreadableStore(path, str(error)) from error
    try:
        yield repository
    except (pygit2.GitError, KeyError) as error:
        raise UnreadableStore(path, str(error).strip("'\"")) from error
    finally:
        repository.free()


def head_of(repository: pygit2.Repository) -> Any:
    """The commit that is served."""
    return repository.references[MAIN].peel()


def line_of(repository: pygit2.Repository) -> Iterator[Any]:
    """The commits that were served, the newest first."""
    commit = head_of(repository)
    while commit is not None:
        yield commit
        commit = commit.parents[0] if commit.parents else None


def taken_in_of(repository: pygit2.Repository) -> Any:
    """The newest commit whose files are those of data/ as it was then."""
    commit = None
    for commit in line_of(repository):
        if len(commit.parents) > 1:
            return commit.parents[1]
        if notes.note_of(commit.message, "").kind in _TAKEN_IN and _is_ours(commit):
            return commit
    return commit


def _is_ours(commit: Any) -> bool:
    """Whether a commit was made by this program: what others push did not come from data/."""
    return f"\n{notes.TRAILER}" in commit.message


def write_commit(
    repository: pygit2.Repository,
    files: Mapping[str, bytes],
    note: Note,
    parents: list[pygit2.Oid],
) -> pygit2.Oid:
    """Write a commit with these files; no reference names it yet."""
    import pygit2

    tree = repository.TreeBuilder()
    for name, content in sorted(files.items()):
        tree.insert(name, repository.create_blob(content), pygit2.enums.FileMode.BLOB)
    now = dt.datetime.now().astimezone()
    offset = int((now.utcoffset() or dt.timedelta()).total_seconds() // 60)
    who = pygit2.Signature(notes.author_of(note), "-", int(now.timestamp()), offset)
    message = notes.message_of(note)
    return repository.create_commit(None, who, who, message, tree.write(), parents)


def check_written(path: Path, commit: pygit2.Oid, files: Mapping[str, bytes]) -> None:
    """Read a commit back from the disk: the library does not say of each write that it failed.

    Raises:
        OSError: it is not there as it was written.
    """
    import pygit2

    repository = pygit2.Repository(str(path), pygit2.enums.RepositoryOpenFlag.BARE)
    try:
        is_whole = files_of(repository[commit]) == files
    except (pygit2.GitError, KeyError):
        is_whole = False
    finally:
        repository.free()
    if not is_whole:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def revision_of(commit: Any) -> Revision:
    """A commit as a revision with its note."""
    zone = dt.timezone(dt.timedelta(minutes=commit.author.offset))
    return Revision(
        id=str(commit.id),
        parent=str(commit.parents[0].id) if commit.parents else "",
        when=dt.datetime.fromtimestamp(commit.author.time, zone),
        note=notes.note_of(commit.message, commit.author.name),
    )


def files_of(commit: Any) -> dict[str, bytes]:
    """The files of a commit: name -> bytes."""
    return {entry.name: entry.data for entry in commit.tree if entry.type_str == "blob"}
