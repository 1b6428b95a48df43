"""What a sheet was read as: rows of one table of the facts, with their places and open questions.

Nothing is guessed: what is not certain is a question, and its answer comes back with the next read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dashboard.core.i18n import Words


@dataclass(frozen=True)
class Place:
    """Where a value stands: file, sheet (empty in CSV and Parquet), row and heading as shown there.

    Rows are counted as a spreadsheet counts them; in Parquet, from 1.
    """

    file: str
    sheet: str
    row: int | None
    column: str


@dataclass(frozen=True)
class Fault:
    """A value, or a whole file, that cannot be used; `message` has places for `values`.

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
        raise NotImplementedError


@dataclass(frozen=True)
class Question:
    """What only a person can decide; the same question has the same key in every read.

    Attributes:
        key: names it in `answers`, such as `region:banjar` or `column:Nilai`.
        kind: what is asked.
        text: the value as it was written.
        places: where it stands.
        options: what can be chosen: value and label; for a region its code and name.
        proposed: the value that is likeliest, or empty; it is never taken unasked.
    """

    key: str
    kind: Literal["sheet", "column", "region", "date", "number", "source", "code"]
    text: str
    places: tuple[Place, ...]
    options: tuple[tuple[str, str], ...]
    proposed: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the table as the facts write it: column -> text, missing left out; and its place."""

    cells: Mapping[str, str]
    place: Place


@dataclass(frozen=True)
class ColumnMatch:
    """A column of the sheet and the column of the table that it was read as; empty: left out.

    `how` says what it was matched by: `name`, `title`, `synonym`, `answer`, or `` where left out.
    """

    heading: str
    column: str
    how: str


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
    """

    table: str
    file_name: str
    file_hash: str
    columns: tuple[ColumnMatch, ...] = ()
    rows: tuple[Row, ...] = ()
    sources: tuple[Row, ...] = ()
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is asked and nothing is wrong."""
        return not self.questions and not self.faults


Answers = Mapping[str, Any]
