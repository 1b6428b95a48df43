"""CSV files of the facts: rows change, and every other byte stays."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.csv_table import CsvTable
from tests.fixtures import DATA

SMALL = b"code,year,text\n11,2021,one\n11,2023,two\n12,2021,three\n"
KEY = ("code", "year")

cells = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=6)
rows = st.dictionaries(
    st.tuples(st.integers(0, 20).map(str), st.integers(0, 20).map(str)), cells, max_size=8
)


def written(content: dict[tuple[str, str], str], end: str = "\n") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(("code", "year", "text"))
    writer.writerows((*key, value) for key, value in content.items())
    return text.getvalue().encode()


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_each_shipped_file_is_read_and_written_byte_for_byte(path) -> None:
    content = path.read_bytes()
    table = CsvTable(content)
    assert table.edited() == content
    with path.open(encoding="utf-8", newline="") as file:
        assert list(table.rows.values()) == list(csv.DictReader(file))


def test_a_new_row_goes_behind_the_one_it_comes_after() -> None:
    table = CsvTable(SMALL, KEY)
    new = [{"code": "11", "year": "2022", "text": "x"}, {"code": "9", "year": "2022"}]
    assert table.edited(new).decode().splitlines()[1:] == [
        *("9,2022,", "11,2021,one", "11,2022,x", "11,2023,two", "12,2021,three")
    ]


def test_in_a_file_of_another_order_a_row_before_all_goes_to_the_end() -> None:
    table = CsvTable(b"code,year,text\n12,2021,a\n11,2021,b\n", KEY)
    lines = table.edited([{"code": "10", "year": "1"}, {"code": "11", "year": "2024"}])
    assert [line[:7] for line in lines.decode().splitlines()[1:]] == [
        *("12,2021", "11,2021", "10,1,", "11,2024")
    ]


def test_only_the_cell_that_changed_is_written_anew() -> None:
    content = b'\xef\xbb\xbfcode,year,text,more\r\n"11",2021,"a ""b""",\r\n12,2021,"two\nlines",x'
    table = CsvTable(content, KEY)
    assert table.edited() == content
    changed = table.edited([{"code": "11", "year": "2021", "more": 'a,"b'}])
    assert changed == content.replace(b'"a ""b""",\r', b'"a ""b""","a,""b"\r')
    added = table.edited([{"code": "13", "year": "2021"}])
    assert added == content + b"\r\n13,2021,,\r\n"
    assert table.edited(removed=[("12", "2021")]) == content[: content.index(b"12,")]


def test_rows_that_the_key_does_not_tell_apart_are_told_by_all_cells() -> None:
    table = CsvTable(b"code,year,text\n1,1,a\n1,1,b\n1,1,b\n", KEY)
    assert (table.key, len(table.rows)) == ((), 3)
    assert table.edited(removed=[("1", "1", "a")]) == b"code,year,text\n1,1,b\n1,1,b\n"


@given(old=rows, new=rows, end=st.sampled_from(["\n", "\r\n"]), has_mark=st.booleans())
def test_what_is_put_and_removed_is_there_and_nothing_else(old, new, end, has_mark) -> None:
    content = (b"\xef\xbb\xbf" if has_mark else b"") + written(old, end)
    table = CsvTable(content, KEY)
    removed = [key for key in old if key not in new]
    put = [{"code": key[0], "year": key[1], "text": text} for key, text in new.items()]
    edited = table.edited(put, removed)
    assert {(code, year): text for code, year, text in read(edited)} == new
    assert len(read(edited)) == len(new)
    kept = [key for key in old if key in new]
    assert [key for key in CsvTable(edited, KEY).keys if key in old] == kept
    assert edited.startswith(b"\xef\xbb\xbf") == has_mark


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_they_stay(content: bytes) -> None:
    assert CsvTable(content).edited() == content
    assert CsvTable(content, ("a", "b")).edited() == content


def test_other_columns_keep_the_cells_of_those_that_stay() -> None:
    table = CsvTable(SMALL, KEY).with_columns(("code", "note", "year"))
    assert table.edited() == b"code,note,year\n11,,2021\n11,,2023\n12,,2021\n"
