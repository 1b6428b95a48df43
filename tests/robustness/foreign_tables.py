"""Tables as others lay them out: what comes out of Excel, LibreOffice, browsers and statistics.

Each of `LAYOUTS` is the same few scores, `GOOD`, written in another way, with what has to be found
first: rule, row and column. `CELLS` are single cells that are written in another way.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import zipfile
from collections.abc import Callable

HEADER = [
    *("region_code", "scope", "year", "score"),
    *("published_class", "source_id", "reliability", "excluded_reason_id", "excluded_reason_en"),
]
SOURCE = "kpk-go-id-000001"
GOOD = [
    HEADER,
    ["00", "nasional", "2024", "71.53", "waspada", SOURCE, "official", "", ""],
    ["63", "pemprov", "2024", "64.15", "", SOURCE, "official", "", ""],
    ["63.01", "pemkab", "2023", "70.00", "", SOURCE, "news", "", ""],
    ["63.71", "pemkot", "2024", "78.5", "", SOURCE, "news", "", ""],
]
Found = tuple[str, int | None, str | None]


def as_csv(rows: list[list[str]], **dialect: str | int) -> bytes:
    """Rows as a CSV file in UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", **dialect).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def cell(column: str, value: str, row: int = 3) -> bytes:
    """The table with one cell changed; the header is row 1."""
    rows = [list(one) for one in GOOD]
    rows[row - 1][HEADER.index(column)] = value
    return as_csv(rows)


def every(column: str, change: Callable[[str], str]) -> bytes:
    """The table with all cells of a column changed."""
    n = HEADER.index(column)
    return as_csv([HEADER, *([*row[:n], change(row[n]), *row[n + 1 :]] for row in GOOD[1:])])


def with_cells(cells: list[tuple[str, str]]) -> bytes:
    """A table in which each row has one of the cells, given as column and value, in its place."""
    keys = itertools.product(("pemprov", "agregat_wilayah"), range(2000, 2027))
    rows = []
    for (column, value), (scope, year) in zip(cells, keys, strict=False):
        row = dict(
            zip(HEADER, ["63", scope, str(year), "64.15", "", SOURCE, "news", "", ""], strict=True)
        )
        rows.append([*{**row, column: value}.values()])
    return as_csv([HEADER, *rows])


def header(change: Callable[[list[str]], list[str]]) -> bytes:
    """The table with another header."""
    return as_csv([change(list(HEADER)), *GOOD[1:]])


def before(*lines: str) -> bytes:
    """The table below other lines."""
    return "".join(line + "\n" for line in lines).encode() + TEXT


def after(*lines: str) -> bytes:
    """The table with other lines below."""
    return TEXT + "".join(line + "\n" for line in lines).encode()


def columns(change: Callable[[list[str]], list[str]]) -> bytes:
    """The table with every row changed, the header as well."""
    return as_csv([change(list(row)) for row in GOOD])


def zipped(*names: str) -> bytes:
    """A ZIP file, which XLSX and ODS are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return file.getvalue()


TEXT = as_csv(GOOD)
HTML = (
    "<!DOCTYPE html>\n<html><body><table><tr><td>" + "</td><td>".join(HEADER) + "</td></tr></table>"
)
SEP = "sep=,"
RECORDS = json.dumps([dict(zip(HEADER, row, strict=True)) for row in GOOD[1:]], indent=1)

LAYOUTS: dict[str, tuple[bytes, Found]] = {
    # --- other files under the name of a table ---
    "semicolons": (as_csv(GOOD, delimiter=";"), ("delimiter", 1, None)),
    "tabs": (as_csv(GOOD, delimiter="\t"), ("delimiter", 1, None)),
    "bars": (as_csv(GOOD, delimiter="|"), ("delimiter", 1, None)),
    "carets": (as_csv(GOOD, delimiter="^"), ("delimiter", 1, None)),
    "spaces": (as_csv(GOOD, delimiter=" "), ("delimiter", 1, None)),
    "semicolons and quotes": (
        as_csv(GOOD, delimiter=";", quoting=csv.QUOTE_ALL),
        ("delimiter", 1, None),
    ),
    "UTF-16 with a mark": (TEXT.decode().encode("utf-16"), ("encoding", 1, None)),
    "UTF-16 without a mark": (TEXT.decode().encode("utf-16-le"), ("encoding", 1, None)),
    "UTF-32": (TEXT.decode().encode("utf-32"), ("encoding", 1, None)),
    "cp1252": (
        cell("excluded_reason_en", "dikutip – ulang").decode().encode("cp1252"),
        ("encoding", 3, None),
    ),
    "half a character": (TEXT.replace(b"64.15,", b"64.15,\xed\xa0\x80"), ("encoding", 3, None)),
    "a slash in two bytes": (TEXT.replace(b"64.15,", b"64.15,\xc0\xaf"), ("encoding", 3, None)),
    "Mac Roman": (
        cell("excluded_reason_en", "café").decode().encode("mac-roman"),
        ("encoding", 3, None),
    ),
    "XLSX": (zipped("[Content_Types].xml", "xl/workbook.xml"), ("other-format", None, None)),
    "ODS": (zipped("mimetype", "content.xml"), ("other-format", None, None)),
    "XLS": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ("other-format", None, None)),
    "gzip": (gzip.compress(TEXT, mtime=0), ("other-format", None, None)),
    "Parquet": (b"PAR1" + bytes(40) + b"PAR1", ("other-format", None, None)),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", ("other-format", None, None)),
    "HTML": (HTML.encode(), ("other-format", None, None)),
    "HTML of a login page": (
        b"\n  <html><title>Masuk</title></html>\n",
        ("other-format", None, None),
    ),
    "XML": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<rows/>\n", ("other-format", None, None)),
    "JSON records": (RECORDS.encode(), ("other-format", None, None)),
    "JSON lines": (b'{"region_code": "63", "score": 64.15}\n', ("other-format", None, None)),
    "a pointer of Git LFS": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 39021\n",
        ("other-format", None, None),
    ),
    "a merge that was left halfway": (
        TEXT.replace(b"63,pemprov", b"<<<<<<< HEAD\n63,pemprov"),
        ("merge", 3, None),
    ),
    "a merge of headers": (b"<<<<<<< HEAD\n" + TEXT, ("merge", 1, None)),
    "nothing": (b"", ("empty-file", None, None)),
    "a byte order mark alone": (b"\xef\xbb\xbf", ("empty-file", None, None)),
    "spaces alone": (b"  \n \n", ("empty-file", None, None)),
    "zero bytes": (bytes(512), ("zero-bytes", 1, None)),
    "the header alone": (TEXT.splitlines(keepends=True)[0], ("minimum-rows", None, None)),
    "cut off in a row": (TEXT[:-32], ("missing-cell", 5, "score")),
    "zero bytes behind, as after a crash": (TEXT + bytes(64), ("zero-bytes", 6, None)),
    # --- headers ---
    "a line that names the delimiter": (before(SEP), ("no-header", 1, None)),
    "a title above": (before("Hasil SPI 2024,,,,,,,,"), ("no-header", 1, None)),
    "two titles and a blank line above": (
        before("Hasil SPI", "Sumber: KPK", ""),
        ("no-header", 1, None),
    ),
    "a comment above": (before("# exported on 2026-11-21"), ("no-header", 1, None)),
    "two header rows": (
        TEXT.replace(
            b"00,nasional", b"kode,cakupan,tahun,skor,kelas,sumber,mutu,alasan,reason\n00,nasional"
        ),
        ("type", 2, "year"),
    ),
    "merged header cells": (
        header(lambda h: [h[0], h[1], "SPI", "", "", *h[5:]]),
        ("extra-column", 1, "SPI"),
    ),
    "no header": (as_csv(GOOD[1:]), ("no-header", 1, None)),
    "the header twice": (as_csv([*GOOD, *GOOD]), ("type", 6, "year")),
    "titles for names": (
        header(lambda h: ["Kode wilayah", "Cakupan", *h[2:]]),
        ("extra-column", 1, "Kode wilayah"),
    ),
    "names in capitals": (
        header(lambda h: [n.upper() for n in h]),
        ("extra-column", 1, "REGION_CODE"),
    ),
    "spaces around names": (
        header(lambda h: [f" {n}" for n in h]),
        ("extra-column", 1, " region_code"),
    ),
    "a name with a hidden character": (
        header(lambda h: ["region_code\u200b", *h[1:]]),
        ("extra-column", 1, "region_code\u200b"),
    ),
    "another order": (columns(lambda r: [r[1], r[0], *r[2:]]), ("column-order", 1, "region_code")),
    "a column renamed": (header(lambda h: [*h[:3], "nilai", *h[4:]]), ("extra-column", 1, "nilai")),
    "a column added": (columns(lambda r: [*r, r[2]]), ("duplicate-column", 1, "year")),
    "a column without a name": (columns(lambda r: ["", *r]), ("extra-column", 1, None)),
    "the index of pandas": (
        columns(lambda r: ["Unnamed: 0", *r]),
        ("extra-column", 1, "Unnamed: 0"),
    ),
    "row numbers of R": (
        as_csv([HEADER, *([str(n), *r] for n, r in enumerate(GOOD[1:]))]),
        ("extra-cell", 2, None),
    ),
    "a delimiter behind each row": (columns(lambda r: [*r, ""]), ("extra-column", 1, None)),
    "a delimiter behind the rows only": (
        as_csv([HEADER, *([*r, ""] for r in GOOD[1:])]),
        ("extra-cell", 2, None),
    ),
    "transposed": (as_csv([list(c) for c in zip(*GOOD, strict=True)]), ("extra-column", 1, "00")),
    "years as columns": (
        as_csv([["region_code", "2023", "2024"], ["63", "72.54", "64.15"]]),
        ("extra-column", 1, "2023"),
    ),
    "decimal commas": (
        every("score", lambda s: s.replace(".", ",")),
        ("type", 2, "score"),
    ),
    # --- rows ---
    "a blank row": (TEXT.replace(b"63.01", b"\n63.01"), ("blank-row", 4, None)),
    "a row of delimiters": (TEXT.replace(b"63.01", b",,,,,,,\n63.01"), ("blank-row", 4, None)),
    "blank rows behind": (after(",,,,,,,", ",,,,,,,"), ("blank-row", 6, None)),
    "a footer": (after("Sumber: KPK"), ("missing-cell", 6, "scope")),
    "a footer of full width": (after("Sumber: KPK,,,,,,,,"), ("pattern", 6, "region_code")),
    "a row of totals": (after("Total,,,284.18,,,,,"), ("pattern", 6, "region_code")),
    "a mean of the rows": (
        after("Rata-rata,pemprov,2024,71.05,,,,,"),
        ("pattern", 6, "region_code"),
    ),
    "a row twice": (
        as_csv([*GOOD, GOOD[2]]),
        ("primary-key", 6, "region_code, scope, year, source_id"),
    ),
    "a comma in a text": (TEXT.replace(b"64.15,,", b"64.15,a, b,"), ("extra-cell", 3, None)),
    "a mark that does not close": (TEXT.replace(b"64.15", b'"64.15'), ("csv", 3, None)),
    "a mark in a text": (TEXT.replace(b"64.15,", b'64.15,5" lebar'), ("csv", 3, "published_class")),
    "marks with a backslash": (TEXT.replace(b"64.15,", b'64.15,"a \\" b"'), ("csv", 3, None)),
    "apostrophes for quotation marks": (
        TEXT.replace(b"64.15,", b"64.15,'a, b'"),
        ("extra-cell", 3, None),
    ),
    "smart quotation marks": (
        TEXT.replace(b"64.15,", "64.15,“a, b”".encode()),
        ("extra-cell", 3, None),
    ),
    "a line break in a cell": (
        cell("excluded_reason_en", "dua\nbaris"),
        ("unprintable", 3, "excluded_reason_en"),
    ),
    "a tab in a cell": (
        cell("excluded_reason_en", "dua\tkata"),
        ("unprintable", 3, "excluded_reason_en"),
    ),
    "a zero byte in a cell": (
        cell("excluded_reason_en", "a\0b"),
        ("unprintable", 3, "excluded_reason_en"),
    ),
}
# One cell of a table that is right otherwise: column, what stands there, the rule that it breaks.
CELLS: dict[str, tuple[str, str, str]] = {
    "thousands": ("score", "1.064,15", "type"),
    "thousands in English": ("score", "1,064.15", "type"),
    "a number with its unit": ("score", "64.15 poin", "type"),
    "a percentage": ("score", "64.15%", "type"),
    "scientific": ("score", "6.415E+1", "type"),
    "a plus sign": ("score", "+64.15", "type"),
    "a typographic minus": ("score", "−64.15", "type"),
    "digits of another script": ("score", "٦٤", "type"),
    "hexadecimal": ("score", "0x40", "type"),
    "an underscore": ("year", "2_024", "type"),
    "infinity": ("score", "inf", "type"),
    "no number": ("score", "nan", "type"),
    "many digits": ("score", "9" * 400, "maximum"),
    "a code as a number": ("region_code", "63.710", "pattern"),
    "a code that lost its zero": ("region_code", "63.1", "pattern"),
    "a code that lost its zeros": ("region_code", "0", "pattern"),
    "a code in scientific notation": ("region_code", "6.3E+1", "pattern"),
    "a code of BPS": ("region_code", "6371", "pattern"),
    "a code of BPS that is no province here": ("region_code", "94", "foreign-key"),
    "a code with an apostrophe": ("region_code", "'63", "pattern"),
    "a code as a formula": ("region_code", '="63"', "pattern"),
    "a name for a code": ("region_code", "Kalimantan Selatan", "pattern"),
    "a formula": ("score", "=1+1", "type"),
    "an error of Excel": ("score", "#N/A", "type"),
    "another error of Excel": ("score", "#DIV/0!", "type"),
    "a column too narrow": ("score", "########", "type"),
    "n/a": ("score", "n/a", "type"),
    "NA": ("year", "NA", "type"),
    "a hyphen": ("score", "-", "type"),
    "NULL": ("score", "NULL", "type"),
    "\\N": ("score", "\\N", "type"),
    "a date for a year": ("year", "31/12/2024", "type"),
    "a year with decimals": ("year", "2024.0", "type"),
    "a year of two digits": ("year", "24", "type"),
    "a year as Excel counts days": ("year", "45657", "type"),
    "a space behind": ("scope", "pemprov ", "whitespace"),
    "a space that does not break": ("excluded_reason_en", "dua\u00a0kata", "hidden"),
    "a value in capitals": ("scope", "Pemprov", "enum"),
    "a checkbox": ("reliability", "TRUE", "enum"),
}
