"""A broken description and tables in Parquet are said in sentences."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from typing import Any

import duckdb
import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import BrokenFacts
from tests.facts.folders import describe, errors_of, read, to_parquet, write


def no_version(package: dict[str, Any]) -> None:
    del package["version"]


def no_resources(package: dict[str, Any]) -> None:
    package["resources"] = []


def bad_name(package: dict[str, Any]) -> None:
    package["resources"][3]["name"] = "../spi"


def bad_path(package: dict[str, Any]) -> None:
    package["resources"][3]["path"] = "../spi_results.csv"


def absolute_path(package: dict[str, Any]) -> None:
    package["resources"][3]["path"] = "/etc/passwd"


def url_path(package: dict[str, Any]) -> None:
    package["resources"][3]["path"] = "https://example.org/spi_results.csv"


def path_of(path: object) -> Any:
    return lambda package: package["resources"][3].update(path=path)


def twice(package: dict[str, Any]) -> None:
    package["resources"].append(package["resources"][3])


def no_fields(package: dict[str, Any]) -> None:
    package["resources"][3]["schema"] = {"fields": 5}


def unknown_type(package: dict[str, Any]) -> None:
    package["resources"][3]["schema"]["fields"][3]["type"] = "angka"


def bad_pattern(package: dict[str, Any]) -> None:
    package["resources"][3]["schema"]["fields"][0]["constraints"]["pattern"] = "("


def bad_limit(package: dict[str, Any]) -> None:
    package["resources"][3]["schema"]["fields"][3]["constraints"]["minimum"] = "nol"


def bad_key(package: dict[str, Any]) -> None:
    package["resources"][3]["schema"]["primaryKey"] = ["kode"]


def bad_link(package: dict[str, Any]) -> None:
    package["resources"][3]["schema"]["foreignKeys"][0]["reference"]["resource"] = "wilayah"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (no_version, "missing-version"),
        (no_resources, "description"),
        (bad_name, "name"),
        (bad_path, "path"),
        (absolute_path, "path"),
        (url_path, "path"),
        (path_of("spi_results.CSV"), "path"),
        (path_of("./spi_results.csv"), "path"),
        (path_of("a/spi_results.csv"), "path"),
        (path_of("spi_results.xlsx"), "path"),
        (path_of("spi_results\u200b.csv"), "path"),
        (path_of([]), "path"),
        (path_of(None), "path"),
        (twice, "description"),
        (no_fields, "description"),
        (unknown_type, "description"),
        (bad_pattern, "description"),
        (bad_limit, "description"),
        (bad_key, "description"),
        (bad_link, "description"),
    ],
)
def test_a_broken_description_is_told(data, change, rule):
    describe(data, change)
    error = errors_of(data)[0]
    assert (error.rule, error.file) == (rule, "datapackage.json")
    assert "datapackage.json" in error.sentence(words("en"))


def change(**changed: Any) -> Any:
    """Change the column `score` of spi_results in the description."""
    return lambda package: package["resources"][3]["schema"]["fields"][3].update(changed)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (change(constraints={"minLength": 3}), "minLength"),
        (change(constraints={"exclusiveMinimum": 3}), "exclusiveMinimum"),
        (change(constraints={"pattern": "[0-9]+"}), "pattern"),
        (change(type="string", constraints={"minimum": 3}), "minimum"),
        (change(constraints={"required": "yes"}), "required"),
        (change(constraints={"enum": []}), "enum"),
        (change(constraints={"maximum": None}), "maximum"),
        (change(constraints=["required"]), "constraints"),
        (change(type="boolean"), "boolean"),
        (change(partial_date=True), "partial_date"),
        (change(may_be_planned=True), "may_be_planned"),
        (change(type="year", may_be_planned="yes"), "may_be_planned"),
        (change(synonyms="skor"), "synonyms"),
        (change(synonyms=["skor", 1]), "synonyms"),
        (change(name="Score"), "Score"),
        (change(name="rowid"), "rowid"),
        (change(name="skor\u200b"), "skor"),
        (change(title=None), "title"),
        (change(unit=5), "unit"),
        (lambda package: package["resources"][3].update(minimum_rows=-1), "minimum_rows"),
        (lambda package: package["resources"][3].update(minimum_rows="5"), "minimum_rows"),
        (lambda package: package["resources"][3].update(minimum_rows=True), "minimum_rows"),
        (lambda package: package["resources"][3].update(encoding="latin-1"), "encoding"),
        (lambda package: package["resources"][3].update(title_en=[]), "title_en"),
        (change(type="string", format="email"), "email"),
        (change(missingValues=["-"]), "missingValues"),
        (change(decimalChar=","), "decimalChar"),
        (lambda package: package["resources"][3]["schema"].update(uniqueKeys=[]), "uniqueKeys"),
        (lambda package: package["resources"][3].update(dialect={"delimiter": ";"}), "dialect"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_that_would_not_be_checked_is_refused(data, change, named):
    describe(data, change)
    (error,) = errors_of(data)
    assert (error.table, error.rule, error.file) == (
        "spi_results",
        "description",
        "datapackage.json",
    )
    assert named in error.sentence(words("en"))
    assert error.sentence(words("id")) != error.sentence(words("en"))


def test_a_key_of_several_columns_may_be_empty_but_not_half_right(tmp_path):
    fields = [{"name": name, "type": "string"} for name in ("a", "b", "c")]
    link = {"fields": ["a", "b"], "reference": {"resource": "known", "fields": ["b", "a"]}}
    package = {
        "version": "1",
        "created": "2026-11-21",
        "resources": [
            {"name": name, "path": f"{name}.csv", "schema": {"fields": fields, **keys}}
            for name, keys in {"known": {}, "small": {"foreignKeys": [link]}}.items()
        ],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    write(tmp_path / "known.csv", [["a", "b", "c"], ["1", "2", "x"], ["", "3", "x"]])
    keys = [["2", "1"], ["1", "2"], ["", ""], ["3", ""], ["2", ""]]
    write(tmp_path / "small.csv", [["a", "b", "c"], *([*key, "x"] for key in keys)])
    assert [(e.row, e.column, e.value, e.rule, e.detail) for e in errors_of(tmp_path)] == [
        (3, "a, b", "1, 2", "foreign-key", "known.csv"),
        (6, "a, b", "2, ", "foreign-key", "known.csv"),
    ]


@pytest.mark.parametrize(
    ("content", "rule", "row"),
    [
        (b'{\n"name": \n}', "invalid-json", 3),
        (b"\xff", "encoding", 1),
        (b"", "empty-file", None),
        (b"[]", "description", None),
        (b"null", "description", None),
        (b"[" * 100_000, "invalid-json", None),
        (b'{"version": "1",}', "invalid-json", 1),
        (b"{'version': '1'}", "invalid-json", 1),
        (b"version: 1", "invalid-json", 1),
        (b'{"version": NaN}', "invalid-json", None),
        (b'{"version": "1", "version": "2"}', "invalid-json", None),
        (b'{"title": "\\ud800"}', "invalid-json", None),
        (b'{"rows": ' + b"9" * 5000 + b"}", "invalid-json", None),
        (b"{}{}", "invalid-json", 1),
        (b"\0" * 50, "invalid-json", 1),
        ('{"title": "é"}'.encode("cp1252"), "encoding", 1),
        ("{}".encode("utf-16"), "encoding", 1),
    ],
)
def test_an_unreadable_description_is_told(data, content, rule, row):
    (data / "datapackage.json").write_bytes(content)
    (error,) = errors_of(data)
    assert (error.rule, error.row) == (rule, row)
    with pytest.raises(BrokenFacts):
        facts.read_description(data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("created", value)
            for value in ("2026-02-30", "21-11-2026", "2026", "besok", "", None, 5)
        ),
        *(
            ("created", value)
            for value in ("0000-01-01", "2026-W47", "2026-11-21T25:00:00Z", ["x"])
        ),
        *(
            ("version", value)
            for value in ("", "a/b", "..", "1\n2", "1.0\u202e", "9" * 50, 1, None)
        ),
    ],
)
def test_a_day_or_version_that_is_none_is_told(data, name, value):
    describe(data, lambda package: package.update({name: value}))
    (error,) = errors_of(data)
    assert (error.rule, error.file) == (name, "datapackage.json")
    said = {error.sentence(words(lang)) for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all(text.isprintable() and error.shown in text for text in said)


@pytest.mark.parametrize("name", ["created", "version"])
def test_a_missing_day_or_version_is_told(data, name):
    describe(data, lambda package: package.pop(name))
    (error,) = errors_of(data)
    assert error.rule == f"missing-{name}"
    assert all(f'"{name}"' in error.sentence(words(lang)) for lang in LANGUAGES)


@pytest.mark.parametrize("created", ["2026-11-21", "2026-11-21T10:00", "2026-11-21T00:00:00+07:00"])
def test_a_day_may_carry_its_time_and_the_file_a_byte_order_mark(data, created):
    describe(data, lambda package: package.update(created=created))
    path = data / "datapackage.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert facts.read_description(data).created == dt.date(2026, 11, 21)
    facts.validate(data)


def test_a_missing_description_is_told(tmp_path):
    (error,) = errors_of(tmp_path / "nothing")
    assert error.rule == "missing-description"


def test_a_missing_table_is_told(data):
    (data / "regions.csv").unlink()
    (data / "coverage.csv").unlink()
    assert [(e.table, e.rule) for e in errors_of(data)] == [
        ("regions", "missing-file"),
        ("coverage", "missing-file"),
    ]


@pytest.mark.parametrize("parts", [0, 2])
def test_a_table_may_be_parquet(data, parts):
    for name in ("regions", "spi_results"):
        to_parquet(data, name, parts)
    facts.validate(data)
    table = next(t for t in facts.read_description(data).tables if t.name == "spi_results")
    assert table.format == "parquet"
    assert len(table.files) == max(parts, 1)


def test_typed_parquet_is_read_like_the_text_of_a_csv(data):
    target = data / "population.parquet"
    duckdb.read_csv(str(data / "population.csv"), dtype={"region_code": "VARCHAR"}).write_parquet(
        str(target)
    )
    (data / "population.csv").unlink()
    assert [str(t) for t in duckdb.read_parquet(str(target)).types][1:3] == ["DATE", "BIGINT"]
    facts.validate(data)


@pytest.mark.parametrize(
    "place", [(0, "spi_results.parquet", 5), (2, "spi_results/part-1.parquet", 2)]
)
def test_parquet_keeps_the_same_rules_and_its_file_is_named(data, place):
    broken = {
        "region_code": ("99", "foreign-key"),
        "scope": ("provinsi", "enum"),
        "score": ("tujuh", "type"),
        "source_id": ("", "required"),
    }
    parts, file, row = place
    lines = read(data / "spi_results.csv")
    for column, (value, _rule) in broken.items():
        lines[5][lines[0].index(column)] = value
    write(data / "spi_results.csv", lines)
    to_parquet(data, "spi_results", parts)
    found = errors_of(data)
    assert {e.column: (e.value, e.rule) for e in found} == broken
    assert len(found) == len(broken)
    for error in found:
        assert (error.table, error.file, error.row) == ("spi_results", file, row)
        assert file in error.sentence(words("en"))


def test_a_key_repeated_in_another_part_names_that_part(data):
    to_parquet(data, "spi_results", parts=2)
    shutil.copy(data / "spi_results/part-0.parquet", data / "spi_results/part-2.parquet")
    found = errors_of(data)
    assert {e.rule for e in found} == {"primary-key"}
    assert (found[0].file, found[0].detail) == (
        "spi_results/part-2.parquet",
        "1 (spi_results/part-0.parquet)",
    )


def test_parquet_with_other_columns_or_other_bytes_is_told(data):
    (data / "ott_yearly.csv").unlink()
    target = str(data / "ott_yearly.parquet")
    duckdb.execute(f"copy (select 2024 as year, 5 as ott_count, 'x' as lain) to '{target}'")
    (data / "coverage.csv").unlink()
    (data / "coverage.parquet").write_bytes(b"PAR1 not really PAR1")
    found = [(e.table, e.rule, e.column) for e in errors_of(data)]
    assert found == [
        ("ott_yearly", "extra-column", "lain"),
        ("ott_yearly", "missing-column", "reliability"),
        ("ott_yearly", "missing-column", "source_id"),
        ("coverage", "parquet", None),
    ]


def test_two_forms_of_one_table_are_refused(data):
    shutil.copy(data / "regions.csv", data / "keep.csv")
    to_parquet(data, "regions")
    (data / "keep.csv").rename(data / "regions.csv")
    (error,) = errors_of(data)
    assert error.rule == "ambiguous-file"
    assert error.value == "regions.csv, regions.parquet"
