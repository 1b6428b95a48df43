"""The tables of the page Data: what is described, and which rows a question finds."""

from __future__ import annotations

import csv
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.warehouse import engine, table_rows, tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import sources_of_table
from dashboard.warehouse.table_rows import Question
from tests.examples import tried
from tests.fixtures import DATA, SQL

# Offered only where the facts have them: tests/test_indicator.py, test_confidential.py.
ELSEWHERE = {"mart_indicator", "mart_spi_response"}
MARTS = sorted({path.stem for path in (SQL / "mart").rglob("*.sql")} - ELSEWHERE)
CONFIDENTIAL = {"spi_responses"}
FACTS = sorted({path.stem for path in DATA.glob("*.csv")} - CONFIDENTIAL)
# Columns that a page makes for its own table.
SHOWN_ONLY = {"used_in"}
EXAMPLES = sorted(path.stem for path in (SQL / "example").glob("*.sql"))


def known() -> Warehouse:
    return engine.current()


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_of_facts_and_every_mart_is_offered() -> None:
    offered = tables.tables(known())
    assert sorted(name for name, table in offered.items() if table.is_mart) == MARTS
    assert sorted(name for name, table in offered.items() if not table.is_mart) == FACTS


@pytest.mark.parametrize("name", [*MARTS, *FACTS])
def test_every_column_is_described_in_both_languages(name: str) -> None:
    table = tables.tables(known())[name]
    for lang in ("id", "en"):
        assert len(table.title[lang]) > 5
        assert table.title[lang] != name
        assert len(table.text[lang]) > 20
        for column in table.columns:
            told = column.described(words(lang))
            assert len(column.text[lang]) > 10, column.name
            assert column.text[lang] != column.name
            assert column.label[lang] != column.name
            assert column.text[lang] in told
    for column in table.columns:
        assert column.text["id"] != column.text["en"], column.name


def test_descriptions_speak_of_nothing_that_is_not_there() -> None:
    described = dictionary.columns()
    offered = tables.tables(known())
    assert set(described["marts"]) == {*MARTS, *ELSEWHERE}
    there = {column for table in offered.values() for column in table.names}
    for path in (SQL / "query").rglob("*.sql"):
        there |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    for name, column in described["columns"].items():
        assert name in there or f"{name}_id" in there or name in SHOWN_ONLY, name
        assert "label" in column or {"heading", "kind"} <= set(column), name
    for name, entry in described["marts"].items():
        if name in ELSEWHERE:
            continue
        assert set(entry.get("columns", {})) <= set(offered[name].names)
        assert set(entry["key"]) <= set(offered[name].names)
    published = {
        resource["name"]: {field["name"] for field in resource["schema"]["fields"]}
        for resource in json.loads((DATA / "datapackage.json").read_text("utf-8"))["resources"]
    }
    for name, renamed in described["renamed"].items():
        assert set(renamed) <= set(offered[name].names)
        assert set(renamed.values()) <= published[name]
    assert set(tables.examples(known(), "id")) == set(EXAMPLES)


def test_a_renamed_column_names_the_published_one() -> None:
    table = tables.tables(known())["population"]
    column = next(column for column in table.columns if column.name == "population_date")
    assert "Di berkas fakta: as_of." in column.described(words("id"))
    assert "In the file of facts: as_of." in column.described(words("en"))


@pytest.mark.parametrize("name", FACTS)
def test_a_table_of_facts_has_every_published_row(name: str) -> None:
    assert table_rows.count(known(), Question(name)) == len(read(name))


def test_filters_find_what_the_files_say() -> None:
    kalsel = [
        row
        for row in read("spi_results")
        if row["region_code"].split(".")[0] == "63" and 2023 <= int(row["year"]) <= 2024
    ]
    question = Question("spi_results", region=("63",), from_year=2023, to_year=2024)
    assert table_rows.count(known(), question) == len(kalsel) > 0
    found = table_rows.rows(known(), question, 1000)
    assert set(found["year"].to_pylist()) == {2023, 2024}

    city = Question("spi_results", region=("63.71",))
    assert set(table_rows.rows(known(), city, 1000)["region_code"].to_pylist()) == {"63.71"}

    wanted = [
        row
        for row in read("ott_incidents")
        if any("banjar" in value.lower() for value in row.values())
    ]
    assert table_rows.count(known(), Question("ott_incidents", text=" BANJAR ")) == len(wanted) > 0

    of_2024 = [row for row in read("ott_incidents") if row["ott_date"].startswith("2024")]
    question = Question("ott_incidents", from_year=2024, to_year=2024)
    assert table_rows.count(known(), question) == len(of_2024) > 0


def test_a_province_table_knows_its_provinces() -> None:
    found = table_rows.rows(known(), Question("mart_ott", region=("63", "64.71")), 1000)
    assert set(found["province_code"].to_pylist()) == {"63"}


def test_a_sort_runs_over_the_whole_table_and_leaves_the_missing_last() -> None:
    found = table_rows.rows(known(), Question("mart_spi", sort="score", descending=True), 3)
    scores = sorted(
        (s for s in table_rows.rows_of_file(known(), Question("mart_spi"))["score"].to_pylist()),
        reverse=True,
    )
    assert found["score"].to_pylist() == scores[:3]
    change = table_rows.rows_of_file(known(), Question("mart_spi", sort="change"))[
        "change"
    ].to_pylist()
    assert change[0] is not None
    assert change[-1] is None


def test_a_page_of_rows_is_a_part_of_all_of_them() -> None:
    question = Question("mart_spi_series", text="Kalsel")
    assert table_rows.rows(known(), question, 7).num_rows == 7
    assert table_rows.rows(known(), question, 7).equals(
        table_rows.rows_of_file(known(), question).slice(0, 7)
    )


def test_types_are_those_of_the_facts() -> None:
    found = table_rows.rows(known(), Question("ott_incidents"), 1).schema
    assert str(found.field("ott_date").type) == "date32[day]"
    assert str(found.field("cash_seized_idr").type) == "int64"
    assert str(found.field("is_counted_by_kpk").type) == "bool"


def test_an_unknown_column_to_sort_by_is_ignored() -> None:
    odd = Question("mart_ott_year", sort='year"; drop table mart_spi; --')
    assert table_rows.rows(known(), odd, 5).equals(
        table_rows.rows(known(), Question("mart_ott_year"), 5)
    )


@tried(12)
@given(text=st.text(max_size=60), region=st.lists(st.text(max_size=8), max_size=3).map(tuple))
@example(text="%' or true --", region=("63') or true --",))
def test_no_typed_text_is_ever_read_as_sql(text: str, region: tuple[str, ...]) -> None:
    wanted = text.strip().lower()
    rows = table_rows.rows_of_file(known(), Question("paksi_counts", region, text=text)).to_pylist()
    for row in rows:
        assert not region or {row["region_code"], row["region_code"].split(".")[0]} & set(region)
        assert any(wanted in str(value).lower() for value in row.values())


def test_sources_of_rows_are_named_official_ones_first() -> None:
    found = table_rows.rows(known(), Question("mart_region", region=("63.71",)), 5)
    assert {source.source_id for source in sources_of_table(known(), found)} == set(
        found["population_source_id"].to_pylist()
    )
    many = sources_of_table(known(), table_rows.rows(known(), Question("mart_spi"), 200))
    official = [source.is_official for source in many]
    assert official == sorted(official, reverse=True)
    assert not sources_of_table(known(), table_rows.rows(known(), Question("coverage"), 5))


def test_filters_are_told() -> None:
    question = Question("mart_spi", ("63", "13"), 2022, None, "rentan")
    assert table_rows.filter_sentences(known(), question, words("id")) == (
        "Wilayah: Kalimantan Selatan dan Sumatera Barat.",
        "Tahun: 2022 sampai 2025.",
        "Teks memuat: “rentan”.",
    )
    assert table_rows.filter_sentences(known(), Question("mart_spi"), words("en")) == (
        "No filter: every row of the table.",
    )


def test_examples_begin_in_the_readers_language() -> None:
    for lang in ("id", "en"):
        for name, title in tables.examples(known(), lang).items():
            text = tables.example(known(), name, lang)
            assert text.startswith(f"-- {title}\n")
            assert len(re.findall(r"^--", text, re.MULTILINE)) <= 2


def test_conditions_of_one_column_are_alternatives_and_of_several_hold_together() -> None:
    some = Question("spi_results", where=("region_code:63", "region_code:64", "scope:pemprov"))
    wanted = [
        row
        for row in read("spi_results")
        if row["region_code"] in ("63", "64") and row["scope"] == "pemprov"
    ]
    assert table_rows.count(known(), some) == len(wanted) > 0
    named = table_rows.filter_sentences(known(), some, words("id"))
    assert named[0] == "Wilayah: Kalimantan Selatan."
    held = Question("mart_ott_case", where=("source_ids:jpnn-com-652eac", "unknown:63"))
    for row in table_rows.rows_of_file(known(), held).to_pylist():
        assert "jpnn-com-652eac" in row["source_ids"]
    complete = Question("mart_ott_year", where=("is_complete:true",))
    assert all(row["is_complete"] for row in table_rows.rows_of_file(known(), complete).to_pylist())
