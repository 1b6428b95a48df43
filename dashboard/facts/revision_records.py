"""Revisions and differences as JSON can hold them, for scripts."""

from __future__ import annotations

from typing import Any

from dashboard.facts.differences import RowDifference, TableDifference
from dashboard.facts.merge import Conflict
from dashboard.facts.revisions import Revision


def revision_record(revision: Revision) -> dict[str, Any]:
    """A revision with its note."""
    note = revision.note
    return {
        "id": revision.id,
        "parent": revision.parent or None,
        "when": revision.when.isoformat(),
        "kind": note.kind,
        "who": note.who,
        "why": note.why,
        "file_name": note.file_name or None,
        "file_hash": note.file_hash or None,
        "reverts": note.reverts or None,
        "counts": [
            {
                "table": one.table,
                "added": one.added,
                "changed": one.changed,
                "removed": one.removed,
            }
            for one in note.counts
        ],
        "changes": list(note.changes),
    }


def difference_record(table: TableDifference) -> dict[str, Any]:
    """What differs in a table, cell by cell."""
    return {
        "table": table.table,
        "added": [_row(row) for row in table.added],
        "changed": [_row(row) for row in table.changed],
        "removed": [_row(row) for row in table.removed],
        "unchanged": table.unchanged,
    }


def conflict_record(conflict: Conflict) -> dict[str, Any]:
    """A conflict, and the name that it has in choices."""
    return {
        "id": conflict.id,
        "table": conflict.table,
        "key": dict(conflict.key),
        "column": conflict.column or None,
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
    }


def _row(row: RowDifference) -> dict[str, Any]:
    cells = [{"column": one.column, "old": one.old, "new": one.new} for one in row.cells]
    return {"key": dict(row.key), "cells": cells}
