"""Two changes of one state of the facts put together: by key, cell by cell.

Where both changed the same cell to different texts, only a person can say which one holds: that is
a conflict, and until it is decided ours stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboard.facts.csv_table import CsvTable, Key
from dashboard.facts.described_keys import Files, by_name, keys_of, package_of, table_of
from dashboard.facts.differences import DESCRIBED
from dashboard.facts.package import DESCRIPTION

Choice = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Conflict:
    """A cell, or a whole row, that both changed in different ways.

    Attributes:
        table: of the facts; `datapackage` for the description.
        key: the cells that name the row, as (column, text).
        column: the cell; empty for the row as a whole (one removed what the other changed).
        base, ours, theirs: the three texts; None where there is no such row.
    """

    table: str
    key: tuple[tuple[str, str], ...]
    column: str
    base: str | None
    ours: str | None
    theirs: str | None

    @property
    def id(self) -> str:
        """Names it in choices; the same in every merge of the same states."""
        row = json.dumps([text for _, text in self.key], ensure_ascii=False)
        return f"{self.table} {row} {self.column}".rstrip()


@dataclass(frozen=True)
class Merged:
    """The files of both changes, and what nobody has decided yet (there, ours holds)."""

    files: dict[str, bytes] = field(hash=False)
    conflicts: tuple[Conflict, ...] = ()


class _Decisions:
    """What is chosen, and the conflicts that are left."""

    def __init__(self, choices: Mapping[str, Choice]) -> None:
        self._choices = choices
        self.left: list[Conflict] = []

    def of(self, conflict: Conflict) -> Choice:
        chosen = self._choices.get(conflict.id)
        if chosen is None:
            self.left.append(conflict)
        return chosen or "ours"


def merge(base: Files, ours: Files, theirs: Files, choices: Mapping[str, Choice]) -> Merged:
    """What we and they made of the same state, in one.

    Args:
        base: the state that both began with, as file name -> bytes.
        ours: what it became here; its lines stay as they are written.
        theirs: what it became there.
        choices: by `Conflict.id`, whose text holds.
    """
    decisions = _Decisions(choices)
    keys = {**keys_of(base), **keys_of(ours), **keys_of(theirs)}
    files = {}
    for name in sorted({**base, **ours, **theirs}):
        old, own, other = base.get(name), ours.get(name), theirs.get(name)
        if other in (old, own):
            merged = own
        elif own == old:
            merged = other
        elif name == DESCRIPTION:
            merged = _description(base, ours, theirs, decisions)
        else:
            table, key = table_of(name), keys.get(table_of(name), ())
            merged = _table(table, key, (old or b"", own or b"", other or b""), decisions)
        if merged is not None:
            files[name] = merged
    return Merged(files, tuple(decisions.left))


def _table(
    name: str, key: tuple[str, ...], states: tuple[bytes, bytes, bytes], decisions: _Decisions
) -> bytes:
    tables = [CsvTable(state, key) for state in states]
    there = {one.key for one in tables if one.columns}
    if len(there) > 1:  # one of them has not all columns of the key
        tables = [CsvTable(state) for state in states]
    base, ours, theirs = tables
    columns = _columns(base.columns, ours.columns, theirs.columns)
    if not ours.columns:  # taken away here, changed there
        return states[2]
    put: list[dict[str, str]] = []
    removed: list[Key] = []
    for row_key in dict.fromkeys((*theirs.keys, *base.keys)):
        old, own, other = (one.rows.get(row_key) for one in tables)
        if other in (old, own):
            continue
        if own == old:
            if other is None:
                removed.append(row_key)
            else:
                put.append(other)
            continue
        named = own or other or {}
        at = tuple((column, named.get(column, "")) for column in ours.key or ours.columns)
        if own is None or other is None:
            row = Conflict(name, at, "", _shown(old), _shown(own), _shown(other))
            if decisions.of(row) == "ours":
                continue
            if other is None:
                removed.append(row_key)
            else:
                put.append(other)
        else:
            put.append(_row(name, at, columns, (old or {}, own, other), decisions))
    return ours.with_columns(columns).edited(put, removed)


def _row(
    name: str,
    at: tuple[tuple[str, str], ...],
    columns: tuple[str, ...],
    states: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
    decisions: _Decisions,
) -> dict[str, str]:
    row = {}
    for column in columns:
        old, own, other = (state.get(column, "") for state in states)
        if other in (old, own):
            row[column] = own
        elif own == old or decisions.of(Conflict(name, at, column, old, own, other)) == "theirs":
            row[column] = other
        else:
            row[column] = own
    return row


def _columns(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    """The columns of both: what one of them took away goes, what one of them added comes."""
    if theirs in (base, ours) or not theirs:
        return ours
    kept = [one for one in theirs if one in ours or one not in base]
    return (*kept, *(one for one in ours if one not in theirs and one not in base))


def _shown(row: Mapping[str, str] | None) -> str | None:
    return None if row is None else ", ".join(f"{name}={text}" for name, text in row.items())


# --- the description -----------------------------------------------------------------------------

_ABSENT = object()
_LATER = ("version", "created")  # of both states, the later one is true of the facts of both


def _description(base: Files, ours: Files, theirs: Files, decisions: _Decisions) -> bytes:
    states = (package_of(base), package_of(ours), package_of(theirs))
    value = _value("", states, decisions)
    text = json.dumps(value, ensure_ascii=False, indent=_indent(ours.get(DESCRIPTION, b"")))
    return f"{text}\n".encode()


def _indent(content: bytes) -> int | None:
    """How far the description is indented by whoever wrote it."""
    _, _, after = content.partition(b"\n")
    return len(after) - len(after.lstrip(b" ")) or None


def _value(path: str, states: tuple[Any, Any, Any], decisions: _Decisions) -> Any:
    old, own, other = states
    if other in (old, own):
        return own
    if own == old:
        return other
    if isinstance(own, list) and isinstance(other, list):
        named = tuple(by_name(one) if isinstance(one, list) else {} for one in states)
        if named[1] is not None and named[2] is not None:
            return list(_object(path, (named[0] or {}, named[1], named[2]), decisions).values())
    if isinstance(own, dict) and isinstance(other, dict):
        return _object(path, (old if isinstance(old, dict) else {}, own, other), decisions)
    if path in _LATER and isinstance(own, str) and isinstance(other, str):
        return max(own, other, key=_numbers)
    texts = (None if one is _ABSENT else json.dumps(one, ensure_ascii=False) for one in states)
    conflict = Conflict(DESCRIBED, (("property", path),), "value", *texts)
    return other if decisions.of(conflict) == "theirs" else own


def _numbers(text: str) -> list[int]:
    return [int(one[:18]) for one in re.findall(r"[0-9]+", text)]


def _object(
    path: str, states: tuple[dict[str, Any], dict[str, Any], dict[str, Any]], decisions: _Decisions
) -> dict[str, Any]:
    old, own, other = states
    merged = {}
    for name in dict.fromkeys((*own, *other)):
        found = (old.get(name, _ABSENT), own.get(name, _ABSENT), other.get(name, _ABSENT))
        value = _value(f"{path}.{name}" if path else name, found, decisions)
        if value is not _ABSENT:
            merged[name] = value
    return merged
