"""An empty sheet for each table reads back, filled in, without a question."""

from __future__ import annotations

import io
from hashlib import sha1
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from dashboard.__main__ import main
from dashboard.core.dictionary import group_of, label
from dashboard.core.i18n import words
from dashboard.ingest import templates
from dashboard.warehouse import engine
from tests.fixtures import WORLD
from tests.ingest.sheets import description, read, ready

TABLES = {table.name: table for table in description().tables}
SOURCE = {1: "KPK", 2: "SPI 2026", 3: "https://www.kpk.go.id/id/spi-2026", 4: "16 Des 2025"}


def made(table: str, lang: str) -> openpyxl.Workbook:
    content = templates.workbook(TABLES[table], description(), engine.current(), lang)
    return openpyxl.load_workbook(io.BytesIO(content))


def filled(table: str, lang: str, rows: list[dict[str, object]]) -> bytes:
    """A template as an office fills it: names of regions, labels, and one source for all."""
    book = made(table, lang)
    columns = templates.headings_of(TABLES[table], words(lang))
    names = {region.code: region.name for region in _regions()}
    for number, row in enumerate(rows, start=2):
        for index, (name, _) in enumerate(columns, start=1):
            value = row.get(name)
            field = next((one for one in TABLES[table].fields if one.name == name), None)
            group = group_of(name, table) if field and "enum" in field.constraints else None
            if name == "region" and row["region_code"] != "00":
                value = names[str(row["region_code"])]
            elif (name == "region_code" and value != "00") or name == "source_id":
                value = None
            elif group and value is not None:
                value = label(group, str(value), lang)
            book.worksheets[0].cell(number, index).value = value
    for offset, value in SOURCE.items():
        book.worksheets[2].cell(offset + 2, 2).value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _regions():
    from dashboard.warehouse import choices

    return choices.regions(engine.current()).values()


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("table", ["spi_results", "population", "wbk_status", "bimtek_activity"])
def test_a_filled_template_reads_back_without_a_question(table, lang):
    ids = ("activity_id", "incident_id")
    rows = [{k: v for k, v in row.items() if k not in ids} for row in WORLD[table]]
    # Each row has the one source of the sheet; two sources of one score would be one key.
    key = [name for name in TABLES[table].key if name not in ("source_id", *ids)]
    if key:
        rows = list({tuple(row.get(name) for name in key): row for row in rows}.values())
    found = ready(read(filled(table, lang, rows), table, name="isian.xlsx", answers={}))
    assert [one.cells["source_id"] for one in found.sources] == [
        "kpk-go-id-" + sha1(SOURCE[3].encode()).hexdigest()[:6]
    ]
    without = (*ids, "source_id")
    got = [{k: v for k, v in row.cells.items() if k not in without} for row in found.rows]
    assert got == [
        {name: str(row[name]) for name in TABLES[table].columns
         if row.get(name) is not None and name not in without}
        for row in rows
    ]  # fmt: skip
    assert got


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("table", TABLES)
def test_an_empty_template_has_a_heading_for_every_column_and_lists_that_exist(table, lang):
    book = made(table, lang)
    data = book.worksheets[0]
    headings = [cell.value for cell in data[1]]
    assert len(headings) == len(set(headings)) >= len(TABLES[table].fields)
    lists = book.worksheets[-1]
    for rule in data.data_validations.dataValidation:
        sheet, _, cells = rule.formula1.partition("!")
        assert sheet.strip("='") == lists.title
        values = [row[0].value for row in lists[cells.replace("$", "")]]
        assert all(values)
        assert len(set(values)) == len(values), "two codes of one label could not be told apart"
    names = {title.casefold() for title in book.sheetnames[1:]}
    assert names <= {*templates.OWN_SHEETS, "sumber", "source"}


def test_the_command_writes_a_template_and_says_what_is_wrong(tmp_path: Path):
    run = CliRunner().invoke
    out = tmp_path / "isian.xlsx"
    done = run(main, ["template", "spi_results", "--out", str(out), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(out).sheetnames[0] == "Data"
    for table, path, said in (
        ("spi", out, "spi_results"),
        ("spi_results", tmp_path / "isian.csv", "isian.xlsx"),
        ("spi_results", tmp_path / "none" / "isian.xlsx", "isian.xlsx"),
    ):
        failed = run(main, ["template", table, "--out", str(path)])
        assert failed.exit_code == 1
        assert said in failed.output
        assert "Traceback" not in failed.output
