"""Numbers, dates and codes as offices write them."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import dictionary
from dashboard.ingest import cells, days, numbers, words
from tests.ingest.sheets import SETTLED, delimited, description, read, ready, scores, told, xlsx

CERTAIN = {
    "67,20": "67.20",
    "67.20": "67.20",
    "1.234,5": "1234.5",
    "1,234.5": "1234.5",
    "1.234.567": "1234567",
    "2.000.000,00": "2000000.00",
    "Rp1,2 miliar": "1200000000",
    "Rp 1.200.000.000,-": "1200000000",
    "Rp. 500 juta": "500000000",
    "IDR 2.5 million": "2500000",
    "75,3 %": "75.3",
    "12 orang": "12",
    "5 623 479": "5623479",
    "5\u00a0623\u00a0479": "5623479",
    "(5,5)": "-5.5",
    "−3": "-3",
    "007": "7",
    "0,123": "0.123",
    "-0,0": "0.0",
}


@pytest.mark.parametrize("text", CERTAIN)
def test_numbers(text):
    assert numbers.read(text) == CERTAIN[text]


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "12/13", "67,2 (rentan)", "1.2.3", "> 60", "1 2", "½", "300-an", "٣"]
)
def test_what_is_no_number(text):
    with pytest.raises(numbers.NoNumber):
        numbers.read(text)


def test_a_single_sign_before_three_digits_is_doubtful_until_its_column_decides():
    with pytest.raises(numbers.Doubtful):
        numbers.read("1.234")
    assert numbers.read("1.234", ",") == "1234"
    assert numbers.read("1.234", ".") == "1.234"
    assert numbers.read("1.234", is_whole=True) == "1234"
    assert numbers.evidence(["1.234", "67,2"]) == ","
    assert numbers.evidence(["67.2", "67,2"]) == ""


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(",."))
def test_any_number_with_hundredths_reads_back(value, decimal):
    groups = "." if decimal == "," else ","
    written = f"{value:,.2f}".translate({ord(","): groups, ord("."): decimal})
    assert float(numbers.read(written)) == float(value)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text):
    for read_as in (lambda: numbers.read(text), lambda: numbers.read(text, ",", is_whole=True)):
        with contextlib.suppress(numbers.NoNumber, numbers.Doubtful):
            assert str(float(read_as())) != "nan"


DAYS = {
    "16 Okt 2024": "2024-10-16",
    "16 Oktober 2024": "2024-10-16",
    "Oct 16, 2024": "2024-10-16",
    "October 2nd, 2024": "2024-10-02",
    "Rabu, 16 Oktober 2024": "2024-10-16",
    "Jum'at, 3 Mei 2024": "2024-05-03",
    "16 Agt 2024": "2024-08-16",
    "1 Nopember 2023": "2023-11-01",
    "16-Okt-24": "2024-10-16",
    "16/10/2024": "2024-10-16",
    "03/04/2024": "2024-04-03",
    "10/16/2024": "2024-10-16",
    "16.10.2024": "2024-10-16",
    "2024-10-16": "2024-10-16",
    "2024-10-16 00:00:00": "2024-10-16",
    "Oktober 2024": "2024-10",
    "Okt-2024": "2024-10",
    "10/2024": "2024-10",
    "2024-10": "2024-10",
    "2024": "2024",
    "Tahun 2024": "2024",
}


@pytest.mark.parametrize("text", DAYS)
def test_dates(text):
    assert days.read(text) == DAYS[text]


@pytest.mark.parametrize("text", ["", "31/02/2024", "Okt 24", "1 Mei", "besok", "13/13/2024", "99"])
def test_what_is_no_date(text):
    with pytest.raises(days.NoDay):
        days.read(text)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["id", "en"]))
def test_any_day_reads_back_in_words(day, lang):
    from dashboard.core.i18n import words as words_of

    for length in ("long", "medium", "full"):
        assert days.read(words_of(lang).date(day, length=length)) == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text):
    with contextlib.suppress(days.NoDay, days.Doubtful):
        assert days.read(text)


def test_a_column_with_the_month_first_asks_and_is_answered():
    head = ("Kode Wilayah", "Per tanggal", "Jumlah Penduduk")
    rows = [head, ("63", "10/16/2024", "4.000.000"), ("64", "03/04/2024", "3.000.000")]
    content = delimited(rows, ";")
    found = read(content, "population", name="a.csv")
    [question] = found.questions
    assert (question.kind, question.text) == ("date", "03/04/2024")
    assert [label for _, label in question.options] == [
        "03/04/2024 = 3 April 2024",
        "03/04/2024 = 4 Maret 2024",
    ]
    answered = {**SETTLED, question.key: "mdy"}
    found = ready(read(content, "population", name="a.csv", answers=answered))
    assert [row.cells["as_of"] for row in found.rows] == ["2024-10-16", "2024-03-04"]
    assert [row.cells["population"] for row in found.rows] == ["4000000", "3000000"]


def test_a_number_that_the_limits_of_its_column_decide():
    rows = [("Kode Wilayah", "Skor"), ("63", "67.200"), ("64", "71")]
    assert scores(ready(read(delimited(rows, ";"), name="a.csv"))) == [
        ("63", "67.200"),
        ("64", "71"),
    ]


def test_days_of_a_spreadsheet_cells_of_dates_and_months_that_it_shows():
    def style(sheet):
        sheet["B2"].number_format = "dd mmmm yyyy"
        sheet["B3"].number_format = "mmm yyyy"

    head = ("Kode Wilayah", "Keadaan per", "Paksi")
    rows = [
        head,
        ("63", dt.date(2024, 10, 16), 5),
        ("64", dt.date(2024, 10, 1), 6),
        ("62", 45581, 7),
    ]
    found = ready(read(xlsx(rows, style), "paksi_counts"))
    assert [row.cells["as_of"] for row in found.rows] == ["2024-10-16", "2024-10", "2024-10-16"]
    assert any("45581 is 2024-10-16" in sentence for sentence in told(found))


def test_how_far_a_date_is_known_and_the_id_that_follows():
    texts = ("Judul (Indonesia)", "Judul (Inggris)", "Penyelenggara", "KPK terlibat")
    head = ("Tanggal mulai", "Wilayah", "Jenis kegiatan", "Topik", *texts)
    same = ("Kalsel", "bimtek", "gratifikasi", "a", "b", "KPK", "ya")
    rows = [
        head,
        ("16 Okt 2024", *same),
        ("Oktober 2024", *same),
        ("16 Okt 2024", *same[:3], "c", *same[4:]),
    ]
    found = ready(read(xlsx(rows), "bimtek_activity"))
    columns = ("activity_id", "start_date", "date_precision", "kpk_involved")
    assert [tuple(row.cells[column] for column in columns) for row in found.rows] == [
        ("keg-2024-10-16-63", "2024-10-16", "day", "yes"),
        ("keg-2024-10-01-63", "2024-10-01", "month", "yes"),
        ("keg-2024-10-16-63-2", "2024-10-16", "day", "yes"),
    ]
    fault = read(xlsx([head, ("2024", *same)]), "bimtek_activity").faults[0]
    assert (fault.rule, fault.place.column, fault.value) == ("type", "Tanggal mulai", "2024")


@pytest.mark.parametrize(
    "text", ["t.a.d.", "n/a", "-", "–", "tidak ada data", "no data", " ", None]
)
def test_what_is_not_known_is_left_out_and_told(text):
    found = ready(read(xlsx([("Kode Wilayah", "Skor"), ("63", text), ("64", 71)])))
    assert scores(found) == [("64", "71")]
    assert [one.place.row for one in found.left_out] == [2]


def test_every_code_is_known_by_its_labels_in_both_languages():
    for table in description().tables:
        for field in table.fields:
            if "enum" not in field.constraints:
                continue
            group = dictionary.group_of(field.name, table.name)
            for code in map(str, field.constraints["enum"]):
                texts = [code, code.upper(), code.replace("_", " ")]
                texts += (
                    [dictionary.label(group, code, lang) for lang in ("id", "en")] if group else []
                )
                for text in texts:
                    found = cells.read(text, field, cells.Style(), table.name, {})
                    assert found == code, (table.name, field.name, text)


def test_a_code_that_nobody_knows_is_asked_and_answered():
    rows = [("Kode Wilayah", "Kelas yang diberitakan"), ("63", "Rentang"), ("64", "waspada")]
    found = read(xlsx(rows), "spi_class_reports")
    [question] = found.questions
    assert (question.kind, question.proposed, question.column) == ("code", "rentan", "spi_class")
    assert ("rentan", "rentan") in question.options
    answers = {**SETTLED, question.key: "rentan"}
    found = ready(read(xlsx(rows), "spi_class_reports", answers=answers))
    assert [row.cells["spi_class"] for row in found.rows] == ["rentan", "waspada"]


FAULTS = {
    "type:number": ("Skor", "tinggi"),
    "maximum": ("Skor", "671"),
    "minimum": ("Skor", "-1"),
    "type:year": ("Tahun", "2024/2025"),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_value_that_breaks_a_rule_is_named_with_its_place(rule):
    column, value = FAULTS[rule]
    row = {"Kode Wilayah": "63", "Skor": "67,2", "Tahun": "2025", column: value}
    content = delimited([["Daftar"], row.keys(), row.values()], ";")
    found = read(content, name="daftar.csv")
    [fault] = found.faults
    assert fault.rule == rule.partition(":")[0]
    [sentence] = told(found)
    assert sentence.startswith(f"daftar.csv, row 3, column {column}: “{value}”")


def test_text_is_one_line_without_what_is_not_seen():
    assert cells.clean(" a\u00a0b\r\n\u200bc\ufeff ") == "a b c"
    assert words.key("Kab./Kota—Bañda_Aceh") == "kab kota banda aceh"
