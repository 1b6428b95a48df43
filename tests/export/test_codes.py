"""Codes in a CSV survive whoever reads it without a thought; XLSX says what its columns are."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import files, rows, table_files
from dashboard.figures import registry
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine, tables
from dashboard.warehouse.table_rows import Question
from tests import office

FACTS = engine.current()
BESIDE = files.CODES_BESIDE
DOCS = Path(__file__).resolve().parents[2] / "docs" / "addresses.md"


def of_figure(figure_id: str, lang: str = "id", **asked: Any) -> files.TableExport:
    selection = Selection(lang=lang, **asked)
    return rows.table_export(FACTS, registry.answer(FACTS, figure_id, selection))


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """CSV files in which every column of codes is: of tables and of figures."""
    made = {
        name: files.as_csv(table_files.of_table(FACTS, Question(name), "id"))
        for name in tables.tables(FACTS)
    }
    made |= {
        "spi-regencies": files.as_csv(of_figure("spi-regencies", region=("63",))),
        "bimtek-timeline": files.as_csv(of_figure("bimtek-timeline", region=("63", "64"))),
    }
    holding = {name: file for name, file in made.items() if set(BESIDE) & set(header(file))}
    assert {code for file in holding.values() for code in header(file) if code in BESIDE} == {
        *BESIDE
    }
    return holding


def header(file: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(file.decode("utf-8-sig"))))


def texts(file: bytes, column: str) -> list[str]:
    """A column as it stands in the file."""
    return [row[column] for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig")))]


def by_duckdb(file: bytes, folder: Path) -> Any:
    (folder / "rows.csv").write_bytes(file)
    with duckdb.connect() as connection:
        return connection.read_csv(str(folder / "rows.csv")).to_arrow_table().to_pandas()


READERS = {
    "pandas": lambda file, _folder: pd.read_csv(io.BytesIO(file)),
    "polars": lambda file, _folder: pl.read_csv(io.BytesIO(file), infer_schema_length=None),
    "arrow": lambda file, _folder: arrow_csv.read_csv(io.BytesIO(file)).to_pandas(),
    "duckdb": by_duckdb,
}


@pytest.mark.parametrize("reader", READERS)
def test_codes_survive_a_reader_that_was_told_nothing(
    written: dict[str, bytes], reader: str, tmp_path: Path
) -> None:
    # Who is slow in guessing reads what has the most codes.
    few = ("regions", "spi-regencies", "bimtek-timeline")
    for name in written if reader == "pandas" else few:
        file = written[name]
        read = READERS[reader](file, tmp_path)
        for code, (beside, before) in BESIDE.items():
            if code not in header(file):
                continue
            told = ["" if pd.isna(value) else value for value in read[beside]]
            assert told == [f"{before}{text}" if text else "" for text in texts(file, code)], name


def test_a_code_stands_beside_each_column_that_reads_like_numbers(
    written: dict[str, bytes],
) -> None:
    for file in written.values():
        names = header(file)
        for code, (beside, _before) in BESIDE.items():
            assert (beside in names) == (code in names)
            assert code not in names or names[names.index(code) + 1] == beside


@pytest.mark.parametrize("lang", ["id-ID", "en-US"])
def test_libreoffice_keeps_codes(written: dict[str, bytes], tmp_path: Path, lang: str) -> None:
    names, *cells = office.as_csv(written["spi-regencies"], tmp_path, lang, "csv")
    place = [name.removeprefix("\ufeff") for name in names].index("region_id")
    told = [line[place] for line in cells]
    assert told == texts(written["spi-regencies"], "region_id")
    assert "ID-63.10" in told


def test_no_letters_of_a_code_are_a_date_or_a_number_of_any_program() -> None:
    """Excel, which no test can start, guesses numbers, dates, times, formulas, true and false."""
    months = "jan feb mar apr mei may jun jul agu agt aug sep okt oct nov des dec"
    for _beside, before in BESIDE.values():
        assert re.fullmatch(r"[A-Z]{2,}-", before)
        assert before.strip("-").lower() not in months


def test_a_query_of_a_reader_keeps_its_columns() -> None:
    given = files.TableExport(
        title="",
        rows=pa.table({"region_code": ["63.10"]}),
        columns={},
        filters=(),
        sources=(),
        facts_version="",
        revision="",
        lang="id",
        query="select region_code",
    )
    assert header(files.as_csv(given)) == ["region_code"]
    sheet = openpyxl.load_workbook(io.BytesIO(files.as_xlsx(given)))["Data"]
    assert [cell.value for cell in sheet["A"]] == ["region_code", "63.10"]


def test_the_documentation_names_every_column_of_codes() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for code, (beside, before) in BESIDE.items():
        assert re.search(rf"`{code}`\s(has\s)?`{beside}`", text), code
        assert f"`{before}63" in text or f"`{before}6310`" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_has_the_names_of_readers_over_those_of_programs(lang: str) -> None:
    file = files.as_xlsx(of_figure("spi-trend", lang, region=("63",), events="shown"))
    book = openpyxl.load_workbook(io.BytesIO(file))
    code = {"id": "Kode wilayah", "en": "Region code"}[lang]
    for name in book.sheetnames[:-2]:  # rows and layers, not notes and sources
        sheet = book[name]
        labels = [cell.value for cell in sheet[1]]
        names = [cell.value for cell in sheet[2]]
        assert all(re.fullmatch(r"[a-z_0-9]+", str(one)) for one in names)
        assert not set(labels) & set(names) - {"indicator"}
        assert sheet.freeze_panes == "A3"
        assert str(sheet.auto_filter.ref).startswith("A2:")
        if "region_code" in names:
            assert labels[names.index("region_code")] == code
    frame = pd.read_excel(io.BytesIO(file), header=1, dtype={"region_code": str})
    assert {"00", "63"} >= set(frame["region_code"].dropna()) >= {"63"}


REGIONS = {figure.id for figure in REGISTRY.values() if "region" in figure.parameters}


@pytest.mark.parametrize("figure_id", sorted(REGIONS))
def test_notes_tell_filtered_from_highlighted_regions(figure_id: str) -> None:
    """What is said of the rows holds of them."""
    figure, say = REGISTRY[figure_id], words("en")
    given = of_figure(figure_id, "en", region=("63",))
    [told] = [one for one in given.filters if "Kalimantan Selatan" in one and "iltered" in one]
    is_marked = told.startswith("Highlighted, not filtered: ")
    assert is_marked == (figure.use_of_regions == "mark")
    assert any(label == say("Filter") and text == told for label, text in given.notes(say))
    if "region_code" in given.rows.column_names:
        codes = {code for code in given.rows["region_code"].to_pylist() if code}
        others = {code for code in codes if code[:2] not in ("63", "00")}
        assert bool(others) == is_marked, others
    if is_marked:
        assert "is_chosen" in given.rows.column_names
        assert any(given.rows["is_chosen"].to_pylist()) or "regency" in figure_id


def test_only_the_first_region_or_its_province_is_said_where_only_that_is_there() -> None:
    for figure_id in ("response-timeline", "spi-regencies"):
        given = of_figure(figure_id, "en", region=("63.71", "64"))
        codes = {code[:2] for code in given.rows["region_code"].to_pylist() if code}
        assert codes == {"63"}
        [told] = [one for one in given.filters if one.startswith("Filtered: only rows of ")]
        assert "Banjarmasin" in told
        assert ("province of" in told) == (figure_id == "spi-regencies")


def test_caveats_are_notes_and_no_filters() -> None:
    given, say = of_figure("spi-map"), words("id")
    notes = given.notes(say)
    assert given.caveats
    assert [text for label, text in notes if label == say("Note")] == list(given.caveats)
    assert not {text for label, text in notes if label == say("Filter")} & set(given.caveats)
