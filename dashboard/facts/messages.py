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
# Patterns of the engine (RE2). Control characters, and what stands for bytes that were no text:
UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\x{fffd}]"
# What is not seen, or turns the direction of the text: format characters, spaces that are no space,
# fillers, selectors of variants, characters of no alphabet.
# Fillers and selectors of variants, which Unicode counts among the characters that are shown.
_BLANK = (
    "\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
)
HIDDEN = (
    rf"[{_BLANK}\p{{Cf}}\p{{Co}}\p{{Zl}}\p{{Zp}}\x{{a0}}\x{{1680}}\x{{2000}}-\x{{200a}}\x{{202f}}"
    r"\x{205f}\x{2065}\x{3000}\x{fdd0}-\x{fdef}\x{fff0}-\x{fff8}\x{fffe}\x{ffff}"
    r"\x{e0000}-\x{e0fff}]"
)
_NOT_SHOWN = re.compile(f"[{_BLANK}\ufffd]")


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
        detail: what the rule needs to be told: allowed values, a limit, the other row, a reason;
            for the rule `description` a message of its own.
        file: the file, relative to the data folder.
        values: what the places of that message hold, by their names.
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    detail: str = ""
    file: str = ""
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, say: Words) -> str:
        """Tell what is wrong, where, and how to mend it, in one readable line."""
        is_message = self.rule == "description"
        return say(
            sentence_of(self.rule, self.detail),
            where=self._described(say) if is_message else self._where(say),
            value=self.shown,
            rule=self.rule,
            detail=say(self.detail, **dict(self.values)) if is_message else self.detail,
            table=self.table,
            file=self.file,
            files=self.value,
        )

    @property
    def shown(self) -> str:
        """Shorten the value and make it printable."""
        return shown(self.value or "")

    def _described(self, say: Words) -> str:
        """The place in the description: its file, the table and the column."""
        column = dict(self.values).get("column")
        places = [self.file, *([say("table {table}", table=self.table)] if self.table else [])]
        return ", ".join([*places, *([say("column {column}", column=column)] if column else [])])

    def _where(self, say: Words) -> str:
        file, column = self.file or self.table, shown(self.column or "")
        if self.row is not None and column:
            return say("{file}, row {row}, column {column}", file=file, row=self.row, column=column)
        if self.row is not None:
            return say("{file}, row {row}", file=file, row=self.row)
        if column:
            return say("{file}, column {column}", file=file, column=column)
        return file


def sentence_of(rule: str, detail: str) -> str:
    """The message of a rule: that of its detail, where it has one of its own."""
    return SENTENCES.get(f"{rule}:{detail}") or SENTENCES.get(rule) or _ANY_OTHER_RULE


def shown(text: str) -> str:
    """Shorten a text; what cannot be seen in it is written as its number in hexadecimal."""
    short = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return "".join(_number(c) if not c.isprintable() or _NOT_SHOWN.match(c) else c for c in short)


def _number(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


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
    "type:partial-date": message(
        "{where}: “{value}” is not a year, a month or a day of the calendar. Write as much as is "
        "known: 2024, 2024-10 or 2024-10-16."
    ),
    "future": message(
        "{where}: “{value}” lies after {detail}, the day that the facts are of. Correct it; if it "
        "has happened by now, bring “created” in datapackage.json up to date."
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
    "extra-column:unnamed": message(
        "{where}: the column number {value} has no name. Remove it; a comma at the end of a row "
        "makes one too."
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
    "no-header": message(
        "{where}: “{value}” is not the header. Write the names of the columns in the first row, "
        "with nothing above them: {detail}."
    ),
    "merge": message(
        "{where}: “{value}” was left by a merge in Git that is not finished. Choose the rows that "
        "are right and remove this line."
    ),
    "zero-bytes": message(
        "{where}: the file holds zero bytes from here on, as a disk leaves them after a crash. "
        "Take the file from a copy."
    ),
    "other-format": message(
        "{where}: the file is {value}, not CSV. Open it where it comes from and save it as CSV "
        "with commas, in UTF-8."
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
    "hidden": message(
        "{where}: “{value}” holds a character that is not seen or that turns the direction of the "
        "text; it is written as its number here. Write the text again with ordinary letters and "
        "spaces."
    ),
    "minimum-rows": message(
        "{where}: the table has {value} rows, but datapackage.json asks for {detail} or more. Put "
        "the rows back; if they are gone for good, lower “minimum_rows” there."
    ),
    "empty-file": message(
        "{where}: the file is empty. Put the header and the rows of the table back."
    ),
    "column-type": message(
        "{where}: the column holds {value}. Write texts, numbers or dates into it."
    ),
    "parquet": message("{where}: the file cannot be read as Parquet ({detail}). Make it again."),
    "shapes": message(
        "{where}: the shapes cannot be read ({detail}). Put the file back, or make it again with "
        "the script beside it."
    ),
    "missing-shapes": message(
        "{where} is missing: maps are drawn from it. Put the file back, or make it again with "
        "its script in the folder geo."
    ),
    "no-geometry": message(
        "{where}: the file has no column of shapes. Save it as GeoParquet, with the columns "
        "region_code and geometry."
    ),
    "no-overview": message(
        "{where}: the file has no column {value}, the shapes in few points that a map of all is "
        "drawn from. Make the file again with the script beside it."
    ),
    "projection": message(
        "{where}: the shapes are in “{value}”. Save them in degrees of longitude and latitude "
        "(EPSG:4326)."
    ),
    "unknown-shape": message(
        "{where}: “{value}” is not the code of a region that belongs into this file. Write the "
        "Kemendagri code, as in the table regions."
    ),
    "missing-shape": message("{where}: the region {value} has no shape. Add it."),
    "shape": message(
        "{where}: the shape of {value} cannot be drawn ({detail}). Mend it, for example with "
        "geopandas' make_valid."
    ),
    "no-area": message("{where}: {value} has no area. Put a polygon there."),
    "place": message(
        "{where}: the shape of {value} begins at {detail}, which does not lie in Indonesia. Write "
        "longitude before latitude, in degrees."
    ),
    "other-province": message(
        "{where}: the shape of {value} lies in the province {detail}, which is not its own. Check "
        "the code, or the shape."
    ),
    "no-province": message(
        "{where}: the shape of {value} lies far from its province {detail}. Check the code, or the "
        "shape."
    ),
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
    "missing-version": message(
        '{where}: "version" is missing. Write the version of the facts, such as '
        '"version": "2026.11.0".'
    ),
    "missing-created": message(
        '{where}: "created" is missing. Write the day that the facts are of, such as '
        '"created": "2026-11-21".'
    ),
    "version": message(
        "{where}: “{value}” cannot be the version of the facts. Write digits, letters, points and "
        "hyphens, such as 2026.11.0."
    ),
    "created": message(
        "{where}: “{value}” is not the day that the facts are of. Write year-month-day, such as "
        "2026-11-21."
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
