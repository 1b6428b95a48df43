"""A table of the facts as the bytes of its CSV file: rows change, all other lines stay as written.

What git and a reader of its differences see is then what was changed, and nothing else: rows keep
their order, their quotation marks and their line ends.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Key = tuple[str, ...]
Cells = Mapping[str, str]

_MARK = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CELL = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)')
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class _Record:
    """A row as it is written, its line end included."""

    text: str

    @property
    def end(self) -> str:
        return self.text[len(self.text.rstrip("\r\n")) :]

    @cached_property
    def written(self) -> list[str]:
        """The cells with their quotation marks."""
        text = self.text.rstrip("\r\n")
        return _CELL.findall(text) if '"' in text else text.split(",")

    @cached_property
    def cells(self) -> list[str]:
        return [_unquoted(cell) for cell in self.written]


class CsvTable:
    """A CSV file of the facts, read leniently: what is wrong with it, the checks of a build say.

    Args:
        content: the bytes of the file, UTF-8.
        key: the columns that name a row; where they do not, or none are given, a row is named by
            all its cells.
    """

    def __init__(self, content: bytes, key: Sequence[str] = ()) -> None:
        self._mark = content.startswith(_MARK)
        text = content.removeprefix(_MARK).decode("utf-8", "surrogateescape")
        header, *self._records = [*_records(text)] or [_Record("")]
        self._header = header
        self.columns = tuple(header.cells) if header.text else ()
        given = tuple(key)
        self.key = given if given and set(given) <= set(self.columns) else ()
        keys = [self._named(record) for record in self._records]
        if len(set(keys)) < len(keys):  # of equal rows each one counts
            self.key = ()
            seen: dict[Key, int] = {}
            for place, record in enumerate(self._records):
                whole = tuple(record.cells)
                seen[whole] = seen.get(whole, 0) + 1
                keys[place] = (*whole, str(seen[whole])) if seen[whole] > 1 else whole
        self.keys: tuple[Key, ...] = tuple(keys)

    @cached_property
    def rows(self) -> dict[Key, dict[str, str]]:
        """Every row by its key, as column -> text, in the order of the file."""
        return {
            key: dict(zip(self.columns, record.cells, strict=False))
            for key, record in zip(self.keys, self._records, strict=True)
        }

    def keys_with_equal_text(self, other: CsvTable) -> set[Key]:
        """The keys of rows that another table of the same columns writes in the same way."""
        theirs = other._by_key
        return {
            key
            for key, record in self._by_key.items()
            if key in theirs and theirs[key].text.rstrip("\r\n") == record.text.rstrip("\r\n")
        }

    @cached_property
    def _by_key(self) -> dict[Key, _Record]:
        return dict(zip(self.keys, self._records, strict=True))

    def key_of(self, cells: Cells) -> Key:
        """The key of a row that is given as column -> text."""
        return tuple(cells.get(name, "") for name in self.key or self.columns)

    def edited(self, put: Iterable[Cells] = (), removed: Iterable[Key] = ()) -> bytes:
        """The file with rows added, changed and removed.

        A row whose key is there is changed in the cells that are given; another one is added behind
        the row that its key comes after, or at the end.

        Args:
            put: rows as column -> text; a column that is not given stays, or is empty.
            removed: keys of rows that go.
        """
        gone = set(removed)
        records = {key: one for key, one in self._by_key.items() if key not in gone}
        new: dict[Key, _Record] = {}
        for cells in put:
            key = self.key_of(cells)
            if key in records:
                records[key] = self._changed(records[key], cells)
            else:
                new[key] = self._made(cells)
        return self._written(_inserted(records, new))

    def with_columns(self, columns: Sequence[str]) -> CsvTable:
        """The same rows with other columns: what is new is empty, what is not named goes."""
        if tuple(columns) == self.columns:
            return self
        end = self._line_end
        lines = [_line(list(columns), end)]
        lines += [_line([row.get(name, "") for name in columns], end) for row in self.rows.values()]
        content = "".join(lines).encode("utf-8", "surrogateescape")
        return CsvTable(_MARK + content if self._mark else content, self.key)

    def _named(self, record: _Record) -> Key:
        if not self.key:
            return tuple(record.cells)
        cells = dict(zip(self.columns, record.cells, strict=False))
        return tuple(cells.get(name, "") for name in self.key)

    @property
    def _line_end(self) -> str:
        return self._header.end or "\n"

    def _changed(self, record: _Record, cells: Cells) -> _Record:
        written = list(record.written)
        if len(written) != len(self.columns):
            return record
        for place, name in enumerate(self.columns):
            if name in cells and cells[name] != record.cells[place]:
                written[place] = _quoted(cells[name])
        return _Record(",".join(written) + record.end)

    def _made(self, cells: Cells) -> _Record:
        return _Record(_line([cells.get(name, "") for name in self.columns], self._line_end))

    def _written(self, records: Sequence[_Record]) -> bytes:
        whole = [self._header, *records]
        texts = [one.text if one.end else one.text + self._line_end for one in whole[:-1]]
        text = "".join((*texts, whole[-1].text))
        content = text.encode("utf-8", "surrogateescape")
        return _MARK + content if self._mark else content


def _records(text: str) -> Iterator[_Record]:
    """Lines, put together where a quoted cell goes over several."""
    held = ""
    for found in _LINE.finditer(text):
        held += found[0]
        if held.count('"') % 2 == 0:
            if held:
                yield _Record(held)
            held = ""
    if held:
        yield _Record(held)


def _inserted(records: Mapping[Key, _Record], new: Mapping[Key, _Record]) -> list[_Record]:
    """The records in their order, each new one behind the record that its key comes after."""
    if not new:
        return list(records.values())
    ordered = sorted((_sortable(key), place) for place, key in enumerate(records))
    in_order = [place for _, place in ordered] == list(range(len(ordered)))
    behind: dict[int, list[_Record]] = {}
    for key, record in sorted(new.items(), key=lambda one: _sortable(one[0])):
        at = bisect_left(ordered, (_sortable(key), -1))
        first = -1 if in_order else len(ordered) - 1
        place = ordered[at - 1][1] if at else first
        behind.setdefault(place, []).append(record)
    found = list(behind.get(-1, ()))
    for place, record in enumerate(records.values()):
        found += [record, *behind.get(place, ())]
    return found


def _sortable(key: Key) -> tuple[tuple[tuple[bool, int, str], ...], ...]:
    """Keys in order, numbers in them as numbers."""
    return tuple(
        tuple(
            (part.isdecimal(), int(part) if part.isdecimal() and len(part) < 40 else 0, part)
            for part in _DIGITS.split(cell)
        )
        for cell in key
    )


def _unquoted(cell: str) -> str:
    if len(cell) >= 2 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


def _quoted(cell: str) -> str:
    return _line([cell, ""], "").removesuffix(",")


def _line(cells: Sequence[str], end: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)  # in cells, it quotes these alone
    return text.getvalue().removesuffix("\r\n") + end
