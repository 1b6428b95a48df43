"""Files of rows: CSV, XLSX and Parquet, with what must travel with them.

- CSV is plain, one header line and then rows, so that every program reads it as it is: commas,
  UTF-8 with the mark that tells Excel so, dots as decimal marks. A code such as 63.10 stands in a
  second column as ID-63.10, which no program takes for a number. Notes have no place in a CSV; they
  leave beside it as a text file.
- XLSX has typed cells, the reader's names of columns over those of programs, a sheet of notes and a
  sheet of sources. Texts are written as texts: what begins with = + - @ stays a text.
- Parquet keeps every type; notes and sources are in its metadata.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.core.i18n import Words, words
from dashboard.warehouse.engine import Source

if TYPE_CHECKING:
    import pyarrow as pa

FACTS_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LIST_MARK = " | "
MARK = b"\xef\xbb\xbf"  # tells Excel that a CSV is UTF-8
_CELL = 32_767  # characters that a cell of XLSX holds
_EXACT = 10**15  # whole numbers that XLSX, which knows only doubles, keeps
_WIDEST = 60
# Columns of codes that programs take for numbers: the column beside each in a CSV, and what stands
# before the code there.
CODES_BESIDE = {
    "region_code": ("region_id", "ID-"),
    "province_code": ("province_id", "ID-"),
    "track_code": ("track_id", "ID-"),
    "counted_code": ("counted_id", "ID-"),
    "split_from": ("split_from_id", "ID-"),
    "bps_code": ("bps_id", "BPS-"),
}
_EXCEL_BEGINS = date(1900, 3, 1)  # earlier days are counted wrongly by Excel


@dataclass(frozen=True, eq=False)
class TableExport:
    """Rows that leave, and what leaves with them.

    Attributes:
        title: what the rows are.
        rows: the rows, with their types.
        columns: what each column means, by its name.
        filters: which rows these are, one sentence a filter.
        sources: the sources that the rows name.
        facts_version, revision: of which facts.
        lang: language of the notes.
        query: the SQL that gave the rows, if a reader wrote it.
        saved_on: the day on which a reader took them; none where equal questions give equal files.
        address: where the same rows are asked for again.
        layers: further rows that belong to these, by what they are.
        caveats: what must be known of the rows.
        labels: the reader's name of each column, by what the rows are: empty for the own ones, else
            as in `layers`.
    """

    title: str
    rows: pa.Table
    columns: dict[str, str]
    filters: tuple[str, ...]
    sources: tuple[Source, ...]
    facts_version: str
    revision: str
    lang: str
    query: str = ""
    saved_on: date | None = None
    address: str = ""
    layers: Mapping[str, pa.Table] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def notes(self, say: Words) -> list[tuple[str, str]]:
        """What must be known of the rows, as pairs of label and text."""
        pairs = [
            (say("Title"), self.title),
            (say("Rows"), say.number(self.rows.num_rows, 0)),
            *((say("Filter"), filter_) for filter_ in self.filters),
            *((say("Note"), caveat) for caveat in self.caveats),
            (say("Licence"), f"CC BY 4.0, {FACTS_LICENCE}"),
            (say("Facts"), say("version {version}", version=self.facts_version)),
            (say("Revision"), self.revision),
            *([(say("Saved on"), say.date(self.saved_on))] if self.saved_on else []),
            *([(say("Address"), self.address)] if self.address else []),
            (say("How to cite"), cite(self.facts_version, self.revision, say)),
            (say("Empty cells"), say("The source did not say, or nothing was found: not zero.")),
            (say("Lists"), say("Several values in one cell are separated by “ | ”.")),
            (
                say("Codes"),
                say(
                    "Read codes such as 63.10 as text: as numbers they lose a zero. A CSV has the "
                    "same code as ID-63.10 in the column beside (region_id), which every program "
                    "reads as text."
                ),
            ),
        ]
        if self.query:
            pairs.append(("SQL", self.query))
        return pairs


def cite(version: str, revision: str, say: Words) -> str:
    """How to cite the facts."""
    return say(
        "Integritas Daerah, facts {version} (revision {revision}), CC BY 4.0.",
        version=version,
        revision=revision,
    )


def as_csv(table: TableExport) -> bytes:
    """One header line, then rows; missing is empty. A reader's own query keeps its columns."""
    from pyarrow import csv

    rows = table.rows if table.query else with_codes_beside(table.rows)
    written = io.BytesIO()
    written.write(MARK)
    csv.write_csv(flat(rows), written)
    return written.getvalue()


def as_notes(table: TableExport) -> bytes:
    """What a CSV file cannot carry: notes, columns and sources as plain text."""
    say = words(table.lang)
    lines = [f"{label}: {text}" for label, text in table.notes(say)]
    if table.columns:
        lines += ["", say("Columns"), *(f"- {n}: {t}" for n, t in table.columns.items())]
    lines += ["", say("Sources")]
    lines += [
        f"- {source.source_id}: {source.publisher}"
        + (f", {source.title}" if source.title else "")
        + (f", {source.published_on}" if source.published_on else "")
        + f", {source.url}"
        for source in table.sources
    ] or [say("The rows name no source.")]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def as_parquet(table: TableExport) -> bytes:
    """Every type as it is; notes, columns and sources as metadata that any reader lists."""
    from pyarrow import parquet

    written = io.BytesIO()
    parquet.write_table(table.rows.cast(parquet_schema(table)), written)
    return written.getvalue()


def parquet_schema(table: TableExport) -> pa.Schema:
    """The columns of a Parquet file with what they and the file mean as metadata."""
    import pyarrow as pa

    say = words(table.lang)
    about = {
        "title": table.title,
        "licence": "CC-BY-4.0",
        "licence_address": FACTS_LICENCE,
        "filters": json.dumps(table.filters, ensure_ascii=False),
        "caveats": json.dumps(table.caveats, ensure_ascii=False),
        "facts_version": table.facts_version,
        "revision": table.revision,
        "how_to_cite": cite(table.facts_version, table.revision, say),
        "sources": json.dumps(
            [
                {
                    "source_id": source.source_id,
                    "publisher": source.publisher,
                    "title": source.title,
                    "published_on": source.published_on,
                    "url": source.url,
                }
                for source in table.sources
            ],
            ensure_ascii=False,
        ),
        **({"sql": table.query} if table.query else {}),
        **({"address": table.address} if table.address else {}),
    }
    fields = [
        column.with_metadata({"description": table.columns[column.name]})
        if column.name in table.columns
        else column
        for column in table.rows.schema
    ]
    return pa.schema(fields, metadata=about)


def as_xlsx(table: TableExport) -> bytes:
    """Typed cells on the first sheet, then notes, then sources."""
    import xlsxwriter

    say = words(table.lang)
    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written,
        # No text becomes a formula, a link or a number, whoever writes it.
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    ) as book:
        book.set_properties(
            {
                "title": table.title[:255],
                "comments": f"CC BY 4.0, {FACTS_LICENCE}",
                # The day, not the second: equal questions give equal files.
                "created": datetime.combine(table.saved_on or _EXCEL_BEGINS, time()),
            }
        )
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        strong = book.add_format({"bold": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _data_sheet(book, say("Data"), table.rows, table.labels.get("", {}), head)
        for name, rows in table.layers.items():
            _data_sheet(book, name, rows, table.labels.get(name, {}), head)

        notes = book.add_worksheet(say("Notes"))
        notes.set_column(0, 0, 22)
        notes.set_column(1, 1, 100)
        pairs = [*table.notes(say), ("", ""), *table.columns.items()]
        for place, (label, text) in enumerate(pairs):
            notes.write_string(place, 0, _cell_text(label), strong)
            notes.write_string(place, 1, _cell_text(text), wrapped)

        listed = book.add_worksheet(say("Sources"))
        labels = (
            *(say("Source id"), say("Publisher"), say("Title of the source")),
            *(say("Published"), say("Address")),
        )
        for place, label in enumerate(labels):
            listed.write_string(0, place, label, head)
        for line, source in enumerate(table.sources, 1):
            cells = (
                *(source.source_id, source.publisher, source.title or ""),
                *(source.published_on or "", source.url),
            )
            for place, text in enumerate(cells):
                listed.write_string(line, place, _cell_text(text))
        for place, width in enumerate((28, 36, 48, 14, 80)):
            listed.set_column(place, place, width)
        listed.freeze_panes(1, 0)
    return written.getvalue()


@dataclass(frozen=True)
class Format:
    """A kind of file: how it ends, what the browser is pairs, and who writes it."""

    label: str
    ending: str
    mime: str
    write: Callable[[TableExport], bytes]


FORMATS = (
    Format("CSV", "csv", "text/csv", as_csv),
    Format(
        "XLSX",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_xlsx,
    ),
    Format("Parquet", "parquet", "application/vnd.apache.parquet", as_parquet),
)
NOTES = Format("", "txt", "text/plain", as_notes)
# Of every kind of file that a figure has, by its extension.
MEDIA_TYPES = {kind.ending: kind.mime for kind in FORMATS} | {
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
}


def flat(rows: pa.Table) -> pa.Table:
    """Rows without lists: several values stand in one text."""
    import pyarrow as pa

    for place, column in enumerate(rows.schema):
        if pa.types.is_list(column.type):
            texts = [
                None if value is None else LIST_MARK.join(str(item) for item in value)
                for value in rows.column(place).to_pylist()
            ]
            rows = rows.set_column(place, column.name, pa.array(texts, pa.string()))
    return rows


def with_codes_beside(rows: pa.Table) -> pa.Table:
    """Rows with each code that looks like a number once more beside it, as `CODES_BESIDE` says."""
    import pyarrow as pa

    for name, (beside, before) in CODES_BESIDE.items():
        if name in rows.column_names:
            codes = rows.column(name).to_pylist()
            texts = [None if code is None else f"{before}{code}" for code in codes]
            place = rows.column_names.index(name) + 1
            rows = rows.add_column(place, beside, pa.array(texts, pa.string()))
    return rows


def _data_sheet(
    book: Any, title: str, rows: pa.Table, labels: Mapping[str, str], head: Any
) -> None:
    """A sheet of rows below the names of their columns: those of readers over those of programs.

    Without a reader's name of any column there is one line of names.
    """
    rows = flat(rows)
    names = 1 if labels else 0  # the line of the programs' names
    of_programs = book.add_format({"italic": True, "font_color": "#5B6675"}) if labels else head
    sheet = book.add_worksheet(title)
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "whole": book.add_format({"num_format": "0"}),
        "decimal": book.add_format({"num_format": "0.00##"}),
    }
    for place, name in enumerate(rows.column_names):
        values = rows.column(place).to_pylist()
        if labels:
            sheet.write_string(0, place, _cell_text(labels.get(name, name)), head)
        sheet.write_string(names, place, _cell_text(name), of_programs)
        shown = [len(name) + 3, *(len(str(v)) for v in values[:200] if v is not None)]
        sheet.set_column(place, place, min(max(shown) + 1, _WIDEST))
        for line, value in enumerate(values, names + 1):
            _write(sheet, line, place, value, formats)
    sheet.freeze_panes(names + 1, 0)
    if rows.num_columns:
        sheet.autofilter(names, 0, names + rows.num_rows, rows.num_columns - 1)


def _write(sheet: Any, line: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    """One cell, by the type of its value; what a cell cannot hold exactly is a text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, int) and abs(value) < _EXACT:
        sheet.write_number(line, place, value, formats["whole"])
    elif isinstance(value, (float, Decimal)) and abs(float(value)) < _EXACT:  # not so NaN
        sheet.write_number(line, place, float(value), formats["decimal"])
    elif isinstance(value, datetime) and value.tzinfo is None and value.date() >= _EXCEL_BEGINS:
        sheet.write_datetime(line, place, value, formats["moment"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= _EXCEL_BEGINS:
        sheet.write_datetime(line, place, datetime.combine(value, time()), formats["date"])
    else:
        sheet.write_string(line, place, _cell_text(str(value)))


_UNWRITABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


def _cell_text(text: str) -> str:
    """A text that a cell can hold."""
    return _UNWRITABLE.sub("\ufffd", text)[:_CELL]
