"""From a number of a figure to its rows: as many as it counts, and an address that finds them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.core.selection import Selection, parse
from dashboard.figures import addresses, registry, rows_behind
from dashboard.figures.model import Answer, Row
from dashboard.ui import state
from dashboard.warehouse import engine, table_rows
from dashboard.warehouse.table_rows import Question
from tests.cases import ASKED

# What a figure counts, where its rows are exactly what it counts.
COUNTED = {
    "ott-map": "found_count",
    "ott-by-year": "ott_count",
    "ott-sectors": "ott_count",
    "ott-offices": "ott_count",
    "regulation-subjects": "regulation_count",
    "spi-map": "n_sources",
}


def behind(answer: Answer, row: Row) -> Question:
    found = answer.question_behind(row)
    assert found is not None
    return found


def some(rows: tuple[Row, ...]) -> list[Row]:
    return list(rows[:: max(len(rows) // 3, 1)])


@pytest.mark.parametrize("figure_id", list(registry.REGISTRY))
def test_every_figure_names_rows_that_are_there(figure_id: str) -> None:
    known = engine.current()
    for selection in ASKED[figure_id]:
        answer = registry.answer(known, figure_id, selection)
        for row in some(answer.rows):
            asked = behind(answer, row)
            n = table_rows.count(known, asked)
            counted = row.get(COUNTED.get(figure_id, ""))
            if figure_id == "spi-map":  # an excluded statement is shown among the others
                assert n >= (counted or 0)
            elif figure_id in COUNTED:
                assert n == (counted or 0), (row, asked)
            elif row.get("source_ids") and (asked.table != "spi_results" or row["score"]):
                assert n > 0, (row, asked)


@pytest.mark.parametrize("figure_id", list(registry.REGISTRY))
def test_the_address_of_the_rows_asks_for_the_same(figure_id: str) -> None:
    known, chosen = engine.current(), Selection(region=("63", "64"), lang="en")
    answer = registry.answer(known, figure_id, ASKED[figure_id][0])
    asked = behind(answer, answer.rows[0])
    parts = urlsplit(addresses.rows(asked, chosen, base="/x"))
    assert parts.path == "/x/data"
    parsed = parse(parse_qs(parts.query, keep_blank_values=True), state.offer())
    assert not parsed.problems
    read = parsed.selection
    assert (read.table, read.where) == (asked.table, asked.where)
    assert (read.from_year, read.to_year) == (asked.from_year, asked.to_year)
    assert read.area == ("chosen" if asked.region else "all")
    assert read.region == (asked.region or chosen.region)
    assert read.lang == "en"


def test_a_card_finds_its_score_and_its_operations() -> None:
    known = engine.current()
    printed = table_rows.rows_of_file(known, rows_behind.score("63", "pemprov", 2024)).to_pylist()
    assert {(row["region_code"], row["scope"], row["year"]) for row in printed} == {
        ("63", "pemprov", 2024)
    }
    cases = table_rows.rows_of_file(known, rows_behind.operations("63", 2016, 2024)).to_pylist()
    assert {row["province_code"] for row in cases} == {"63"}
    assert all(2016 <= row["year"] <= 2024 for row in cases)


def test_each_cell_of_a_scorecard_has_rows_of_its_own() -> None:
    known = engine.current()
    counted = {"rate": "ott_count", "seen_3": "regulations_seen"}
    for selection in ASKED["spi-scorecard"]:
        answer = registry.answer(known, "spi-scorecard", selection)
        for row in some(answer.rows):
            for role in answer.figure.cell_facts:
                asked = answer.question_behind(row, role)
                assert asked is not None
                n = table_rows.count(known, asked)
                value = row[counted.get(role, answer.figure.roles[role])]
                if role in counted and value is not None:
                    assert n == value, (row, asked)
                elif value:
                    assert n > 0, (row, asked)
