"""What a revision of the facts is: one applied change, with who, when, why, and what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["shipped", "edited", "ingest", "revert"]


@dataclass(frozen=True)
class Counts:
    """How many rows of a table a change adds, changes and removes."""

    table: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Note:
    """What is written down with a change of the facts.

    Attributes:
        kind: `shipped` (facts of a version of the program), `edited` (data/ edited by hand),
            `ingest` (a file brought in), `revert` (an earlier change taken back).
        who: the account's id, or `local`.
        why: the reason, in the words of whoever changed it.
        file_name, file_hash: the file that was brought in, and the SHA-256 of its bytes.
        counts: what changed, a table each.
        changes: the news of it, as `dashboard.narrative.changes` writes them for JSON.
        reverts: the revision that is taken back.
    """

    kind: Kind
    who: str
    why: str
    file_name: str = ""
    file_hash: str = ""
    counts: tuple[Counts, ...] = ()
    changes: tuple[dict[str, Any], ...] = field(default=(), hash=False)
    reverts: str = ""


@dataclass(frozen=True)
class Revision:
    """A state of the facts, and the note of the change that led to it.

    Attributes:
        id: of the commit, 40 hexadecimal digits.
        parent: of the state before; empty for the first one.
        when: the moment of the change, with its zone.
    """

    id: str
    parent: str
    when: dt.datetime
    note: Note

    @property
    def short(self) -> str:
        """The first twelve digits, as they are shown."""
        return self.id[:12]
