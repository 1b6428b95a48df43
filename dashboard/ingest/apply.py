"""Applying: a state of the facts is checked whole, built, and then becomes the newest revision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboard.core.settings import Settings
from dashboard.facts.differences import compare, counts
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store import Outdated, Store
from dashboard.warehouse import intake


def apply_files(
    settings: Settings,
    files: Mapping[str, bytes],
    note: Note,
    parent: str,
    *,
    taken_in: Mapping[str, bytes] | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> Revision:
    """Make a state of the facts the newest revision, after all checks on the whole.

    Where nothing was applied before, the store is made first, with data/ as its first revision.
    The running dashboards see the new revision by themselves.

    Args:
        settings: the folders.
        files: the whole state: file name -> bytes, of the CSV files and the description.
        note: who, why, and what was brought in; what changed is counted here where it says nothing.
        parent: `Base.parent` of the facts that the change was made on (`intake.base`).
        taken_in: data/ as it was merged into `files` (`intake.Pending.taken_in`).
        progress: is called with each step.

    Raises:
        BadSetting: a folder cannot be used.
        facts.BrokenFacts: a cell breaks the schema.
        BuildError: a data test found wrong rows, or the machine refuses.
        Outdated: the facts were changed by somebody else since.
        StoreError: the store cannot be read or written.
    """
    before = intake.base(settings)
    if before.parent != parent:
        raise Outdated
    intake.build_of(settings, files, progress)
    store = Store.create(settings)
    if Store.is_stand_in(parent):  # data/ itself, which is the first revision by now
        head = store.head().id
        if store.files(head) != before.files:
            raise Outdated
        parent = head
    if not note.counts:
        note = replace(note, counts=counts(compare(before.files, files)))
    return store.apply(files, note, parent=parent, taken_in=taken_in)
