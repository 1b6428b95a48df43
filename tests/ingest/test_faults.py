"""Errors of the whole check are told at their places in the sheet, as every fault is."""

from __future__ import annotations

from dashboard.core.i18n import words
from dashboard.facts import FactError
from dashboard.facts.messages import SENTENCES
from dashboard.ingest.faults import faults_of
from dashboard.ingest.incoming import Fault, Place
from tests.ingest.sheets import plain, read, ready


def test_errors_are_told_where_the_row_stands_in_the_sheet():
    head = ("Wilayah", "Skor 2025", "Skor 2026")
    rows = [["Daftar"], head, ("Kalsel", 70, 71), ("Kalbar", 60, 61)]
    found = ready(read(plain(rows), name="daftar.csv"))
    placed = {(found.table, 900 + n): row for n, row in enumerate(found.rows)}
    key = "region_code, scope, year, source_id"
    file = "spi_results.csv"
    of_description = (("name", "a"),)
    errors = [
        FactError("spi_results", 901, "score", "71", "maximum", "70", file),
        FactError("spi_results", 902, key, "61", "primary-key", "900", file),
        FactError("spi_results", 903, "source_id", "x-000000", "foreign-key", "sources.csv", file),
        FactError("spi_results", 12, "score", "x", "type", "number", file),
        FactError(
            "", None, None, "", "description", "no {name}", "datapackage.json", of_description
        ),
    ]
    told = [fault.sentence(words("en")) for fault in faults_of(errors, found, placed)]
    assert told[0].startswith("daftar.csv, row 3, column Skor 2026: “71” is above")
    assert told[1].startswith("daftar.csv, row 4, column Wilayah")
    assert "row 3" in told[1].partition(":")[2]
    assert told[2].startswith(
        "daftar.csv, row 4, column source_id: “x-000000” is not found in sources.csv"
    )
    assert told[3].startswith("spi_results.csv, row 12, column score: “x” is not a number")
    assert told[4] == "datapackage.json: no a"


def test_every_rule_can_be_said_in_both_languages():
    for rule in SENTENCES:
        name, _, detail = rule.partition(":")
        [fault] = faults_of([FactError("t", 1, "c", "v", name, detail, "t.csv")], read(b""), {})
        for lang in ("id", "en"):
            assert fault.sentence(words(lang))


def test_a_long_or_hidden_text_is_shown_short_and_visible():
    fault = Fault(
        Place("a\u202e.csv", "b\n", 3, "x" * 500), "y\x00" * 100, "type", SENTENCES["type:number"]
    )
    sentence = fault.sentence(words("en"))
    assert len(sentence) < 500
    assert "\u202e" not in sentence and "\n" not in sentence and "\x00" not in sentence
