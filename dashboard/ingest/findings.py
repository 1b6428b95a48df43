"""What a read finds beside rows: questions, faults, what is left out, remarks; told once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.core.i18n import message
from dashboard.facts.messages import sentence_of
from dashboard.ingest.incoming import Fault, LeftOut, Place, Question, Remark

MOST_FAULTS = 200
MOST_PLACES = 20
MOST_LEFT_OUT = 2000

SUMMARY = message("a sum, a mean or a note, no row of the table")
ALONE = message("a single cell, no row of the table")
NUMBERING = message("the numbers of the columns")
HEADER_AGAIN = message("the header once more")
OTHER_BODY = message("no government of a region")
NO_VALUE = message("no value is stated, and what is not known is not brought in")
AS_ANSWERED = message("left out, as it was answered")
TWICE = message("the same as row {n}")
CUT = message(
    "{where}: numbers are taken as they are shown, with fewer decimals than are stored ({n} of "
    "them)."
)

SERIALS = message(
    "{where}: numbers are read as the days that a spreadsheet counts so ({number} is {day})."
)
HIDDEN_ROWS = message(
    "{where}: hidden rows are read as well ({n} of them, the first is row {first})."
)
HIDDEN_SHEET = message("{where}: the sheet is hidden in the workbook, and is read.")
NO_YEAR = message(
    "{where}: the column is left out, because it does not say of which year it is. Write the year "
    "into its heading."
)
OTHER_SHEETS = message("{where}: other sheets are not read: {names}.")

# Rules that only a sheet can break, or that a sheet keeps in more ways than the facts; the others
# are said as the check of the facts says them.
_OWN = {
    "type:number": message(
        "{where}: “{value}” is not a number. Write digits, such as 67,20, or leave the cell empty "
        "if it is not known."
    ),
    "type:integer": message(
        "{where}: “{value}” is not a whole number. Write digits without decimals, or leave the "
        "cell empty if it is not known."
    ),
    "type:date": message(
        "{where}: “{value}” is not a day. Write it with month and year, such as 16 Okt 2024."
    ),
    "type:partial-date": message(
        "{where}: “{value}” is not a year, a month or a day. Write as much as is known, such as "
        "2024, Okt 2024 or 16 Okt 2024."
    ),
    "error": message(
        "{where}: the cell holds the error {value}. Mend the formula, or clear the cell if "
        "nothing is known."
    ),
    "formula": message(
        "{where}: the formula was never worked out. Open the file in Excel or LibreOffice, save "
        "it, and bring it in again."
    ),
    "no-table": message(
        "No row names columns of a table. Put a header over the columns, such as {detail}, or use "
        "the template."
    ),
    "no-column": message(
        "The column “{detail}” is missing. Add it to the sheet, or use the template."
    ),
    "no-rows": message("There are no rows below the header. Fill in the table."),
    "unknown-source": message(
        "{where}: “{value}” is no address of a web page. Write it whole, such as "
        "https://www.kpk.go.id/."
    ),
    "source-date": message(
        "{where}: “{value}” is no date of publication. Write a year, a month or a day, such as "
        "16 Okt 2024."
    ),
    "more": message("Further faults like these: {n}."),
}


@dataclass
class Findings:
    """What was found in one sheet of a file.

    Attributes:
        file, sheet: where.
    """

    file: str
    sheet: str = ""
    questions: dict[str, Question] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    more: int = 0

    def place(self, row: int | None = None, column: str = "") -> Place:
        """A place in this sheet."""
        return Place(self.file, self.sheet, row, column)

    def ask(self, question: Question) -> None:
        """Ask; the same question in another place is asked once."""
        known = self.questions.get(question.key)
        if known is None:
            self.questions[question.key] = question
        else:
            places = (known.places + question.places)[:MOST_PLACES]
            self.questions[question.key] = replace(known, places=places, count=known.count + 1)

    def fault(
        self,
        rule: str,
        value: str = "",
        *,
        row: int | None = None,
        column: str = "",
        detail: str = "",
    ) -> None:
        """Tell a fault; from the two hundredth on they are counted."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault_of(self.place(row, column), value, rule, detail))
        else:
            self.more += 1

    def leave(self, reason: str, texts: Sequence[str], row: int | None, **values: Any) -> None:
        """Tell that a row is not brought in."""
        if len(self.left_out) < MOST_LEFT_OUT:
            text = " | ".join(text for text in texts if text)[:120]
            filled = tuple(values.items())
            self.left_out.append(LeftOut(self.place(row), text, reason, filled))

    def remark(self, text: str, row: int | None = None, column: str = "", **values: Any) -> None:
        """Tell what was done beyond reading."""
        self.remarks.append(Remark(self.place(row, column), text, tuple(values.items())))

    def take(self, other: Findings) -> None:
        """Keep what was found in a part of the sheet."""
        for question in other.questions.values():
            self.ask(question)
        for one in other.faults:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(one)
            else:
                self.more += 1
        self.remarks += other.remarks

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """The faults, and how many more there are."""
        if not self.more:
            return tuple(self.faults)
        values = (("n", self.more),)
        return (*self.faults, Fault(self.place(), "", "more", _OWN["more"], values))


def fault_of(place: Place, value: str, rule: str, detail: str = "", table: str = "") -> Fault:
    """A fault of a rule, in the words of the check of the facts where it knows the rule."""
    text = _OWN.get(f"{rule}:{detail}") or _OWN.get(rule) or sentence_of(rule, detail)
    values = {"detail": detail, "table": table, "file": place.file, "files": value, "rule": rule}
    return Fault(place, value, rule, text, tuple(values.items()))
