"""Facts: the shipped tables keep their own rules, and whatever breaks one is told readably."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import BrokenFacts, FactError
from dashboard.facts.messages import SENTENCES
from tests.examples import tried
from tests.facts.folders import ANY_ROWS, DATA, PACKAGE, RESOURCES, describe, errors_of, read, write


def test_shipped_facts_break_no_rule():
    facts.validate(DATA)


def test_shipped_package_is_valid_for_frictionless_alone():
    from frictionless import Package

    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    assert len(report.tasks) == len(RESOURCES) == 20


def test_tables_tell_names_files_and_fields():
    found = facts.read_description(DATA).tables
    assert [table.name for table in found] == list(RESOURCES)
    assert all(table.format == "csv" and table.files[0].is_file() for table in found)
    score = next(f for t in found if t.name == "spi_results" for f in t.fields if f.name == "score")
    assert (score.title_id, score.title_en, score.unit_id, score.unit_en) == (
        "Skor SPI",
        "SPI score",
        "poin",
        "points",
    )


def test_every_csv_is_described_and_has_the_columns_of_its_schema():
    assert {path.stem for path in DATA.glob("*.csv")} == set(RESOURCES)
    for name, resource in RESOURCES.items():
        header = read(DATA / f"{name}.csv")[0]
        assert header == [field["name"] for field in resource["schema"]["fields"]], name


@pytest.mark.parametrize("table", RESOURCES)
def test_every_column_is_explained_in_both_languages(table):
    for field in RESOURCES[table]["schema"]["fields"]:
        for text in ("title", "title_en", "description", "description_en"):
            assert field[text].strip() == field[text] != "", (field["name"], text)
        assert field["description"] != field["description_en"], field["name"]
        if field["type"] in ("integer", "number"):
            assert field["unit"], field["name"]
            assert field["unit_en"], field["name"]


def test_every_table_is_explained_and_has_a_key_and_sources():
    for name, resource in RESOURCES.items():
        for text in ("title", "title_en", "description", "description_en", "sources"):
            assert resource[text], (name, text)
        assert resource["schema"]["primaryKey"], name
        columns = {field["name"] for field in resource["schema"]["fields"]}
        linked = {f for key in resource["schema"].get("foreignKeys", []) for f in key["fields"]}
        assert linked >= ({"source_id", "region_code"} & columns) - set(
            resource["schema"]["primaryKey"] if name in ("regions", "sources") else []
        ), name


def test_package_is_under_cc_by_and_names_no_person():
    assert PACKAGE["licenses"][0]["name"] == "CC-BY-4.0"
    assert [c["title"] for c in PACKAGE["contributors"]] == ["Integritas Daerah"]
    assert "CC BY 4.0" in (DATA / "LICENSE.md").read_text(encoding="utf-8")


def test_scores_keep_the_decimals_that_the_source_printed():
    header, *rows = read(DATA / "spi_results.csv")
    scores = [row[header.index("score")] for row in rows]
    assert any(score.endswith(".00") for score in scores)
    assert any("." not in score for score in scores)


BROKEN_CELLS = [
    ("spi_results", 3, "score", "tujuh", "type"),
    ("spi_results", 5, "score", "72,4", "type"),
    ("spi_results", 6, "score", "NaN", "type"),
    ("spi_results", 7, "score", "100.01", "maximum"),
    ("spi_results", 2, "score", "-1", "minimum"),
    ("spi_results", 4, "score", "", "required"),
    ("spi_results", 2, "scope", "provinsi", "enum"),
    ("spi_results", 2, "year", "24", "type"),
    ("spi_results", 2, "region_code", "99", "foreign-key"),
    ("spi_results", 3, "region_code", "63.7", "pattern"),
    ("spi_results", 2, "source_id", "tidak-ada-000000", "foreign-key"),
    ("spi_results", 2, "reliability", "official ", "whitespace"),
    ("regions", 3, "province_code", "99", "foreign-key"),
    ("population", 2, "population", "1_000", "type"),
    ("population", 3, "population", "1.5", "type"),
    ("population", 2, "as_of", "2024-1-5", "type"),
    ("population", 3, "as_of", "2024-02-30", "type"),
    ("ott_incidents", 2, "ott_date", "16/10/2024", "type"),
    ("ott_incidents", 2, "summary_id", "dua\nbaris", "unprintable"),
    ("ott_incidents", 3, "summary_id", "rusak \ufffd", "unprintable"),
    ("ott_incidents", 2, "cash_seized_idr", "Rp20 juta", "type"),
    ("sources", 2, "url", "kpk.go.id", "pattern"),
    ("sources", 2, "published_on", "2024-13", "type"),
    ("coverage", 2, "completeness", "lengkap", "enum"),
]


@pytest.fixture(scope="module")
def errors_of_cells(few_facts, tmp_path_factory) -> list[FactError]:
    """The errors of all broken cells in one folder."""
    folder = Path(shutil.copytree(few_facts, tmp_path_factory.mktemp("cells") / "data"))
    for table, row, column, value, _rule in BROKEN_CELLS:
        lines = read(folder / f"{table}.csv")
        lines[row - 1][lines[0].index(column)] = value
        write(folder / f"{table}.csv", lines)
    return list(errors_of(folder))


def test_broken_cells_are_told_each_once_and_nothing_else(errors_of_cells):
    told = [(e.table, e.row, e.column, e.value, e.rule) for e in errors_of_cells]
    assert sorted(told) == sorted(BROKEN_CELLS)


@pytest.mark.parametrize("broken", BROKEN_CELLS, ids=lambda b: f"{b[0]}-{b[2]}-{b[4]}")
def test_a_broken_cell_is_told_with_table_row_column_value_and_rule(errors_of_cells, broken):
    table, row, column, _value, rule = broken
    [error] = [e for e in errors_of_cells if (e.table, e.row, e.column, e.value) == broken[:4]]
    assert error.rule == rule
    for lang in LANGUAGES:
        sentence = error.sentence(words(lang))
        assert f"{table}.csv" in sentence
        assert str(row) in sentence
        assert column in sentence
        assert error.shown in sentence
        assert "\n" not in sentence
        assert "{" not in sentence


@pytest.mark.parametrize(
    ("table", "column", "rule", "key"),
    [
        ("regions", "region_name", "unique", None),
        ("ott_incidents", "incident_id", "primary-key", "incident_id"),
        ("spi_results", None, "primary-key", "region_code, scope, year, source_id"),
    ],
)
def test_a_repeated_key_names_both_rows(data, table, column, rule, key):
    lines = read(data / f"{table}.csv")
    if column:
        lines[5][lines[0].index(column)] = lines[2][lines[0].index(column)]
    else:
        lines.append(lines[2])
    write(data / f"{table}.csv", lines)
    (error,) = [error for error in errors_of(data) if error.table == table]
    assert (error.row, error.rule, error.detail) == (6 if column else len(lines), rule, "3")
    assert error.column == (key or column)


def test_an_enum_tells_what_may_be_written(data):
    lines = read(data / "coverage.csv")
    lines[1][lines[0].index("absence_means")] = "nol"
    write(data / "coverage.csv", lines)
    (error,) = errors_of(data)
    assert "unknown, zero" in error.sentence(words("en")) or "zero, unknown" in error.detail


HEADER = b"region_code,as_of,population,source_id\n"


ROW = b"11,2024-12-31,5623479,github-com-90fc77\n"


BROKEN_FILES = {
    "bytes that are not UTF-8": (HEADER + ROW + b"12,2024-12-31,\xff,x\n", "encoding", 3, None),
    "no byte at all": (b"", "empty-file", None, None),
    "only line ends": (b"\n\n", "empty-file", None, None),
    "a column less": (
        b"region_code,as_of,population\n11,2024-12-31,1\n",
        "missing-column",
        1,
        "source_id",
    ),
    "a column more": (HEADER[:-1] + b",catatan\n", "extra-column", 1, "catatan"),
    "a column twice": (
        b"region_code,as_of,as_of,source_id\n",
        "duplicate-column",
        1,
        "as_of",
    ),
    "columns in another order": (
        b"as_of,region_code,population,source_id\n",
        "column-order",
        1,
        "region_code",
    ),
    "a header in capitals": (HEADER.upper(), "extra-column", 1, "REGION_CODE"),
    "semicolons": (HEADER.replace(b",", b";"), "delimiter", 1, None),
    "a cell less": (HEADER + b"11,2024-12-31,1\n", "missing-cell", 2, "source_id"),
    "a cell more": (HEADER + ROW[:-1] + b",x\n", "extra-cell", 2, None),
    "a blank row": (HEADER + b"\n" + ROW, "blank-row", 2, None),
    "a row of commas": (HEADER + b",,,\n" + ROW, "blank-row", 2, None),
    "an open quotation mark": (HEADER + b'"11,2024-12-31,1,x\n' + ROW, "csv", 2, None),
    "text after a quotation mark": (HEADER + b'"11"x,2024-12-31,1,x\n', "csv", 2, None),
    "a mark in an unquoted cell": (HEADER + b'1"1,2024-12-31,1,x\n', "csv", 2, "region_code"),
    "a header that is not UTF-8": (b"\x80" + HEADER, "encoding", 1, None),
    "a null byte": (HEADER + b"11,2024-12-31,1\x00,x\n", "unprintable", 2, "population"),
}


@pytest.fixture(scope="module")
def errors_of_files(few_facts, tmp_path_factory) -> dict[str, list[FactError]]:
    """The errors of each broken file, in its own copy of the table of the population."""
    folder = Path(shutil.copytree(few_facts, tmp_path_factory.mktemp("files") / "data"))
    names = {kind: f"population_{n}" for n, kind in enumerate(BROKEN_FILES)}
    copies = [
        {**ANY_ROWS["population"], "name": name, "path": f"{name}.csv"} for name in names.values()
    ]
    linked = [ANY_ROWS["regions"], ANY_ROWS["sources"]]
    describe(folder, lambda package: package.update(resources=[*linked, *copies]))
    for kind, name in names.items():
        (folder / f"{name}.csv").write_bytes(BROKEN_FILES[kind][0])
    found = errors_of(folder)
    assert {error.table for error in found} == set(names.values()), "each one, and no other"
    return {kind: [e for e in found if e.table == name] for kind, name in names.items()}


@pytest.mark.parametrize("kind", BROKEN_FILES)
def test_a_broken_file_is_told_with_its_place(errors_of_files, kind):
    _content, rule, row, column = BROKEN_FILES[kind]
    first = errors_of_files[kind][0]
    assert (first.rule, first.row, first.column) == (rule, row, column)
    for lang in LANGUAGES:
        sentence = first.sentence(words(lang))
        assert f"{first.table}.csv" in sentence
        assert "{" not in sentence


def test_what_excel_writes_as_csv_utf8_is_accepted(data):
    path = data / "population.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    facts.validate(data)


def test_a_broken_table_does_not_hide_the_others_nor_blame_them(data):
    (data / "sources.csv").write_bytes(b"\xff")
    lines = read(data / "coverage.csv")
    lines[1][3] = "lengkap"
    write(data / "coverage.csv", lines)
    assert [(e.table, e.rule) for e in errors_of(data)] == [
        ("sources", "encoding"),
        ("coverage", "enum"),
    ]


def test_more_than_a_thousand_errors_are_all_counted(data):
    lines = [read(data / "population.csv")[0]]
    lines += [["11", "2024-12-31", str(-n), "github-com-90fc77"] for n in range(1, 1202)]
    write(data / "population.csv", lines)
    found = errors_of(data)
    assert len([error for error in found if error.rule == "minimum"]) == 1201


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_message_counts_all_errors_and_lists_the_first(data, lang):
    lines = read(data / "population.csv")
    for line in lines[1:]:
        line[2] = "banyak"
    write(data / "population.csv", lines)
    with pytest.raises(BrokenFacts) as caught:
        facts.validate(data)
    first, *rest = caught.value.message(words(lang), limit=4).splitlines()
    assert str(data) in first
    assert "6" in first
    assert len(rest) == 5
    assert all("population.csv" in line and "banyak" in line for line in rest[:4])
    assert "2" in rest[4]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", [*SENTENCES, "something-new"])
def test_every_rule_has_a_sentence_without_a_gap(rule, lang):
    name, _, detail = rule.partition(":")
    error = FactError("t", 7, "c", "a{b}c", name, detail or "d", "t.csv")
    sentence = error.sentence(words(lang))
    assert sentence.endswith(".")
    assert "{" not in sentence.replace("a{b}c", "")


@pytest.fixture(scope="module")
def two_tables(few_facts, tmp_path_factory) -> Path:
    folder = Path(shutil.copytree(few_facts, tmp_path_factory.mktemp("small") / "data"))
    kept = ("sources", "ott_yearly")
    describe(folder, lambda p: p.update(resources=[ANY_ROWS[name] for name in kept]))
    return folder


cells = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "2024", "0", "5", "official", "rmol-id-995efb", '"', " ", "NaN", "-1"]),
)


tables_of_text = st.lists(st.lists(cells, max_size=5), max_size=5)


@tried(30, suppress_health_check=list(HealthCheck))
@given(
    content=st.one_of(
        st.binary(max_size=120),
        st.binary(max_size=80).map(lambda b: b"year,ott_count,reliability,source_id\n" + b),
        tables_of_text,
    ),
)
def test_any_content_is_either_accepted_or_told_in_words(two_tables, content):
    if isinstance(content, list):
        text = io.StringIO()
        rows = [["year", "ott_count", "reliability", "source_id"], *content]
        csv.writer(text, lineterminator="\n").writerows(rows)
        content = text.getvalue().encode("utf-8", "surrogatepass")
    (two_tables / "ott_yearly.csv").write_bytes(content)
    try:
        facts.validate(two_tables)
    except BrokenFacts as broken:
        for lang in LANGUAGES:
            assert broken.message(words(lang))
        assert all(e.table == "ott_yearly" for e in broken.errors)
