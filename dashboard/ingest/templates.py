"""Empty sheets to fill in: the columns of a table in the reader's words, and lists for codes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from dashboard.core import i18n
from dashboard.core.i18n import Words, message
from dashboard.facts import Description, Field, Table
from dashboard.ingest import cells, sources
from dashboard.ingest.columns import Headings
from dashboard.warehouse import choices
from dashboard.warehouse.choices import NATION, NATION_NAME
from dashboard.warehouse.engine import Warehouse

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LINE = 52  # characters of a line of the guide
ROWS = 1000  # that the lists hold for
# Sheets of a template beside the one that is filled in, as they are compared.
OWN_SHEETS = ("petunjuk", "guide", "daftar", "lists")
_REQUIRED, _OTHERS, _INK = "#1F5A94", "#5F6B7A", "#FFFFFF"
_SOURCE_PARTS = {
    "publisher": message("Publisher"),
    "title": message("Source title"),
    "url": message("Source address"),
    "published_on": message("Published on"),
    "source_kind": message("Kind of source"),
}
_FORMS = {
    "number": message("A number. 67,20 and 67.20 are the same."),
    "integer": message("A whole number."),
    "year": message("A year in four digits."),
    "date": message("A day, such as 16 Okt 2024."),
    "partial": message("A day, a month or a year, as far as it is known."),
    "string": message("Text."),
}
_FILLED_IN = message("Follows from the others where it is left empty.")
_REGION_FORM = message(
    "The code or the name of the region; one of the two is enough. The sheet of lists has both."
)
_SOURCE_FORM = message(
    "The address of the page that says so. One source for all rows can stand in the sheet of the "
    "source instead."
)


def workbook(table: Table, description: Description, warehouse: Warehouse, lang: str) -> bytes:
    """An empty XLSX for a table; filled in, it is read without a question.

    Args:
        table: of the facts.
        description: of the facts, for the name of the table.
        warehouse: knows the regions.
        lang: of headings, guide and lists.
    """
    import xlsxwriter

    say = i18n.words(lang)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        template = _Template(book, table, warehouse, say)
        template.data()
        template.guide(_title(description, table, lang))
        if template.headings.source:
            template.source()
        template.lists()
    return content.getvalue()


def headings_of(table: Table, say: Words) -> list[tuple[str, str]]:
    """The columns of a template and their headings; `region` is the name beside the code."""
    known = Headings(table)
    found = []
    for field in table.fields:
        found.append((field.name, str(field.title_id if say.lang == "id" else field.title_en)))
        if field.name == known.region:
            found.append(("region", say("Region name")))
    return found


class _Template:
    """One workbook that is being written."""

    def __init__(self, book: Workbook, table: Table, warehouse: Warehouse, say: Words) -> None:
        self.book, self.table, self.warehouse, self.say = book, table, warehouse, say
        self.headings = Headings(table)
        self.columns = headings_of(table, say)
        self.options = self._options()
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def _options(self) -> dict[str, list[str]]:
        """What the list of each column offers."""
        lang = self.say.lang
        found = {
            field.name: [label for _, label in cells.labels(field, self.table.name, lang)]
            for field in self.table.fields
            if "enum" in field.constraints
        }
        if self.headings.region:
            known = choices.regions(self.warehouse)
            codes = [(one.code, one.name) for one in known.values()]
            rules = self.headings.fields[self.headings.region].constraints
            if not rules.get("pattern", "").startswith("[1-9]"):
                codes.insert(0, (NATION, NATION_NAME))
            found[self.headings.region] = [code for code, _ in codes]
            found["region"] = [name for _, name in codes]
        return found

    def data(self) -> None:
        """The sheet that is filled in: its header, and a list for each column of codes."""
        sheet = self.book.add_worksheet(self.say("Data"))
        sheet.freeze_panes(1, 0)
        _on_paper(sheet)
        text = self.book.add_format({"num_format": "@"})
        day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        for index, (name, heading) in enumerate(self.columns):
            field = self.headings.fields.get(name)
            is_required = field is None or bool(field.constraints.get("required"))
            colour = _REQUIRED if is_required and not self._follows(name) else _OTHERS
            style = {"bold": True, "bg_color": colour, "font_color": _INK, "text_wrap": True}
            sheet.write_string(0, index, heading, self.book.add_format(style))
            kind = field.type if field else "string"
            form = text if kind == "string" else day if kind == "date" else None
            sheet.set_column(index, index, max(14, min(30, len(heading) + 4)), form)
            if name in self.options:
                self._offer(sheet, index, name, ROWS)

    def _offer(self, sheet: Worksheet, index: int, name: str, rows: int, first: int = 1) -> None:
        """The list of a column; another value warns, because regions have more than one name."""
        place = [*self.options].index(name)
        last = len(self.options[name]) + 1
        letters = _letters(place)
        source = f"='{self.say('Lists')}'!${letters}$2:${letters}${last}"
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(first, index, first + rows - 1, index, rule)

    def guide(self, title: str) -> None:
        """The sheet that says what each column means and how it is written."""
        say, lang = self.say, self.say.lang
        sheet = self.book.add_worksheet(say("Guide"))
        _on_paper(sheet)
        sheet.set_column(0, 0, 28, self.wrapped)
        sheet.set_column(1, 2, 60, self.wrapped)
        sheet.write_string(0, 0, title, self.bold)
        sheet.set_row(1, 32)
        sheet.merge_range(
            "A2:C2",
            say(
                "Fill in one row for each fact. Blue headings are needed, grey ones may stay "
                "empty. What is not known stays empty: it is not zero."
            ),
            self.wrapped,
        )
        for column, text in enumerate(
            (say("Heading"), say("What it means"), say("How to fill it"))
        ):
            sheet.write_string(3, column, text, self.bold)
        for row, (name, heading) in enumerate(self.columns, start=4):
            field = self.headings.fields.get(name)
            means = ""
            if field is not None:
                means = field.description_id if lang == "id" else field.description_en
            texts = (f"{row - 3}. {heading}", means, self._form(name, field))
            lines = max(-(-len(text) // _LINE) for text in texts)
            sheet.set_row(row, 15 * max(1, lines) + 2)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, self.wrapped)

    def _form(self, name: str, field: Field | None) -> str:
        """How a column is filled in."""
        say = self.say
        if field is None or name == self.headings.region:
            return say(_REGION_FORM)
        if name == self.headings.source:
            return say(_SOURCE_FORM)
        if name in self.options:
            parts = [say("One of: {values}.", values="; ".join(self.options[name]))]
        else:
            parts = [say(_FORMS["partial" if field.is_partial_date else field.type])]
        if field.type == "string" and field.example and name not in self.options:
            parts.append(say("Such as {example}.", example=field.example))
        if self._follows(name):
            parts.append(say(_FILLED_IN))
        return " ".join(parts)

    def _follows(self, name: str) -> bool:
        """Whether a column may stay empty because the others say it."""
        known = self.headings
        return (
            name in (known.own_id, known.source)
            or (name == "scope" and known.has_scope_of_region)
            or name == "date_precision"
        )

    def source(self) -> None:
        """The sheet for the source of all rows."""
        say = self.say
        sheet = self.book.add_worksheet(say("Source"))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 70)
        sheet.write_string(0, 0, say("The source of all rows that name none"), self.bold)
        for row, (part, label) in enumerate(_SOURCE_PARTS.items(), start=2):
            sheet.write_string(row, 0, say(label))
            if part == "source_kind":
                rule = {"validate": "list", "source": list(sources.kinds(say.lang).values())}
                sheet.data_validation(row, 1, row, 1, rule)

    def lists(self) -> None:
        """The sheet that the lists are taken from."""
        sheet = self.book.add_worksheet(self.say("Lists"))
        titles: dict[str, Any] = dict(self.columns)
        for column, (name, values) in enumerate(self.options.items()):
            heading = self.say("List: {column}", column=titles[name])
            sheet.write_string(0, column, heading, self.bold)
            sheet.set_column(column, column, 24)
            for row, value in enumerate(values, start=1):
                sheet.write_string(row, column, value)


def _on_paper(sheet: Worksheet) -> None:
    """One page wide, where it is printed."""
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _letters(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def _title(description: Description, table: Table, lang: str) -> str:
    resource = next(one for one in description.package["resources"] if one["name"] == table.name)
    return str(resource.get("title_en" if lang == "en" else "title", table.name))
