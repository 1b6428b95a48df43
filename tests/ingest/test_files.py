"""Every kind of file is read right, or refused with a clear sentence in bounded time and memory."""

from __future__ import annotations

import csv
import io
import struct
import time
import zipfile
import zlib

import pyarrow as pa
import pytest
from pyarrow import parquet

from dashboard.ingest.sheet import MOST_COLUMNS, MOST_ROWS
from tests.ingest.sheets import SETTLED, delimited, read, ready, scores, told, xlsx

HEAD = ("Kode Wilayah", "Nama Wilayah", "Skor")
LIST = [HEAD, ("63", "Kalimantan Selatan", "67,20"), ("63.71", "Kota Banjarmasin", "75,1")]
EXPECTED = [("63", "67.20"), ("63.71", "75.1")]
SECONDS = 60  # within which everything hostile ends, also on a busy machine


# --- CSV -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"]
)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_csv_of_any_delimiter_and_encoding(delimiter, encoding):
    found = ready(read(delimited(LIST, delimiter, encoding), name="daftar.csv"))
    assert scores(found) == EXPECTED


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_numbers_of_rows(end):
    found = ready(read(delimited([["Daftar 2026"], [], *LIST], ";", end=end), name="daftar.csv"))
    assert scores(found) == EXPECTED
    assert [row.place.row for row in found.rows] == [4, 5]


def test_the_line_that_names_the_delimiter():
    text = "sep=|\nKode Wilayah|Lain; lagi|Skor\n63|a,b;c|67,20\n"
    assert scores(ready(read(text.encode(), name="daftar.csv"))) == [("63", "67.20")]


def test_letters_of_windows_1252():
    rows = [("Kode Wilayah", "Skor", "Kategori"), ("63", "67,20", "“rentan” – résumé")]
    found = ready(read(delimited(rows, ";", "cp1252"), name="daftar.csv"))
    assert found.rows[0].cells["published_class"] == "“rentan” – résumé"


def test_two_encodings_in_one_file_are_refused():
    content = b"Kode Wilayah;Skor\n63;67,20\n" + "64;é".encode() + "\n65;é\n".encode("cp1252")
    [sentence] = told(read(content, name="daftar.csv"))
    assert "Row 4 is written in another encoding" in sentence


def test_a_decimal_comma_between_commas_is_no_silent_loss():
    found = read(b"Kode Wilayah,Skor\n63,67,20\n64,71\n", name="daftar.csv")
    assert [fault.rule for fault in found.faults] == ["extra-cell"]
    assert scores(found) == [("64", "71")]


def test_an_open_quotation_mark_swallows_nothing():
    found = read(b'Kode Wilayah,Skor,Kategori\n63,67.2,"rentan\n64,71,x\n65,70,y\n', name="a.csv")
    assert "quotation marks do not fit" in told(found)[0]
    assert not found.rows


# --- XLSX ----------------------------------------------------------------------------------------


def test_title_rows_merged_header_notes_and_totals():
    rows = [
        ["HASIL SURVEI PENILAIAN INTEGRITAS"],
        ["Tahun 2026"],
        [],
        ["No", "Instansi", "Nilai SPI", None],
        [None, None, 2025, 2026],
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "Pemprov Kalsel", 64.15, 67.2],
        [2, "Kota Banjarmasin", "t.a.d.", 70],
        [None, "Rata-rata", 64.15, 68.6],
        [],
        ["Sumber: KPK, 2026"],
    ]

    def merge(sheet):
        sheet.merge_cells("A1:D1")
        for cells in ("C4:D4", "A4:A5", "B4:B5"):
            sheet.merge_cells(cells)

    found = ready(read(xlsx(rows, merge)))
    assert [
        (*one, row.cells["year"]) for one, row in zip(scores(found), found.rows, strict=True)
    ] == [
        ("63", "64.15", "2025"),
        ("63", "67.2", "2026"),
        ("63.71", "70", "2026"),
    ]
    reasons = [one.place.row for one in found.left_out]
    assert reasons == [6, 8, 9, 11]


def test_parts_of_a_score_beside_it_are_not_the_score():
    rows = [
        ["Wilayah", "Komponen SPI", None, "Indeks SPI"],
        [None, "Internal", "Eksternal", None],
        ["Kalsel", 60, 61, 70],
    ]

    def merge(sheet):
        for cells in ("B1:C1", "A1:A2", "D1:D2"):
            sheet.merge_cells(cells)

    assert scores(ready(read(xlsx(rows, merge)))) == [("63", "70")]


def test_merged_cells_of_regions_are_filled_down_and_numbers_are_not():
    rows = [
        ["Wilayah", "Tahun", "Skor"],
        ["Kota Banjarmasin", 2024, 70],
        [None, 2025, 71],
        [None, 2026, None],
    ]

    def merge(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C3:C4")

    found = ready(read(xlsx(rows, merge)))
    assert scores(found) == [("63.71", "70"), ("63.71", "71")]
    assert [one.place.row for one in found.left_out] == [4]


def test_a_number_is_taken_as_its_format_shows_it():
    def style(sheet):
        for row, shown in enumerate(("0.00", "General", "0.00", "0.0", "0"), start=2):
            sheet.cell(row, 2).number_format = shown

    rows = [
        HEAD[::2],
        ("63", 67.2),
        ("64", 67.2),
        ("62", 67.123456),
        ("61", 67.123456),
        ("13", 67.5),
    ]
    found = ready(read(xlsx(rows, style)))
    shown = [score for _, score in scores(found)]
    assert shown == ["67.20", "67.2", "67.12", "67.123456", "67.5"]
    assert any("fewer decimals" in sentence for sentence in told(found))


def test_errors_and_formulas_without_a_result_are_faults():
    def spoil(sheet):
        sheet["B2"].value, sheet["B2"].data_type = "#REF!", "e"
        sheet["B3"] = "=A3+1"
        sheet["B4"].value, sheet["B4"].data_type = "#N/A", "e"

    found = read(xlsx([HEAD[::2], ("63", None), ("64", None), ("62", None)], spoil))
    assert [fault.rule for fault in found.faults] == ["error", "formula", "error"]
    assert "Data, row 2, column Skor" in told(found)[0]


def test_hidden_rows_and_sheets_are_read_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.sheet_state = "hidden"

    found = ready(read(xlsx([HEAD[::2], ("63", 70), ("64", 71)], hide, Lain=[["catatan"]])))
    assert scores(found) == [("63", "70"), ("64", "71")]
    sentences = " ".join(told(found))
    assert "hidden rows are read as well (1 of them, the first is row 3)" in sentences
    assert "sheet is hidden" in sentences
    assert "not read: Lain" in sentences


def test_the_sheet_with_the_header_is_chosen_and_two_are_asked():
    table = [HEAD[::2], ("63", 70)]
    assert ready(read(xlsx([["catatan"]], Hasil=table))).sheet == "Hasil"
    two = xlsx(table, Lama=[HEAD[::2], ("63", 60)])
    [question] = read(two).questions
    assert (question.kind, [value for value, _ in question.options]) == ("sheet", ["Data", "Lama"])
    assert scores(ready(read(two, answers={**SETTLED, "sheet": "Lama"}))) == [("63", "60")]


def test_rows_of_nothing_below_and_beside_do_no_harm():
    def blank(sheet):
        sheet.cell(5000, 40).value = "  "
        sheet.cell(4000, 3).number_format = "0.00"

    assert scores(ready(read(xlsx([HEAD[::2], ("63", 70)], blank)))) == [("63", "70")]


# --- Parquet -------------------------------------------------------------------------------------


def test_parquet():
    table = pa.table({"region_code": ["63", "63.71"], "score": [67.2, 75.1], "year": [2026, 2025]})
    content = io.BytesIO()
    parquet.write_table(table, content)
    found = ready(read(content.getvalue(), name="spi.parquet"))
    assert scores(found) == [("63", "67.2"), ("63.71", "75.1")]
    assert found.rows[0].place.row == 1


def test_parquet_of_what_is_no_cell_is_refused():
    content = io.BytesIO()
    parquet.write_table(pa.table({"region_code": [["63"]], "score": [1.0]}), content)
    assert "region_code" in told(read(content.getvalue(), name="spi.parquet"))[0]


# --- what is not read ----------------------------------------------------------------------------


def _zip(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


REFUSED = {
    "an image named .csv": (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture (PNG)"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(200), "picture (JPEG)"),
    "PDF": (b"%PDF-1.7\n" + bytes(200), "document (PDF)"),
    "XLS": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
    "HTML named .xls": (b"<html><table><tr><td>Skor</td></tr></table></html>", "format HTML"),
    "XML 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "format XML 2003",
    ),
    "JSON": (b'[{"score": 1}]', "format JSON"),
    "ODS": (_zip(**{"mimetype": b"opendocument", "content.xml": b"<x/>"}), "format ODS"),
    "DOCX": (_zip(word__document=b"<x/>"), "format DOCX"),
    "XLSB": (_zip(xl__a=b"x", **{"xl/workbook.bin": b"x"}), "format XLSB"),
    "ZIP": (_zip(daftar=b"Kode;Skor"), "archive (ZIP)"),
    "GZIP": (b"\x1f\x8b\x08" + bytes(50), "archive (GZIP)"),
    "nothing": (b"", "It is empty"),
    "blank lines": (b"\n \r\n" * 1000, "It is empty"),
    "bytes": (bytes(range(256)) * 40, "neither a table nor text"),
    "damaged XLSX": (xlsx([HEAD])[:-400], "damaged"),
    "too large": (b"a;b\n" * (6 << 20), "larger than 20 MB"),
    "Git LFS": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_other_files_are_refused_by_their_name(kind):
    content, said = REFUSED[kind]
    found = read(content, name="daftar.xlsx")
    [sentence] = told(found)
    assert said in sentence
    assert sentence.startswith("daftar.xlsx: ")
    assert not found.rows


# --- bounds --------------------------------------------------------------------------------------


def _workbook(sheet: bytes, *, declared: int | None = None) -> bytes:
    """A workbook whose one sheet is this XML; the directory may lie about its length."""
    plain = xlsx([HEAD[::2], ("63", 70)])
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            own = sheet if part.filename == "xl/worksheets/sheet1.xml" else old.read(part)
            new.writestr(part.filename, own)
    made = content.getvalue()
    if declared is not None:
        true, lie = struct.pack("<L", len(sheet)), struct.pack("<L", declared)
        assert true in made
        made = made.replace(true, lie)
    return made


_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CLOSE = b"</sheetData></worksheet>"
_TEXT = b'<row r="1"><c r="A1" t="str"><v>%s</v></c></row>'
_CELL = b'<row r="%d"><c r="%s%d"><v>1</v></c></row>'

BOMBS = {
    "a zip bomb": (lambda: _workbook(_OPEN + bytes(310 << 20) + _CLOSE), "more than 300 MB"),
    "one that lies": (
        lambda: _workbook(_OPEN + b" " * (40 << 20) + _CLOSE, declared=1000),
        "damaged",
    ),
    "a cell far away": (
        lambda: _workbook(
            _OPEN + _CELL % (1, b"A", 1) + _CELL % (1048576, b"XFD", 1048576) + _CLOSE
        ),
        "XFD1048576",
    ),
    "a million columns": (
        lambda: delimited([["Kode Wilayah", "Skor"], ["x"] * 1_000_000]),
        "more than",
    ),
    "many columns": (
        lambda: delimited([["Kode Wilayah", "Skor"], ["x"] * (MOST_COLUMNS + 1)]),
        f"{MOST_COLUMNS} columns",
    ),
    "many rows": (
        lambda: b"Kode Wilayah;Skor\n" + b"63;1\n" * (MOST_ROWS + 1),
        f"more than {MOST_ROWS} rows",
    ),
    "one long cell": (lambda: b"Kode Wilayah;Skor\n63;" + b"9" * (19 << 20), "more than a table"),
    "one long cell over lines": (
        lambda: b'Kode Wilayah;Skor\n63;"' + b"9\n" * (9 << 20) + b'"\n',
        "more than a table",
    ),
    "one long text": (
        lambda: _workbook(_OPEN + _TEXT % (b"x" * (70 << 20)) + _CLOSE),
        "more than 64 MB",
    ),
    "deep XML": (lambda: _workbook(_OPEN + b"<a>" * 2_000_000), "damaged"),
    "entities": (
        lambda: _workbook(
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            + _OPEN + b'<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>' + _CLOSE
        ),
        "damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_what_is_too_much_is_refused_in_time(kind):
    make, said = BOMBS[kind]
    content = make()
    begun = time.monotonic()
    [sentence, *others] = told(read(content))
    assert said in sentence
    assert not others
    assert time.monotonic() - begun < SECONDS


def test_a_long_cell_is_refused_though_others_lifted_the_limit_of_the_library():
    before = csv.field_size_limit(1 << 30)
    try:
        make, said = BOMBS["one long cell over lines"]
        [sentence] = told(read(make()))
    finally:
        csv.field_size_limit(before)
    assert said in sentence


def test_a_million_rows_of_nothing_are_nothing():
    content = b"Kode Wilayah;Skor\n63;70\n" + b";\r\n" * 1_000_000
    assert scores(ready(read(content, name="daftar.csv"))) == [("63", "70")]


def test_a_broken_stream_inside_a_workbook_is_damage():
    content = bytearray(xlsx([HEAD[::2], *(("63", n) for n in range(400))]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    start = part.header_offset + 30 + len(part.filename)
    content[start + 40 : start + 80] = zlib.compress(b"x" * 4000)[:40].ljust(40, b"\0")
    assert "damaged" in told(read(bytes(content)))[0]
