"""What the documentation promises: its addresses answer, its lines for other programs run."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from dashboard.commands.briefing import briefing
from dashboard.core.selection import Selection
from dashboard.export import files, iframe, table_files, tray
from dashboard.figures import addresses, registry
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine, table_rows, tables
from tests import office
from tests.clients import make_client

DOCS = Path(__file__).resolve().parents[1] / "docs" / "addresses.md"
TEXT = DOCS.read_text(encoding="utf-8")
HOST = "http://localhost:8501"
ADDRESSES = sorted(set(re.findall(rf"{HOST}(/figures/[^\"\s)]+)", TEXT)))


PYTHON = [
    ast.unparse(line)
    for block in re.findall(r"```python\n(.+?)\n```", TEXT, re.DOTALL)
    for line in ast.parse(block).body
]
CODES = ("region_code", "province_code", "track_code", "counted_code", "split_from", "bps_code")


def are_rows(read: object) -> None:
    """Whether rows that somebody else's reader gave hold the codes as texts and the scores."""
    rows = read if isinstance(read, pl.DataFrame) else pl.from_pandas(read)
    scores = dict(rows.select("region_code", "score").iter_rows())
    assert len(scores) == 38
    assert float(scores["63"]) == 64.15


@pytest.mark.parametrize("line", PYTHON)
def test_a_line_of_python_runs(app_url: str, line: str) -> None:
    are_rows(eval(line.replace(HOST, app_url), {"pd": pd, "pl": pl}))


WITHOUT_OPTIONS = [
    line for line in re.findall(r"^\| \w+ \| `(.+)` \|$", TEXT, re.M) if "region_id" in line
]


def test_lines_without_options_keep_the_codes(app_url: str, tmp_path: Path) -> None:
    assert len(WITHOUT_OPTIONS) == 4
    with make_client() as client, duckdb.connect() as connection:
        (tmp_path / "spi-map.csv").write_bytes(client.get("/figures/spi-map.csv").content)
        for line in WITHOUT_OPTIONS:
            if line.startswith("select"):
                found = connection.sql(line.replace("'spi", f"'{tmp_path}/spi"))
                read = [code for (code,) in found.fetchall()]
            elif line.startswith("read.csv"):
                continue  # of R, which tests/soak/test_r.py runs
            else:
                read = list(eval(line.replace(HOST, app_url), {"pd": pd, "pl": pl}))
            assert len(read) == 38
            assert {"ID-11", "ID-63", "ID-96"} <= set(read), line


def test_lines_of_duckdb_run(tmp_path: Path) -> None:
    [block] = re.findall(r"```sql\n(.+?)\n```", TEXT, re.DOTALL)
    with make_client() as client, duckdb.connect() as connection:
        for line in block.split("\n"):
            name = re.findall(r"'(.+?)'", line)[0]
            (tmp_path / name).write_bytes(client.get(f"/figures/{name}?year=2024").content)
            rows = connection.sql(line.replace("'spi", f"'{tmp_path}/spi"))
            are_rows(rows.to_arrow_table().to_pandas())


def test_the_line_of_r_names_every_column_of_codes() -> None:
    """tests/soak/test_r.py runs it."""
    [line] = re.findall(r"```r\n(.+)\n```", TEXT)
    assert tuple(re.findall(r'(\w+) = "character"', line)) == CODES


def test_every_column_of_codes_is_named_wherever_a_reader_would_guess() -> None:
    guessing = [line for line in PYTHON if "read_csv" in line or "read_excel" in line]
    assert len(guessing) == 3
    assert all(f"'{code}'" in line for line in guessing for code in CODES)


def test_no_other_column_is_taken_for_numbers() -> None:
    """Every table, read without care: texts that become numbers are codes, or a day in short."""
    known = engine.current()
    taken = set()
    for name in tables.tables(known):
        given = table_files.of_table(known, table_rows.Question(name), "id")
        read = pd.read_csv(io.BytesIO(files.as_csv(given)))
        taken |= {
            column.name
            for column in given.rows.schema
            if pa.types.is_string(column.type) and read[column.name].notna().any()
            if pd.api.types.is_numeric_dtype(read[column.name])
        }
    assert taken - {"valid_to"} <= set(CODES)


def test_libreoffice_of_an_indonesian_office_keeps_codes_and_numbers(tmp_path: Path) -> None:
    with make_client() as client:
        book = client.get("/figures/spi-regencies.xlsx?region=63&year=2024&lang=id").content
    labels, names, *cells = office.as_csv(book, tmp_path, lang="id-ID")
    assert labels[names.index("region_code")] == "Kode wilayah"
    rows = [dict(zip(names, line, strict=True)) for line in cells]
    codes = [row["region_code"] for row in rows]
    assert {"63.01", "63.10"} <= set(codes)
    assert all("," in row["score"] for row in rows if row["score"])  # its own decimal mark


def test_every_way_reads_the_same_rows() -> None:
    tables = [address for address in ADDRESSES if ".csv" in address]
    assert len(tables) == 1
    # pandas, polars and R, with options and without, and Power Query.
    assert TEXT.count(tables[0]) == 7


@pytest.mark.parametrize("address", [address for address in ADDRESSES if ".csv" in address])
def test_the_addresses_answer(address: str) -> None:
    with make_client() as client:
        assert isinstance(client, TestClient)
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_the_code_of_a_frame_is_the_one_that_is_copied() -> None:
    [code] = re.findall(r"```html\n(.+?)\n```", TEXT, re.DOTALL)
    _frame, script = code.split("\n", 1)
    answer = registry.answer(engine.current(), "spi-map", Selection())
    assert iframe.snippet(answer, HOST).split("\n", 1)[1] == script


def test_every_kind_and_size_is_told_in_both_languages() -> None:
    english, indonesian = TEXT.split("\n---\n")
    for part in (english, indonesian):
        for word in (
            *addresses.EXTENSIONS,
            *addresses.SIZES,
            *addresses.THEMES,
            "layer",
            "frozen=1",
        ):
            assert f"`{word}" in part or f"={word}`" in part or f"`{word}=" in part, word
    for figure_id in re.findall(r"/figures/([a-z-]+)\.", TEXT):
        assert figure_id in REGISTRY


# --- docs/briefing.md ----------------------------------------------------------------------------

BRIEFING = (DOCS.parent / "briefing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"python -m dashboard briefing (--[^#\n]+)", BRIEFING)


def test_the_tray_of_the_documentation_is_one() -> None:
    [written] = re.findall(r"```json\n(.+?)\n```", BRIEFING, re.DOTALL)
    read = tray.from_json(engine.current(), written.encode())
    assert not read.ignored
    subjects = [item.subject for item in read.tray.items]
    assert subjects == ["position", "spi-trend", "divider", "text", "next-steps"]
    assert read.tray.items[1].texts_in("id").title == "Kalsel turun, Kaltim naik"
    assert read.tray.empty_places == ()
    for subject in (*tray.STATEMENTS, *tray.OWN):
        assert f"`{subject}`" in BRIEFING
    for name, n in tray.MOST_LETTERS.items():
        assert re.search(rf"`{name}` \((?:at most )?{n:,}\b", BRIEFING), name


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_documentation_have_options_that_exist(command: str) -> None:
    assert len(COMMANDS) >= 7
    given = [part for part in command.split() if part != "--quiet"]
    context = briefing.make_context("briefing", given)
    assert context.params["out"]
