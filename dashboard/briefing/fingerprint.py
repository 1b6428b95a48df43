"""What a briefing was made of, to make it anew only when its numbers are others.

A part is known by what it says of the facts: its headline and sentences, its large numbers, and the
rows that are drawn or listed, without their sources. Dates, versions and revisions of the facts are
no part of it; what the reader chose (the tray, the form, the template) is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashboard.briefing import compose
from dashboard.briefing.content import Part
from dashboard.core.i18n import LANGUAGES
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Warehouse

_VERSION = 1


@dataclass(frozen=True)
class Fingerprint:
    """A briefing's numbers, and what was asked for.

    Attributes:
        asked: stands for tray, form and template.
        parts: subject of each part, and what stands for what it says.
    """

    asked: str
    parts: tuple[tuple[str, str], ...]

    def as_json(self) -> bytes:
        """As it is kept in a file."""
        kept = {"format": _VERSION, "asked": self.asked, "parts": self.parts}
        return json.dumps(kept, indent=1).encode()


def of(warehouse: Warehouse, wanted: Tray, form: str, template: bytes | None) -> Fingerprint:
    """The fingerprint of a briefing that is not made yet."""
    briefing = compose.compose(warehouse, wanted)
    asked = _digest((tray.as_json(wanted).decode(), form, _digest(template or b"")))
    return Fingerprint(asked, tuple((part.subject, _of_part(part)) for part in briefing.parts))


def from_json(kept: bytes) -> Fingerprint | None:
    """What `as_json` wrote; None where the file holds something else."""
    try:
        read = json.loads(kept)
        if read["format"] != _VERSION:
            return None
        return Fingerprint(
            str(read["asked"]), tuple((str(subject), str(own)) for subject, own in read["parts"])
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def kept(path: Path) -> Fingerprint | None:
    """The fingerprint that a file holds; None where there is no such file, or something else."""
    try:
        return from_json(path.read_bytes())
    except OSError:
        return None


def _of_part(part: Part) -> str:
    """What a part says; the rows of a figure with those of its layers."""
    said: list[Any] = [part.title, part.sentences, part.grid and part.grid.rows]
    said += [(one.label, one.value, one.note) for one in part.numbers]
    said.append(_rows(part.rows, part.columns))
    if part.answer is not None:
        answer = part.answer
        said.append(sorted(answer.figure.roles.items()))
        said.append(_rows(answer.rows, {*answer.figure.columns, *answer.figure.roles.values()}))
        said += [_rows(rows) for _name, rows in sorted(answer.layers.items())]
    return _digest(said)


def _rows(rows: Iterable[Row], columns: Iterable[str] | None = None) -> list[Any]:
    """Rows as lists of their values; a text in both languages is two columns."""
    return [
        [(name, _plain(value)) for name, value in sorted(row.items()) if _is_said(name, columns)]
        for row in rows
    ]


def _is_said(name: str, columns: Iterable[str] | None) -> bool:
    if name.endswith(("source_id", "source_ids")):
        return False
    base, _, end = name.rpartition("_")
    return columns is None or name in columns or (end in LANGUAGES and base in columns)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _digest(what: Any) -> str:
    text = what if isinstance(what, bytes) else json.dumps(what, default=str).encode()
    return hashlib.sha256(text).hexdigest()[:32]
