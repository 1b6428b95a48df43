"""Reading: what is checked is what is loaded, however a CSV file ends its lines."""

from __future__ import annotations

import csv
import io
import itertools
import json
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import BrokenFacts, FactError, reading
from tests.examples import tried

DATA = Path(__file__).parents[2] / "data"
NAMES = [table.name for table in facts.read_description(DATA).tables]
LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r", "mixed": ("\r\n", "\n", "\r", "\n", "\r\n")}
ROWS = [
    ("#1", "a, “b”", None),
    ("2", 'says "x", twice ""', "#"),
    ("# 3", "null", "NULL"),
    ("4", None, "\\N"),
]
LINES = ['code,"name",note', '#1,"a, “b”",', '2,"says ""x"", twice """"",#', "# 3,null,NULL"]
LINES.append("4,,\\N")


def describe(folder: Path, table: str = "small") -> Path:
    """A folder that describes one table of three text columns."""
    fields = [{"name": name, "type": "string"} for name in ("code", "name", "note")]
    resource = {"name": table, "path": f"{table}.csv", "schema": {"fields": fields}}
    package = {"version": "1", "created": "2026-11-21", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def raw(folder: Path, *names: str) -> dict[str, list[tuple[str | None, ...]]]:
    """The raw tables that a build makes, in the order of their rows."""
    with duckdb.connect() as connection:
        loaded, errors = facts.load(connection, facts.read_description(folder).tables, folder)
        assert not errors
        assert set(loaded) >= set(names)
        return {name: connection.table(f"raw_{name}").fetchall() for name in names}


@pytest.mark.parametrize("ends", LINE_ENDS.values(), ids=LINE_ENDS.keys())
def test_line_ends_marks_and_signs_are_read_as_written(tmp_path, subtests, ends):
    describe(tmp_path)
    cycle = itertools.cycle([ends] if isinstance(ends, str) else ends)
    lines = "".join(line + end for line, end in zip(LINES, cycle, strict=False))
    for start, text in itertools.product(("", "\ufeff"), (lines, lines.rstrip("\r\n"))):
        with subtests.test(bom=bool(start), last_line_ends=text == lines):
            (tmp_path / "small.csv").write_text(start + text, encoding="utf-8", newline="")
            facts.validate(tmp_path)
            assert raw(tmp_path, "small")["small"] == ROWS


@pytest.fixture(scope="module")
def shipped() -> dict[str, list[tuple[str | None, ...]]]:
    return raw(DATA, *NAMES)


@pytest.mark.parametrize("ends", ["\r\n", "\r", ("\r\n", "\n", "\r")], ids=["CRLF", "CR", "mixed"])
def test_shipped_facts_with_other_line_ends_give_the_same_tables(tmp_path, shipped, ends):
    (tmp_path / "datapackage.json").write_bytes((DATA / "datapackage.json").read_bytes())
    for name in NAMES:
        lines = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        cycle = itertools.cycle([ends] if isinstance(ends, str) else ends)
        text = "".join(line + end for line, end in zip(lines, cycle, strict=False))
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    assert {name for name, rows in shipped.items() if not rows} == {"spi_responses"}
    assert raw(tmp_path, *NAMES) == shipped


def test_many_quoted_cells_take_time_in_proportion(tmp_path):
    describe(tmp_path)
    rows = "".join(f'{n},"says ""{n}"" twice",x\n' for n in range(40_000))
    (tmp_path / "small.csv").write_text("code,name,note\n" + rows, encoding="utf-8")
    started = time.process_time()
    facts.validate(tmp_path)
    assert time.process_time() - started < 5, "searching the file for each cell took 12 seconds"


def test_lost_rows_stop_the_build_in_words(tmp_path, monkeypatch):
    describe(tmp_path)
    (tmp_path / "small.csv").write_text("code,name,note\n1,a,\n2,b,\n", encoding="utf-8")
    monkeypatch.setattr(reading, "_survey", lambda path: (4, True))
    with pytest.raises(BrokenFacts) as caught:
        facts.validate(tmp_path)
    (error,) = caught.value.errors
    assert error == FactError("small", None, None, "2", "row-count", "3", "small.csv")
    said = {error.sentence(words(lang)) for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all("small.csv" in text and "{" not in text for text in said)


pieces = st.sampled_from(["a", "", '"b"', '"c,""d"', "e f", "#g", '"h\ni"', "é", '"\n"'])


@given(
    rows=st.lists(st.tuples(pieces, pieces, pieces), max_size=16),
    ends=st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=17, max_size=17),
    size=st.integers(64, 90),
    last=st.booleans(),
)
@tried(40, suppress_health_check=list(HealthCheck))
def test_any_table_is_read_as_python_reads_it(tmp_path, monkeypatch, *, rows, ends, size, last):
    monkeypatch.setattr(reading, "_BYTES_AT_ONCE", size)  # lines and marks lie across blocks
    describe(tmp_path)
    lines = [",".join(row) for row in [("code", "name", "note"), *rows]]
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    text = text if last else text[: len(text) - len(ends[len(rows)])]
    (tmp_path / "small.csv").write_text(text, encoding="utf-8", newline="")
    header, *expected = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(header) == 3
    with duckdb.connect() as connection:
        _, errors = facts.load(connection, facts.read_description(tmp_path).tables, tmp_path)
        blank = [n for n, row in enumerate(expected, start=2) if not any(row)]
        rules = {(e.rule, e.row) for e in errors}
        if blank:
            assert rules == {("blank-row", row) for row in blank}
        else:
            assert not errors
            found = connection.table("raw_small").fetchall()
            assert [[cell or "" for cell in row] for row in found] == expected
