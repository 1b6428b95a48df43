"""Taking a revision back: the inverse of its change, by key, on the facts as they are now.

What was changed later in the same cell is a conflict and named; all other later changes stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.core.i18n import Words
from dashboard.core.settings import Settings
from dashboard.facts.differences import TableDifference, compare
from dashboard.facts.merge import Choice, Conflict, merge
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store import Store, StoreError, UnknownRevision


class NothingBefore(StoreError):
    """The first revision has nothing before it that could come back."""

    def message(self, say: Words) -> str:
        """Which one can be taken back."""
        return say(
            "This is the first revision of the facts: there is nothing before it. Name a later "
            "one; “python -m dashboard history” lists them."
        )


@dataclass(frozen=True)
class Reversal:
    """What taking a revision back would make of the facts.

    Attributes:
        revision: what is taken back.
        parent: the revision that it would come on, for `apply_files`.
        files: the whole state; in conflicts that nobody has decided, what is there now stays.
        differences: between the facts as they are now and `files`.
        conflicts: what was changed again later, by `Conflict.id`: `ours` is what is there now,
            `theirs` what was there before the revision.
    """

    revision: Revision
    parent: str
    files: Mapping[str, bytes] = field(hash=False, repr=False)
    differences: tuple[TableDifference, ...]
    conflicts: tuple[Conflict, ...]

    def note(self, who: str, why: str) -> Note:
        """The note of the revision that this becomes."""
        return Note("revert", who, why, reverts=self.revision.id)


def reversal(settings: Settings, name: str, choices: Mapping[str, Choice]) -> Reversal:
    """What taking a revision back would make of the facts; nothing is written.

    Args:
        settings: the folders.
        name: the id of the revision, the beginning of it, `HEAD`, `HEAD~2`.
        choices: by `Conflict.id`, what holds.

    Raises:
        UnknownRevision: there is none of this name.
        NothingBefore: it is the first one.
        UnreadableStore: the store is damaged.
    """
    store = Store.open(settings)
    if store is None:
        raise UnknownRevision(name)
    revision, head = store.revision(name), store.head()
    if not revision.parent:
        raise NothingBefore
    now = store.files(head.id)
    merged = merge(store.files(revision.id), now, store.files(revision.parent), choices)
    return Reversal(revision, head.id, merged.files, compare(now, merged.files), merged.conflicts)
