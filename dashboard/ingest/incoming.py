"""What a sheet was read as: rows of one table of the facts, with their places and open questions.

Nothing is guessed: what is not certain is a question, and its answer comes back with the next read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dashboard.facts.messages import shown

if TYPE_CHECKING:
    from dashboard.core.i18n import Words


# What columns of the facts are made from where a sheet lacks them.
_MADE_FROM = {"region_code": ("region", "province"), "source_id": ("source.url",)}


@dataclass(frozen=True)
class Place:
    """Where a value stands: file, sheet (empty in CSV and Parquet), row and heading as shown there.

    Rows are counted as a spreadsheet counts them; in Parquet, from 1.
    """

    file: str
    sheet: str
    row: int | None
    column: str

    def words(self, say: Words) -> str:
        """File, sheet, row and column, as far as they are known."""
        parts = [shown(self.file)]
        if self.sheet:
            parts.append(say("sheet {sheet}", sheet=shown(self.sheet)))
        if self.row is not None:
            parts.append(say("row {row}", row=self.row))
        if self.column:
            parts.append(say("column {column}", column=shown(self.column)))
        return ", ".join(parts)


@dataclass(frozen=True)
class Fault:
    """A value, or a whole file, that cannot be used.

    `message` may have the places `{where}` and `{value}`, and has those that `values` fill.

    Attributes:
        place: where it stands.
        value: the cell as it was written.
        rule: the broken rule, such as `type`, `region`, `file`.
        message: a message of the catalogues that says what is wrong and how to mend it.
        values: what its places hold.
    """

    place: Place
    value: str
    rule: str
    message: str
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, say: Words) -> str:
        """File, sheet, row, column, value, what is wrong and how to mend it, in one line."""
        where = self.place.words(say)
        values = {"where": where, "value": shown(self.value), **dict(self.values)}
        text = say(self.message, **values)
        return text if "{where}" in self.message else f"{where}: {text}"


@dataclass(frozen=True)
class LeftOut:
    """A row, a column or a sheet that is not brought in, and why: told, no fault.

    Attributes:
        place: where it stands.
        text: what stands there, shortened.
        reason: a message of the catalogues, with places for `values`.
        values: what its places hold.
    """

    place: Place
    text: str
    reason: str
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, say: Words) -> str:
        """Where it stands, what it says, and why it is left out, in one line."""
        return say(
            "{where}: “{text}”: {reason}",
            where=self.place.words(say),
            text=shown(self.text),
            reason=say(self.reason, **dict(self.values)),
        )


@dataclass(frozen=True)
class Remark:
    """What a reader should know of how the file was read: hidden rows, a rule that filled in.

    `message` has the place `{where}`, and others that `values` fill.
    """

    place: Place
    message: str
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, say: Words) -> str:
        """Where, and what was done there, in one line."""
        return say(self.message, where=self.place.words(say), **dict(self.values))


@dataclass(frozen=True)
class Question:
    """What only a person can decide; the same question has the same key in every read.

    Attributes:
        key: names it in `answers`, such as `region:banjar` or `missing:score`.
        kind: what is asked: `table` (which table the file is for), `sheet` (which sheet), `column`
            (which heading holds the column `column`), `value` (one value of `column` for all
            rows), `region`, `code` (which code of `column` a text means), `date` and `number`
            (how a column is written), `source` (what the source of the rows is: the answer is an
            id, or a mapping with publisher, title, url, published_on and source_kind).
        text: the value as it was written; the title of the column where one is missing.
        places: where it stands, the first ones.
        options: what can be chosen: value and label; for a region its code and name. Where there
            is none, any value that fits may be written. A region may also be answered with the
            empty text: its rows are left out.
        proposed: the value that is likeliest, or empty; it is never taken unasked.
        column: the column of the table that it is about, or empty.
        count: in how many rows it stands.
    """

    key: str
    kind: Literal["table", "sheet", "column", "value", "region", "date", "number", "source", "code"]
    text: str
    places: tuple[Place, ...]
    options: tuple[tuple[str, str], ...]
    proposed: str = ""
    column: str = ""
    count: int = 1


@dataclass(frozen=True)
class Row:
    """A row of the table as the facts write it: column -> text, missing left out; and its place."""

    cells: Mapping[str, str]
    place: Place


@dataclass(frozen=True)
class ColumnMatch:
    """A column of the sheet and the column of the table that it was read as; empty: left out.

    Attributes:
        heading: as it stands in the sheet; empty for a column that the sheet lacks.
        column: of the table; or of what rows are made from: `region` (a name), `province`,
            `level`, `source.url`, `source.publisher`, `source.title`, `source.published_on`,
            `source.source_kind`.
        how: what it was matched by: `name`, `title`, `synonym`, `answer`; empty where it is left
            out; for a column that the sheet lacks `answer` (one value for all), `heading` (the
            year in a heading), `region` (follows from the kind of the region), `date` (from how
            far dates are written), `rule` (an id made by the rule).
        year: the year that the heading says, where the column is of that year alone.
        example: a value of the column, as it was written.
    """

    heading: str
    column: str
    how: str
    year: str = ""
    example: str = ""


@dataclass(frozen=True)
class Incoming:
    """A file as rows of a table.

    Attributes:
        table: the table of the facts.
        file_name, file_hash: the file and the SHA-256 of its bytes.
        columns: each column of the sheet and what it was read as.
        rows: what was read; not to be used while there are questions or faults.
        sources: rows of the table `sources` that are new, registered in the same step.
        questions: what must be answered first.
        faults: what cannot be used.
        left_out: rows, and sheets, that are not brought in, and why.
        remarks: what else is worth knowing of how it was read.
        sheet: the sheet that was read, empty in CSV and Parquet.
    """

    table: str
    file_name: str
    file_hash: str
    columns: tuple[ColumnMatch, ...] = ()
    rows: tuple[Row, ...] = ()
    sources: tuple[Row, ...] = ()
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sheet: str = ""

    def heading_of(self, column: str, year: str = "") -> str:
        """The heading that a column of the table was read from, else the column's own name."""
        for read_from in (column, *_MADE_FROM.get(column, ())):
            found = [one for one in self.columns if one.column == read_from and one.heading]
            of_year = [one for one in found if year and one.year == year]
            if found:
                return (*of_year, *found)[0].heading
        return column

    @property
    def is_ready(self) -> bool:
        """Whether nothing is asked and nothing is wrong."""
        return not self.questions and not self.faults


Answers = Mapping[str, Any]
