"""Files as offices give them, made by code, and their reading against the shipped facts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import facts
from dashboard.core.i18n import words
from dashboard.core.settings import Settings
from dashboard.ingest.incoming import Answers, Incoming
from dashboard.ingest.read import read as read_file
from dashboard.warehouse import engine
from dashboard.warehouse.engine import Warehouse
from tests import builds
from tests.fixtures import DATA, SQL, WORLD, write_facts

SPI = "spi_results"
# Answers to what a list of scores without these columns asks.
KNOWN_SOURCE = "kpk-go-id-18f385"
SETTLED = {"source": KNOWN_SOURCE, "value:reliability": "official", "value:year": "2026"}


@cache
def description() -> facts.Description:
    return facts.read_description(DATA)


def read(
    content: bytes,
    table: str | None = SPI,
    *,
    name: str = "daftar.xlsx",
    answers: Mapping[str, object] | None = None,
) -> Incoming:
    known = engine.current()
    given = SETTLED if answers is None else answers
    return read_file(
        content, name, table, warehouse=known, description=description(), answers=given
    )


def small_reader(folder: Path) -> Callable[..., Incoming]:
    """Reads a file, for a table and with answers, as one for the small country, built here."""
    write_facts(folder / "data", WORLD)
    made = Settings(data_dir=folder / "data", sql_dir=SQL, build_dir=folder / "build")
    known = Warehouse(builds.placed(made), SQL)
    described = facts.read_description(made.data_dir)

    def read_small(
        content: bytes, table: str | None, answers: Answers = MappingProxyType({})
    ) -> Incoming:
        return read_file(
            content, "daftar", table, warehouse=known, description=described, answers=answers
        )

    return read_small


def told(found: Incoming) -> list[str]:
    """Every sentence about a file, in both languages at once: none may fail to be said."""
    every: list[Any] = [*found.faults, *found.left_out, *found.remarks]
    saids = [[str(one.sentence(words(lang))) for one in every] for lang in ("id", "en")]
    assert all(len(sentence) < 1000 for said in saids for sentence in said)
    return saids[1]


def cells(found: Incoming, *columns: str) -> list[tuple[str, ...]]:
    """Columns of all rows."""
    return [tuple(row.cells.get(column, "") for column in columns) for row in found.rows]


def scores(found: Incoming) -> list[tuple[str, ...]]:
    return cells(found, "region_code", "score")


def ready(found: Incoming) -> Incoming:
    assert not found.faults, told(found)
    assert not found.questions, found.questions
    return found


Rows = Iterable[Any]  # of rows, which are lists or tuples of cells


def xlsx(rows: Rows = (), change: Callable[[Worksheet], None] | None = None, **more: Rows) -> bytes:
    """A workbook with a sheet `Data`, changed by hand, and further sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def delimited(
    rows: Rows, delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def plain(rows: Rows) -> bytes:
    """The same rows as a CSV: no process of its own is needed to read it."""
    return delimited(rows, ";")
