"""What can be wrong with facts, said in the reader's language: rule, place, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.core.i18n import message

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

_SHOWN_CHARACTERS = 80
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffd]")


@dataclass(frozen=True)
class FactError:
    """One thing that breaks the description of the facts.

    Attributes:
        table: the table's name; empty when the description itself is broken.
        row: the row as a spreadsheet counts it (the header is row 1); in a Parquet file, which has
            no header row, the record counted from 1. None when it is not about one row.
        column: the column's name, several joined by a comma, or None.
        value: the cell as written, or what else was found.
        rule: the broken rule, such as `type`, `enum` or `foreign-key`.
        detail: what the rule needs to be told: allowed values, a limit, the other row, a reason.
        file: the file, relative to the data folder.
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    detail: str = ""
    file: str = ""

    def sentence(self, say: Words) -> str:
        """Tell what is wrong, where, and how to mend it, in one readable line."""
        specific = SENTENCES.get(f"{self.rule}:{self.detail}") or SENTENCES.get(self.rule)
        return say(
            specific or _ANY_OTHER_RULE,
            where=self._where(say),
            value=self.shown,
            rule=self.rule,
            detail=self.detail,
            table=self.table,
            file=self.file,
            files=self.value,
        )

    @property
    def shown(self) -> str:
        """Shorten the value and make it printable."""
        text = _UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", self.value or "")
        return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"

    def _where(self, say: Words) -> str:
        file = self.file or self.table
        if self.row is not None and self.column:
            return say(
                "{file}, row {row}, column {column}", file=file, row=self.row, column=self.column
            )
        if self.row is not None:
            return say("{file}, row {row}", file=file, row=self.row)
        if self.column:
            return say("{file}, column {column}", file=file, column=self.column)
        return file


class BrokenFacts(Exception):
    """Facts that may not be served; `errors` says everything that is wrong with them."""

    def __init__(self, errors: Iterable[FactError], folder: Path) -> None:
        self.errors = tuple(errors)
        self.folder = folder
        first = self.errors[0]
        super().__init__(
            f"{len(self.errors)} errors in {folder}, the first: {first.file or first.table} "
            f"row={first.row} column={first.column} value={first.value!r} rule={first.rule}"
        )

    def message(self, say: Words, limit: int = 20) -> str:
        """Tell how many errors there are and where, then each in a line, at most `limit`."""
        # Named apart: the extractor of words loses the plural over `self` inside the call.
        count, folder = len(self.errors), self.folder
        lines = [
            say.plural(
                "The facts in {folder} have {n} error; nothing is served until it is mended:",
                "The facts in {folder} have {n} errors; nothing is served until they are mended:",
                count,
                folder=folder,
            )
        ]
        lines += ["- " + error.sentence(say) for error in self.errors[:limit]]
        if (more := count - limit) > 0:
            lines.append("- " + say.plural("and {n} more error", "and {n} more errors", more))
        return "\n".join(lines)


_ANY_OTHER_RULE = message(
    "{where}: “{value}” breaks the rule {rule} of datapackage.json ({detail})."
)

# One entry a rule, each with its own way to mend; `type` has one for each type of column.
SENTENCES = {
    "type:integer": message(
        "{where}: “{value}” is not a whole number. Write digits only, without separators or "
        "decimals."
    ),
    "type:number": message(
        "{where}: “{value}” is not a number. Write digits with a point before the decimals, "
        "such as 67.20."
    ),
    "type:year": message("{where}: “{value}” is not a year. Write four digits, such as 2024."),
    "type:date": message(
        "{where}: “{value}” is not a date. Write year-month-day, such as 2024-10-16."
    ),
    "type": message(
        "{where}: “{value}” is not of the type {detail} that datapackage.json asks for."
    ),
    "required": message("{where}: the cell is empty, but this column needs a value. Fill it in."),
    "enum": message("{where}: “{value}” is not a value of this column. Write one of: {detail}."),
    "pattern": message(
        "{where}: “{value}” is not written as this column asks. Write it like {detail}."
    ),
    "minimum": message(
        "{where}: “{value}” is below the least value allowed, {detail}. Correct it."
    ),
    "maximum": message(
        "{where}: “{value}” is above the greatest value allowed, {detail}. Correct it."
    ),
    "unique": message(
        "{where}: “{value}” already stands in row {detail}, and each value may stand only "
        "once. Correct or remove one of the two."
    ),
    "primary-key": message(
        "{where}: the key “{value}” already stands in row {detail}, and no two rows may share "
        "it. Correct or remove one of the two."
    ),
    "primary-key:": message("{where}: the key of the row is empty. Fill it in."),
    "foreign-key": message(
        "{where}: “{value}” is not found in {detail}. Correct it here or add it there first."
    ),
    "missing-column": message(
        "{where}: the column is missing. Put it back; datapackage.json lists the columns."
    ),
    "extra-column": message(
        "{where}: datapackage.json does not know the column “{value}”. Describe it there or "
        "remove it."
    ),
    "duplicate-column": message("{where}: the column “{value}” stands twice. Remove one of them."),
    "column-order": message(
        "{where}: “{value}” stands in the place of this column. Put the columns in the order "
        "of datapackage.json."
    ),
    "missing-cell": message(
        "{where}: the row ends before this column. Check the commas and quotation marks of the row."
    ),
    "extra-cell": message(
        "{where}: the row has more cells than there are columns, from “{value}” on. Put text "
        "that has a comma between quotation marks."
    ),
    "blank-row": message("{where}: the row is empty. Remove it."),
    "csv": message(
        "{where}: the quotation marks do not fit together. Put the whole text between "
        "quotation marks and double each mark inside it."
    ),
    "delimiter": message(
        "{where}: the columns are parted by “{value}”. Save the file as CSV with commas."
    ),
    "encoding": message("{where}: the byte {value} is not UTF-8 text. Save the file as UTF-8."),
    "whitespace": message("{where}: “{value}” begins or ends with a space. Remove the space."),
    "unprintable": message(
        "{where}: “{value}” holds a line break or a character that cannot be shown. Write the "
        "text again on one line."
    ),
    "empty-file": message(
        "{where}: the file is empty. Put the header and the rows of the table back."
    ),
    "parquet": message("{where}: the file cannot be read as Parquet ({detail}). Make it again."),
    "unreadable": message(
        "{where}: the file cannot be read ({detail}). Check that it may be opened."
    ),
    "row-count": message(
        "{where}: the file holds {detail} rows, but {value} were loaded. Nothing is served; save "
        "the file again as CSV with commas and try once more."
    ),
    "missing-file": message(
        "The table {table} has no file. Put {table}.csv, {table}.parquet or {table}/*.parquet "
        "into the folder."
    ),
    "ambiguous-file": message(
        "The table {table} lies there more than once ({files}). Keep one of them."
    ),
    "missing-description": message(
        "{file} is missing: the folder must hold the description of its tables. Put the file back."
    ),
    "invalid-json": message("{where}: the file is not valid JSON ({detail}). Correct it there."),
    "name": message(
        "{where}: “{value}” cannot be the name of a table. Use small letters, digits and "
        "underscores, a letter first."
    ),
    "path": message(
        "{where}: “{value}” cannot be the path of the table {table}. Write {table}.csv or "
        "{table}.parquet."
    ),
    "description": message(
        "{where}: the description of the facts is not right: {detail}. Correct it there."
    ),
}
