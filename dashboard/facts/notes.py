"""The note of a revision as the message of its commit: the reason, then one line of JSON.

`git log` shows it as it is; a commit that somebody else made has no such line, and then its message
is the reason.
"""

from __future__ import annotations

import json
import re

from dashboard.facts.revisions import Counts, Note

TRAILER = "Integritas: "
_KINDS = ("shipped", "edited", "ingest", "revert")
_NOT_IN_NAMES = re.compile(r"[<>\x00-\x1f\x7f]")


def message_of(note: Note) -> str:
    """The message of the commit."""
    rest = {
        "kind": note.kind,
        "who": note.who,
        "why": note.why,
        "file_name": note.file_name,
        "file_hash": note.file_hash,
        "counts": {
            one.table: {"added": one.added, "changed": one.changed, "removed": one.removed}
            for one in note.counts
        },
        "changes": list(note.changes),
        "reverts": note.reverts,
    }
    filled = {name: value for name, value in rest.items() if value or name in ("who", "why")}
    why = note.why.replace("\0", "").strip() or note.kind
    return f"{why}\n\n{TRAILER}{json.dumps(filled, ensure_ascii=True)}\n"


def note_of(message: str, author: str) -> Note:
    """The note of a commit; `author` is the name that the commit bears."""
    why, found, line = message.rstrip("\n").rpartition(f"\n\n{TRAILER}")
    try:
        told = json.loads(line) if found else {}
        counts = tuple(
            Counts(str(table), int(one["added"]), int(one["changed"]), int(one["removed"]))
            for table, one in told.get("counts", {}).items()
        )
        changes = tuple(one for one in told.get("changes", ()) if isinstance(one, dict))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found, told, counts, changes = "", {}, (), ()
    kind = told.get("kind")
    return Note(
        kind=kind if kind in _KINDS else "edited",
        who=str(told.get("who", author)),
        why=str(told.get("why", why if found else message.strip())),
        file_name=str(told.get("file_name", "")),
        file_hash=str(told.get("file_hash", "")),
        counts=counts,
        changes=changes,
        reverts=str(told.get("reverts", "")),
    )


def author_of(note: Note) -> str:
    """The name that the commit bears: the account's id, without what git keeps for itself."""
    return _NOT_IN_NAMES.sub("", note.who).strip(" .,:;\"'\\") or "-"
