"""Headings are known by name, title and synonym; what is not certain is asked."""

from __future__ import annotations

import copy
import json

import pytest

from dashboard import facts
from dashboard.ingest.columns import Headings
from tests.fixtures import PACKAGE, world, write_facts
from tests.ingest.sheets import (
    KNOWN_SOURCE,
    SETTLED,
    cells,
    description,
    plain,
    read,
    ready,
    scores,
    told,
)

TABLES = {table.name: table for table in description().tables}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_known_by_its_name_and_its_titles(table):
    headings = Headings(TABLES[table])
    for field in TABLES[table].fields:
        for text in (field.name, field.title_id, field.title_en, field.title_id.upper()):
            found = headings.find(text)
            assert found and (found.column, found.year) == (field.name, "")


MEANT = {
    "Nilai SPI 2026": ("score", "2026"),
    "Indeks SPI 2025": ("score", "2025"),
    "Skor SPI Tahun 2026": ("score", "2026"),
    "2024": ("score", "2024"),
    "Tahun 2024": ("score", "2024"),
    "Skor": ("score", ""),
    "Skor (0–100)": ("score", ""),
    "Nama Pemda": ("region", ""),
    "Instansi": ("region", ""),
    "K/L/PD": ("region", ""),
    "Kab./Kota": ("region", ""),
    "Kode Wilayah": ("region_code", ""),
    "KODE_WILAYAH": ("region_code", ""),
    "Provinsi": ("province", ""),
    "Tahun": ("year", ""),
    "Sumber": ("source_id", ""),
    "URL": ("source.url", ""),
    "Kategori 2025": ("published_class", "2025"),
}


@pytest.mark.parametrize("heading", MEANT)
def test_headings_as_offices_write_them(heading):
    found = Headings(TABLES["spi_results"]).find(heading)
    assert found and (found.column, found.year) == MEANT[heading]


@pytest.mark.parametrize("heading", ["No", "Peringkat", "Perubahan 2024-2025", "", "x" * 500])
def test_other_headings_are_left_out(heading):
    assert Headings(TABLES["spi_results"]).find(heading) is None


def test_columns_are_shown_with_what_they_were_matched_by():
    rows = [("No", "region_code", "Tahun survei", "Nilai"), (1, "63", 2025, 70)]
    found = ready(read(plain(rows)))
    assert [(one.heading, one.column, one.how) for one in found.columns[:4]] == [
        ("No", "", ""),
        ("region_code", "region_code", "name"),
        ("Tahun survei", "year", "title"),
        ("Nilai", "score", "synonym"),
    ]
    assert found.columns[3].example == "70"


def test_years_side_by_side_become_rows():
    rows = [("Wilayah", "2024", "2025", "2026"), ("Kalsel", 70, 71, None), ("Kalbar", "-", 61, 62)]
    found = ready(read(plain(rows)))
    assert cells(found, "region_code", "year", "score") == [
        ("63", "2024", "70"), ("63", "2025", "71"), ("61", "2025", "61"), ("61", "2026", "62"),
    ]  # fmt: skip
    assert [one.year for one in found.columns if one.column == "score"] == ["2024", "2025", "2026"]


def test_a_column_that_does_not_say_its_year_is_left_out_beside_several():
    rows = [("Wilayah", "Skor 2025", "Skor 2026", "Kategori"), ("Kalsel", 70, 71, "rentan")]
    found = ready(read(plain(rows)))
    assert all("published_class" not in row.cells for row in found.rows)
    assert any("does not say of which year" in sentence for sentence in told(found))


def test_the_year_is_asked_with_what_the_title_says_and_never_taken_unasked():
    rows = [("Hasil SPI 2025",), ("Wilayah", "Skor"), ("Kalsel", 70)]
    answers = {name: value for name, value in SETTLED.items() if name != "value:year"}
    found = read(plain(rows), answers=answers)
    [question] = found.questions
    assert (question.key, question.kind, question.proposed) == ("value:year", "value", "2025")
    answers["value:year"] = "2024"
    assert cells(ready(read(plain(rows), answers=answers)), "year") == [("2024",)]
    answers["value:year"] = "someday"
    assert read(plain(rows), answers=answers).questions == (question,)


def test_the_reliability_is_asked_once():
    found = read(
        plain([("Wilayah", "Skor"), ("Kalsel", 70), ("Kalbar", 71)]), answers={"value:year": "2026"}
    )
    asked = {question.key: question for question in found.questions}
    assert set(asked) == {"source", "value:reliability"}
    assert [value for value, _ in asked["value:reliability"].options] == [
        "official",
        "news",
        "weak",
    ]


def test_a_needed_column_without_a_match_asks_among_the_others():
    rows = [("Wilayah", "Angka", "Lain", "Tahun"), ("Kalsel", 70, 1, 2025)]
    found = read(plain(rows))
    [question] = found.questions
    assert (question.key, question.kind, question.column) == ("missing:score", "column", "score")
    assert [value for value, _ in question.options] == ["Angka", "Lain"]
    for answer in ({"missing:score": "Angka"}, {"column:Angka": "score"}):
        assert scores(ready(read(plain(rows), answers={**SETTLED, **answer}))) == [("63", "70")]


def test_two_headings_for_one_column_are_asked_and_a_surer_one_decides():
    rows = [("Wilayah", "Skor", "Nilai"), ("Kalsel", 70, 71)]
    [question] = read(plain(rows)).questions
    assert [value for value, _ in question.options] == ["Skor", "Nilai"]
    surer = [("Wilayah", "Skor SPI", "Nilai"), ("Kalsel", 70, 71)]
    assert scores(ready(read(plain(surer)))) == [("63", "70")]


def test_an_answer_may_leave_a_column_out():
    rows = [("Wilayah", "Skor", "Kategori"), ("Kalsel", 70, "rentan")]
    found = ready(read(plain(rows), answers={**SETTLED, "column:Kategori": ""}))
    assert "published_class" not in found.rows[0].cells


def test_a_needed_column_that_nothing_can_be_is_a_fault():
    found = read(plain([("Wilayah", "Tahun"), ("Kalsel", 2025)]))
    assert (
        "The column “SPI score” is missing" in told(found)[0] or found.faults[0].rule == "no-column"
    )


def test_a_file_without_any_header_is_told_what_is_needed():
    found = read(plain([("a", "b"), (1, 2)]))
    assert [fault.rule for fault in found.faults] == ["no-table"]
    assert "Kode wilayah" in str(dict(found.faults[0].values)["detail"])


TABLE_OF: dict[str, list[tuple[object, ...]]] = {
    "population": [("Wilayah", "Jumlah Penduduk"), ("Kalsel", 4_000_000)],
    "spi_results": [("Kode Wilayah", "Nama", "Skor SPI 2026"), ("63", "Kalsel", 70)],
    "ott_yearly": [("Tahun", "Jumlah OTT"), (2025, 11)],
    "wbk_status": [("Tahun", "Wilayah", "Unit kerja", "Tahap"), (2025, "Kalsel", "RSUD", "WBK")],
}


@pytest.mark.parametrize("table", TABLE_OF)
def test_the_table_is_told_from_the_headings(table):
    found = read(plain(TABLE_OF[table]), None)
    assert found.table == table


def test_a_table_that_is_not_certain_is_asked():
    rows = [("Wilayah", "Tahun"), ("Kalsel", 2025)]
    found = read(plain(rows), None, answers={})
    [question] = found.questions
    assert question.kind == "table"
    assert {"spi_results", "spi_class_reports"} <= {value for value, _ in question.options}
    assert read(plain(rows), None, answers={"table": "spi_results"}).table == "spi_results"


def test_a_table_without_a_word_of_code_says_its_own_synonyms(tmp_path):
    write_facts(tmp_path, world())
    package = copy.deepcopy(PACKAGE)
    for resource in package["resources"]:
        resource.pop("minimum_rows", None)
        for field in resource["schema"]["fields"]:
            if field["name"] == "score":
                field["synonyms"] = ["Capaian MCSP"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    tables = {table.name: table for table in facts.read_description(tmp_path).tables}
    found = Headings(tables["spi_results"]).find("capaian mcsp 2025")
    assert found and (found.column, found.how, found.year) == ("score", "synonym", "2025")


def test_the_same_row_twice_is_told_and_two_of_one_key_are_a_fault():
    rows = [("Wilayah", "Skor"), ("Kalsel", 70), ("Kalimantan Selatan", 70), ("Prov. Kalsel", 71)]
    found = read(plain(rows), name="daftar.csv")
    assert scores(found) == [("63", "70")]
    assert [one.place.row for one in found.left_out] == [3]
    [fault] = found.faults
    assert (fault.rule, fault.place.row) == ("primary-key", 4)
    assert "row 2" in told(found)[0]


OTT = [
    ("Tanggal", "Daerah", "Tingkat", "Sektor", "Jabatan", "Uraian"),
    ("16 Okt 2026", "Kab. HSU", "Kabupaten", "Pengadaan", "Kepala dinas", "Dugaan suap"),
]
OTT_SETTLED = {"source": KNOWN_SOURCE, "value:reliability": "news", "value:counted_by_kpk": "yes"}


def test_a_table_has_words_of_its_own_for_its_columns():
    found = read(plain(OTT), "ott_incidents", answers=OTT_SETTLED)
    matched = {one.heading: one.column for one in found.columns if one.heading}
    assert matched["Tingkat"] == "government_level"
    assert (matched["Jabatan"], matched["Uraian"]) == ("offices_id", "summary_id")
    assert read(plain([("Tingkat", "Pemda", "Skor"), ("Kota", "Banjar", 70)])).is_ready


def test_a_text_that_nobody_translated_may_stand_for_its_translation():
    found = read(plain(OTT), "ott_incidents", answers=OTT_SETTLED)
    asked = {question.key: question for question in found.questions}
    assert set(asked) == {"missing:offices_en", "missing:summary_en"}
    answers = dict(OTT_SETTLED)
    for key, question in asked.items():
        [(value, label)] = question.options
        assert label.endswith("tanpa terjemahan")
        answers[key] = value
    found = ready(read(plain(OTT), "ott_incidents", answers=answers))
    columns = ("region_code", "offices_id", "offices_en", "summary_id", "summary_en")
    texts = ("Kepala dinas", "Kepala dinas", "Dugaan suap", "Dugaan suap")
    assert cells(found, *columns) == [("63.08", *texts)]
