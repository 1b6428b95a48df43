"""No column of the shipped tables takes what cannot be: in all of them at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.core.i18n import LANGUAGES, words
from tests.facts.folders import DATA, RESOURCES, describe, errors_of, read, write
from tests.fixtures import Answers

Column = dict[str, Any]
Rows = list[list[str]]
# A row of a table that is shipped without any.
EMPTY = {
    "spi_responses": ["63", "pemprov", "2024", "1", "internal", "70", "1", "kpk-spi-2024"],
}


def rewritten(folder: Path, rows: Callable[[str, Rows], Rows]) -> Path:
    """The shipped facts with other rows, made of the name of a table and its own rows."""
    data = Path(shutil.copytree(DATA, folder / "data"))
    for name in RESOURCES:
        header, *own = read(data / f"{name}.csv")
        write(data / f"{name}.csv", [header, *rows(name, own or [EMPTY[name]])])
    return data


def fields(table: str) -> list[Column]:
    return list(RESOURCES[table]["schema"]["fields"])


def is_day(field: Column) -> bool:
    return field["type"] in ("date", "year") or "partial_date" in field


def is_number(field: Column) -> bool:
    return field["type"] in ("integer", "number")


def is_free_text(field: Column) -> bool:
    rules = field.get("constraints", {})
    return field["type"] == "string" and "enum" not in rules and "pattern" not in rules


def day(year: int) -> Callable[[Column], str]:
    return lambda field: f"{year}-01-01" if field["type"] == "date" else str(year)


def between(sign: str) -> Callable[[Column], str]:
    return lambda _field: f"Kota{sign}Baru"


HIDDEN = {
    "zero width space": "\u200b",
    "zero width joiner": "\u200d",
    "soft hyphen": "\u00ad",
    "space that does not break": "\u00a0",
    "thin space": "\u2009",
    "ideographic space": "\u3000",
    "right to left": "\u202e",
    "isolate": "\u2066",
    "Arabic letter mark": "\u061c",
    "byte order mark": "\ufeff",
    "word joiner": "\u2060",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "tag": "\U000e0041",
    "variation selector": "\ufe0f",
    "Hangul filler": "\u3164",
    "Braille blank": "\u2800",
    "private use": "\ue000",
    "no character": "\uffff",
    "grapheme joiner": "\u034f",
}
UNPRINTABLE = {
    "bell": "\x07",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "zero": "\0",
    "replacement": "\ufffd",
}
Case = tuple[Callable[[Column], bool], Callable[[Column], str], set[str]]
CASES: dict[str, Case] = {
    "2099": (is_day, day(2099), {"future"}),
    "9999": (is_day, day(9999), {"maximum", "future", "pattern"}),
    "year 0": (is_day, day(0), {"type"}),
    "more than 64 bits": (is_number, lambda _: "9" * 20, {"maximum"}),
    "more than any number": (is_number, lambda _: "9" * 400, {"maximum"}),
    "less than 64 bits": (is_number, lambda _: "-" + "9" * 20, {"minimum"}),
    "infinity": (is_number, lambda _: "-Infinity", {"type"}),
    "an exponent": (is_number, lambda _: "1e3", {"type"}),
    "hexadecimal": (is_number, lambda _: "0x1F", {"type"}),
    "an underscore": (is_number, lambda _: "1_000", {"type"}),
    "digits of another script": (is_number, lambda _: "１２", {"type"}),
    **{
        name: (is_free_text, between(sign), {rule})
        for rule, signs in {"hidden": HIDDEN, "unprintable": UNPRINTABLE}.items()
        for name, sign in signs.items()
    },
}


def test_no_column_takes_what_cannot_be(tmp_path, subtests):
    """Each case stands in a row of its own, in every column that it is meant for."""

    def rows(table: str, own: Rows) -> Rows:
        made = [list(own[k % len(own)]) for k in range(len(CASES))]
        for row, (is_meant, value, _) in zip(made, CASES.values(), strict=True):
            for n, field in enumerate(fields(table)):
                row[n] = value(field) if is_meant(field) else row[n]
        return made

    data = rewritten(tmp_path, rows)
    describe(data, lambda package: [one.update(minimum_rows=0) for one in package["resources"]])
    found = {(e.table, e.row, e.column): e for e in errors_of(data)}
    for row, (name, (is_meant, value, rules)) in enumerate(CASES.items(), start=2):
        with subtests.test(name):
            for table in RESOURCES:
                for field in filter(is_meant, fields(table)):
                    error = found[table, row, field["name"]]
                    assert (error.value, error.rule in rules) == (value(field), True), error
                    assert error.sentence(words("id")).isprintable()


def test_the_answers_hold_every_number_that_the_description_allows(tmp_path, subtests):
    """What passes the description never stops at a type of sql/stg."""
    most = {"integer": 2**31 - 1, "number": 10**15 - 1}

    def rows(table: str, own: Rows) -> Rows:
        for n, field in enumerate(fields(table)):
            if is_number(field):
                limit = field.get("constraints", {}).get("maximum", most[field["type"]])
                own[0][n] = str(limit)
        return own

    answers = Answers(rewritten(tmp_path, rows))
    for table in RESOURCES:
        with subtests.test(table):
            assert answers.sql(f"select * from stg_{table}")


def test_tables_that_lost_their_rows_are_told(tmp_path):
    found = errors_of(rewritten(tmp_path, lambda _table, _own: []))
    assert {(e.table, e.rule, e.value) for e in found} == {
        (table, "minimum-rows", "0") for table in RESOURCES if RESOURCES[table].get("minimum_rows")
    }
    for error in found:
        for lang in LANGUAGES:
            said = error.sentence(words(lang))
            assert f"{error.table}.csv" in said
            assert str(RESOURCES[error.table]["minimum_rows"]) in said
