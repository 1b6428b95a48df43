"""Scores of kabupaten and kota: each with a row, ranked among those that are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures import KPK, NEWS, Answers, only, rows, shipped, world, write_facts
from tests.sql.shared import take


def scores(answers: Answers, **asked: object) -> list[dict[str, object]]:
    given = {"year": 2024, "to_year": 2025, "within": "nasional", "kind": "all", "region": []}
    return answers.ask("spi/spi_regency_scores", **(given | asked))


def with_scores(folder: Path, more: list[dict[str, object]]) -> Answers:
    known = world()["spi_results"]
    return Answers(write_facts(folder, only(world(), spi_results=[*known, *more])))


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Three governments, two with a score of 2024."""
    more = rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("62.71", "pemkot", 2024, "70.00", NEWS, "news", None),
        ("63.01", "pemkab", 2023, "65.00", KPK, "official", None),
    )
    return with_scores(tmp_path_factory.mktemp("some"), more)


def test_best_first_the_unknown_last_and_those_without_a_government_too(some: Answers) -> None:
    found = take(scores(some), "region_code", "score", "shown_rank", "n_ranked", "spi_class")
    assert found == [
        ("63.71", 78.5, 1, 2, "terjaga"),
        ("62.71", 70.0, 2, 2, "rentan"),
        ("31.01", None, None, None, "no_data"),
        ("63.01", None, None, None, "no_data"),
        ("31.71", None, None, None, "no_data"),
    ]
    assert take(scores(some), "has_own_government") == [
        (True,),
        (True,),
        (False,),
        (True,),
        (False,),
    ]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"within": "63"}, ["63.71", "63.01"]),
        ({"within": "Kalimantan"}, ["63.71", "62.71", "63.01"]),
        ({"within": "Kalimantan", "kind": "kota"}, ["63.71", "62.71"]),
        ({"kind": "kabupaten"}, ["31.01", "63.01"]),
        ({"within": "13"}, []),
        ({"within": "Papua"}, []),
    ],
)
def test_a_place_and_a_kind(some: Answers, asked: dict[str, str], codes: list[str]) -> None:
    assert [row["region_code"] for row in scores(some, **asked)] == codes


def test_a_rank_is_among_the_rows_that_are_shown(some: Answers) -> None:
    [row] = [row for row in scores(some, within="62") if row["region_code"] == "62.71"]
    assert row["shown_rank"] == 1
    # ... beside its rank among all kota.
    assert (row["score_rank"], row["n_ranked"], row["is_rank_shared"]) == (2, 2, False)


def test_a_score_of_another_year_stands_beside(some: Answers) -> None:
    [row] = [row for row in scores(some, region=["63.01"]) if row["is_chosen"]]
    assert (row["region_code"], row["score"]) == ("63.01", None)
    assert (row["newest_year"], row["newest_score"]) == (2023, 65.0)
    [row] = [row for row in scores(some, to_year=2022, region=["63.01"]) if row["is_chosen"]]
    assert row["newest_year"] is None


def test_a_tie_is_shared(tmp_path: Path) -> None:
    more = rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("62.71", "pemkot", 2024, "78.50", NEWS, "news", None),
    )
    found = take(
        scores(with_scores(tmp_path, more), within="Kalimantan"), "shown_rank", "is_rank_shared"
    )
    assert found[:2] == [(1, True), (1, True)]


def test_the_shipped_facts_know_514_regencies_115_scores_of_2024_and_76_of_2025() -> None:
    for year, known in ((2024, 115), (2025, 76)):
        found = scores(shipped(), year=year)
        assert len(found) == len({row["region_code"] for row in found}) == 514
        assert sum(row["score"] is not None for row in found) == known
    assert sum(not row["has_own_government"] for row in found) == 6
    kinds = [len(scores(shipped(), kind=kind)) for kind in ("kabupaten", "kota")]
    assert kinds == [416, 98]


def test_what_is_shown_is_the_chosen_score() -> None:
    both = shipped().sql(
        "select a.score, cast(b.score as double) as chosen from mart_spi_region as a "
        "inner join mart_spi as b using (region_code, scope, year)"
    )
    assert len(both) > 500
    assert all(row["score"] == row["chosen"] for row in both)


def test_the_national_index_of_a_year_is_that_of_the_facts() -> None:
    found = shipped().ask("spi/spi_national_score", year=2024)
    assert take(found, "scope", "year", "score") == [("nasional", 2024, 71.53)]
    assert shipped().ask("spi/spi_national_score", year=1999) == []
