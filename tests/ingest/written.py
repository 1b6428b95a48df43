"""Tables of the facts, written as offices write them: any format, dialect, language and order."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from pyarrow import parquet

from dashboard.core.dictionary import group_of, label
from dashboard.core.i18n import words
from dashboard.facts import Field, Table
from tests.ingest.sheets import delimited, xlsx

Record = Mapping[str, Any]
TABLES = (
    "population", "spi_results", "spi_class_reports", "spi_classes", "ott_incidents", "ott_yearly",
    "bimtek_activity", "wbk_status", "regulations", "paksi_counts", "coverage", "sources",
)  # fmt: skip

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@dataclass(frozen=True)
class Choice:
    """How a table is written."""

    table: str
    form: str
    lang: str
    names: bool
    labels: bool
    delimiter: str
    encoding: str
    decimal: str
    dates: str
    above: int
    order: int
    end: str


def choices(forms: Sequence[str] = ("csv", "csv", "csv", "xlsx", "parquet")) -> st.SearchStrategy:
    return st.builds(
        Choice,
        table=st.sampled_from(TABLES),
        form=st.sampled_from(forms),
        lang=st.sampled_from(["id", "en"]),
        names=st.booleans(),
        labels=st.booleans(),
        delimiter=st.sampled_from(";\t,|"),
        encoding=st.sampled_from(
            ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
        ),
        decimal=st.sampled_from(",."),
        dates=st.sampled_from(["iso", "long", "medium", "numeric"]),
        above=st.integers(0, 3),
        order=st.integers(0, 10**6),
        end=st.sampled_from(["\n", "\r\n", "\r"]),
    )


def rows(table: Table, records: Sequence[Record]) -> list[dict[str, str]]:
    """The rows as the facts write them."""
    return [
        {name: str(row[name]) for name in table.columns if row.get(name) not in (None, "")}
        for row in records
    ]


def content(chosen: Choice, table: Table, records: Sequence[Record]) -> bytes:
    """The file."""
    fields = [
        field for field in table.fields if any(row.get(field.name) is not None for row in records)
    ]
    random.Random(chosen.order).shuffle(fields)
    heads = [_heading(field, chosen) for field in fields]
    body = [
        [_cell(row.get(field.name), field, chosen, table.name) for field in fields]
        for row in records
    ]
    if chosen.form == "parquet":
        texts = {head: [row[i] or None for row in body] for i, head in enumerate(heads)}
        columns = {head: pa.array(column, pa.string()) for head, column in texts.items()}
        made = io.BytesIO()
        parquet.write_table(
            pa.table({h: pa.array(c, pa.string()) for h, c in columns.items()}), made
        )
        return made.getvalue()
    above = [["Daftar untuk rapat"], [], ["Disusun oleh Inspektorat"]][: chosen.above]
    lines = [*above, heads, *body]
    if chosen.form == "xlsx":
        return xlsx([[_typed(cell) for cell in line] for line in lines])
    return delimited(lines, chosen.delimiter, chosen.encoding, chosen.end)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some lost, changed, doubled or mixed up."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made)) if made else 0
        end = at + chance.randint(1, 30)
        kind = chance.randrange(4)
        if kind == 0:
            del made[at:end]
        elif kind == 1:
            made[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 2:
            made[at:at] = made[at:end]
        else:
            made[at:at] = chance.choice([b'"', b";", b"\n", b"\x00", b",", b"\xff", b"\r", b"="])
    return bytes(made)


def _heading(field: Field, chosen: Choice) -> str:
    if chosen.names:
        return field.name
    return field.title_id if chosen.lang == "id" else field.title_en


def _cell(value: Any, field: Field, chosen: Choice, table: str) -> str:
    if value is None:
        return ""
    text = str(value)
    group = group_of(field.name, table) if "enum" in field.constraints else None
    if group and chosen.labels:
        return label(group, text, chosen.lang)
    if field.type == "number":
        return text.replace(".", chosen.decimal)
    if field.type == "integer" and chosen.decimal == ",":
        return f"{int(text):,}".replace(",", ".")
    if (field.type == "date" or field.is_partial_date) and chosen.dates != "iso":
        if chosen.dates == "numeric":
            return "/".join(reversed(text.split("-")))
        return words(chosen.lang).partial_date(text, chosen.dates)
    return text


def _typed(cell: str) -> Any:
    """A cell as a program stores it: what looks like a whole number is one."""
    return int(cell) if cell.isdigit() and cell != "00" else cell


def replaced(chosen: Choice, form: str) -> Choice:
    """The same choice in another format."""
    return replace(chosen, form=form)
