"""Answers, pages and files stay small where one region has thousands of sources and events."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import partial
from typing import Any

import anyio
import pyarrow as pa
import pytest

from dashboard.core import limits
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.export import figure_page, rows, table_files
from dashboard.export.sources import source_text
from dashboard.figures import registry
from dashboard.narrative import bimtek, change_states, changes, method, ott, region
from dashboard.warehouse import build, engine, table_rows
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import sources_of
from dashboard.warehouse.table_rows import Question
from tests.apptest import html, visit
from tests.fixtures import SQL, Tables, world, write_facts

SOURCES, EVENTS = 2_500, 1_500
KALSEL = Selection(region=("63",), from_year=2016, year=2024, to_year=2025)
# A figure's page holds its rows and their sources at most so often; the facts here are ten times
# what they would need without limits.
PAGE_BYTES = 2_000_000


def many() -> Tables:
    """The small country, and one province of which very much is known."""
    tables = world()
    ids = [f"laporan-{number:06x}" for number in range(0x100000, 0x100000 + SOURCES)]
    tables["sources"] += [
        {
            **dict.fromkeys(tables["sources"][0]),
            "source_id": one,
            "publisher": f"Media {one[-3:]}",
            "url": f"https://media.example/{one}",
            "source_kind": "news",
        }
        for one in ids
    ]
    score = {**tables["spi_results"][-1], "region_code": "63", "scope": "pemprov", "year": 2024}
    tables["spi_results"] += [
        {**score, "score": f"{60 + number % 20}.11", "source_id": one, "reliability": "news"}
        for number, one in enumerate(ids)
    ]
    operation = next(row for row in tables["ott_incidents"] if row["region_code"] == "63")
    activity = next(row for row in tables["bimtek_activity"] if row["region_code"] == "63.71")
    for number, one in enumerate(ids[:EVENTS]):
        day = dt.date(2016, 1, 1) + dt.timedelta(days=number % 360)
        incident = f"ott-{day}-63-x{number}"
        tables["ott_incidents"].append(
            {**operation, "incident_id": incident, "ott_date": day, "source_id": one}
            | {"date_precision": "day", "counted_by_kpk": "no"}
        )
        tables["ott_offices"] += [
            {**row, "incident_id": incident}
            for row in tables["ott_offices"]
            if row["incident_id"] == operation["incident_id"]
        ]
        tables["bimtek_activity"].append(
            {**activity, "activity_id": f"keg-{day}-63-x{number}", "start_date": day}
            | {"source_id": one, "region_code": "63", "end_date": None}
        )
    return tables


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    data = write_facts(folder / "data", many())
    settings = Settings(data_dir=data, build_dir=folder / "build", store_dir=folder / "store")
    return Warehouse(build.ensure(settings), settings.sql_dir)


def lists_of(row: dict[str, Any]) -> list[list[Any]]:
    """The lists of sources that a row carries."""
    return [value for name, value in row.items() if name.endswith("source_ids") and value]


async def no_picture(_answer: object) -> None:
    """A chart that nobody draws."""


def test_every_list_of_sources_is_cut_where_sql_makes_it():
    for path in SQL.rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        made = re.findall(r"array_agg\(\s*(?:distinct )?(?:\w+\.)?source_ids?\s*\)", text)
        cuts = re.findall(r",\s*1,\s*(\d\d+)\s*\)", text)
        assert set(cuts) <= {str(limits.SOURCES_OF_LIST)}, path
        assert not made or cuts, path


def test_no_answer_carries_more_than_its_limits(warehouse, subtests):
    for figure_id in registry.figures_of(warehouse):
        with subtests.test(figure=figure_id):
            answer = registry.answer(warehouse, figure_id, KALSEL)
            every = [*answer.rows, *(row for layer in answer.layers.values() for row in layer)]
            longest = max((len(one) for row in every for one in lists_of(row)), default=0)
            assert longest <= 5 * limits.SOURCES_OF_LIST
            assert all(
                len(one) <= limits.MOST_ROWS for one in (answer.rows, *answer.layers.values())
            )
            assert len(answer.sources) <= limits.MOST_SOURCES
            assert "n_found" not in answer.table.column_names
            assert len(rows.as_json(warehouse, answer, "")) < PAGE_BYTES
            page = anyio.run(
                partial(
                    figure_page.page,
                    warehouse,
                    answer,
                    base="",
                    theme="auto",
                    first_picture=no_picture,
                )
            )
            assert len(page.text) < PAGE_BYTES


def test_what_is_cut_says_so(warehouse):
    say = words("en")
    answer = registry.answer(warehouse, "spi-map", replace(KALSEL, lang="en"))
    [kalsel] = [row for row in answer.rows if row["region_code"] == "63"]
    assert kalsel["n_sources"] == SOURCES + 1
    line = source_text(sources_of(warehouse, [kalsel]), "1", say)
    assert "at least" in line
    answer = registry.answer(warehouse, "ott-timeline", replace(KALSEL, lang="en"))
    assert len(answer.rows) == limits.MOST_ROWS
    [told] = [caveat for caveat in answer.caveats if "newest" in caveat]
    n_found = int(re.findall(r"1,000 of ([\d,]+) rows", told)[0].replace(",", ""))
    assert EVENTS < n_found < EVENTS + 10
    found = ott.cases(warehouse, KALSEL)
    assert len(found.cases) == limits.MOST_ROWS
    assert len(bimtek.listed(warehouse, KALSEL)) == limits.MOST_ROWS
    assert bimtek.count(warehouse, KALSEL) > EVENTS
    for part in region.parts(warehouse, replace(KALSEL, lang="en")):
        assert len(part.rows) <= limits.ROWS_OF_PAGE
        if part.key in ("ott", "activities"):
            assert "newest 200 of 1,50" in part.note


def test_disputed_scores_name_few_of_their_observations(warehouse):
    found = method.disputed(warehouse)
    said = [row for row in found if row["year"] == 2024 and row["verdict"] != "wrong"]
    assert len(said) == limits.OBSERVATIONS_OF_SCORE
    assert {row["n_observations"] for row in said} == {SOURCES + 1}
    assert len(method.source_use(warehouse)) == limits.MOST_SOURCES


def test_a_file_of_a_table_says_how_many_rows_it_lacks(warehouse, monkeypatch):
    monkeypatch.setattr(limits, "ROWS_OF_FILE", 100)
    export = table_files.of_table(warehouse, Question("ott_incidents"), "en")
    n = table_rows.count(warehouse, Question("ott_incidents"))
    assert export.rows.num_rows == 100
    assert any(f"first 100 of {n:,} rows" in sentence for sentence in export.filters)


def test_equal_states_and_one_new_row_are_told_apart_without_reading_all(
    warehouse, tmp_path, monkeypatch
):
    tables = many()
    operation = tables["ott_incidents"][-1]
    operation["people_arrested"] = 9
    data = write_facts(tmp_path / "data", tables)
    settings = Settings(data_dir=data, build_dir=tmp_path / "build", store_dir=tmp_path / "store")
    newer = Warehouse(build.ensure(settings), settings.sql_dir)
    read: list[int] = []
    given = change_states.read

    def counting(facts: Warehouse, part: str, found: pa.Table) -> dict[Any, Any]:
        read.append(found.num_rows)
        return given(facts, part, found)

    monkeypatch.setattr(change_states, "read", counting)
    [change] = changes.between(warehouse, newer)
    assert (change.kind, change.values["new"]["people_arrested"]) == ("correction", 9)
    assert sum(read) < 10


@pytest.mark.parametrize("page", ["profil", "metodologi", "ott", "bimtek", "data", "ringkasan"])
def test_pages_stay_small(warehouse, page, monkeypatch):
    monkeypatch.setattr(engine, "_current", warehouse)
    app = visit(page, region="63")
    assert not app.exception
    assert len(html(app)) < 400_000
