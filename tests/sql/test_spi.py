"""Answers of the survey: maps, changes, trends, comparisons, what is known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures import (
    KPK,
    NEWS,
    WEAK,
    Answers,
    rows,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import take


def test_island_means(small):
    found = small.sql("select * from mart_spi_island order by island_group, scope, year")
    columns = ("island_group", "scope", "year", "score", "n_known", "n_provinces")
    told = take(found, *columns, "is_representative")
    kalimantan = pytest.approx((64.15 + 67.76 + 64.15) / 3)
    assert told == [
        ("Kalimantan", "agregat_wilayah", 2024, 70.5, 1, 3, False),
        ("Kalimantan", "pemprov", 2021, 70.0, 1, 3, False),
        ("Kalimantan", "pemprov", 2022, 73.76, 1, 3, False),
        ("Kalimantan", "pemprov", 2023, pytest.approx((65.99 + 72.54) / 2), 2, 3, True),
        ("Kalimantan", "pemprov", 2024, kalimantan, 3, 3, True),
        ("Sumatera", "pemprov", 2024, 79.0, 1, 1, True),
    ]
    assert found[3]["source_ids"] == sorted([KPK, NEWS])


def spi_map(small: Answers, year: int, scope: str = "pemprov") -> list[dict[str, Any]]:
    return small.ask("spi/spi_map", year=year, to_year=year, scope=scope, region=["63"])


def test_spi_map_has_every_province_with_class_and_band(small):
    found = spi_map(small, 2024)
    columns = ("region_code", "score", "spi_class", "band_lower", "band_upper", "is_chosen")
    assert take(found, *columns) == [
        ("13", 79.0, "terjaga", 78, 80, False),
        ("31", None, "no_data", None, None, False),
        ("61", 64.15, "rentan", 60, 65, False),
        ("62", 67.76, "rentan", 65, 70, False),
        ("63", 64.15, "rentan", 60, 65, True),
    ]
    assert take(found[-1:], "change", "years_back", "score_rank", "n_ranked", "source_ids") == [
        (-8.39, 1, 3, 4, [NEWS])
    ]
    assert found[1]["source_ids"] == []


NEWEST = ("region_code", "score", "newest_year", "newest_score", "newest_class")


def test_a_newest_score_of_another_year_stands_beside(small):
    """63 and 62 are known in 2024, 61 in 2021 and 2024, 13 in 2024 only."""

    def beside(year: int, to_year: int) -> list[tuple[Any, ...]]:
        asked = {"year": year, "to_year": to_year, "scope": "pemprov", "region": []}
        by_query = [
            {row["region_code"]: row for row in small.ask(f"spi/{query}", **asked)}
            for query in ("spi_map", "spi_ranking", "spi_scorecard")
        ]
        for other in by_query[1:]:  # all of them say the same beside the same
            assert {code: take([row], *NEWEST) for code, row in other.items()} == {
                code: take([row], *NEWEST) for code, row in by_query[0].items()
            }
        return take(list(by_query[0].values()), *NEWEST)

    assert beside(2024, 2025) == [
        ("13", 79.0, None, None, None),
        ("31", None, None, None, None),
        ("61", 64.15, None, None, None),
        ("62", 67.76, None, None, None),
        ("63", 64.15, None, None, None),
    ]
    assert beside(2023, 2024) == [
        ("13", None, 2024, 79.0, "terjaga"),
        ("31", None, None, None, None),
        ("61", None, 2024, 64.15, "rentan"),
        ("62", 65.99, 2024, 67.76, "rentan"),
        ("63", 72.54, 2024, 64.15, "rentan"),
    ]
    assert beside(2023, 2023)[2] == ("61", None, 2021, 70.0, None)
    found = small.ask("spi/spi_map", year=2023, to_year=2024, scope="pemprov", region=[])
    assert [row["source_ids"] for row in found] == [[NEWS], [], [KPK], [KPK], [NEWS, KPK]]
    strip = small.ask("spi/spi_regencies", year=2023, to_year=2024, region=["63.71"])
    assert take(strip[:1], *NEWEST) == [("63.71", 76.0, 2024, 78.5, "terjaga")]


def test_spi_map_bands_stay_inside_the_classes_of_the_year(small):
    told = {}
    for year in (2021, 2022, 2023):
        for row in spi_map(small, year):
            if row["score"] is not None:
                told[year, row["region_code"]] = take(
                    [row], "spi_class", "band_lower", "band_upper"
                )[0]
    assert told == {
        (2021, "61"): ("unclassified", 70, 75),
        (2022, "63"): ("waspada", 73.7, 75),
        (2023, "62"): ("sangat_rentan", 65, 68),
        (2023, "63"): ("rentan", 70, 73.7),
    }


def test_spi_map_tells_disputes_and_keeps_scopes_apart(small):
    [kalsel] = [row for row in spi_map(small, 2023) if row["region_code"] == "63"]
    assert take([kalsel], "score", "low", "high", "is_disputed", "n_sources") == [
        (72.54, 72.54, 72.55, True, 2)
    ]
    known = [row for row in spi_map(small, 2024, "agregat_wilayah") if row["score"] is not None]
    assert take(known, "region_code", "scope", "score", "score_rank") == [
        ("63", "agregat_wilayah", 70.5, None)
    ]


def test_every_shipped_band_lies_inside_its_class():
    found = shipped().sql(
        "select drawn.region_code, drawn.scope, drawn.year, drawn.score, drawn.band_lower, "
        "drawn.band_upper, cast(coalesce(chosen.class_lower, 0) as double) as class_lower, "
        "cast(coalesce(chosen.class_upper, 100) as double) as class_upper "
        "from mart_spi_province as drawn join mart_spi as chosen using (region_code, scope, year) "
        "where drawn.score is not null"
    )
    assert len(found) > 90
    for row in found:
        assert row["band_lower"] <= row["score"] <= row["band_upper"], row
        assert row["class_lower"] <= row["band_lower"], row
        assert row["band_upper"] <= row["class_upper"], row


def test_spi_ranking_puts_the_unknown_last(small):
    found = small.ask("spi/spi_ranking", year=2024, to_year=2024, scope="pemprov", region=["62"])
    columns = ("region_label", "score", "spi_class", "score_rank", "n_ranked", "is_chosen")
    assert take(found, *columns) == [
        ("Sumbar", 79.0, "terjaga", 1, 4, False),
        ("Kalteng", 67.76, "rentan", 2, 4, True),
        ("Kalbar", 64.15, "rentan", 3, 4, False),
        ("Kalsel", 64.15, "rentan", 3, 4, False),
        ("Jakarta", None, "no_data", None, None, False),
    ]


def test_spi_ranking_of_a_year_without_classes(small):
    found = small.ask("spi/spi_ranking", year=2021, to_year=2021, scope="pemprov", region=[])
    assert take(found[:2], "region_label", "spi_class") == [
        ("Kalbar", "unclassified"),
        ("Jakarta", "no_data"),
    ]


def test_spi_classes_of_a_year(small):
    assert small.ask("spi/spi_classes", year=2021) == []
    found = small.ask("spi/spi_classes", year=2024)
    assert take(found, "spi_class", "class_lower", "class_upper", "source_ids") == [
        ("rentan", 0, 73, [KPK]),
        ("waspada", 73, 78, [KPK]),
        ("terjaga", 78, 100, [KPK]),
    ]


def test_comparison(small):
    found = small.ask(
        "spi/spi_comparison",
        region=["31", "61", "63.71", "62"],
        scope="pemprov",
        year=2024,
        to_year=2024,
    )
    columns = ("region_code", "scope", "score", "distance_to_national", "distance_to_best")
    assert take(found, *columns) == [
        ("62", "pemprov", 67.76, pytest.approx(-3.77), 0),
        ("61", "pemprov", 64.15, pytest.approx(-7.38), pytest.approx(-3.61)),
        ("31", "pemprov", None, None, None),
        ("63.71", "pemkot", 78.5, pytest.approx(6.97), 0),  # not held against provinces
    ]


def test_references_are_those_of_the_year_and_of_the_islands_chosen(small):
    def told(year: int, *region: str, scope: str = "pemprov") -> list[tuple[Any, ...]]:
        found = small.ask("spi/spi_references", region=list(region), scope=scope, year=year)
        return take(found, "series_kind", "series_label", "score", "n_known", "n_provinces")

    nation = ("nasional", None, 71.53, None, None)
    pemprov_mean = ("rerata_pemprov", None, 68.1, None, None)
    island = ("pulau", "Kalimantan", pytest.approx(65.35333), 3, 3)
    assert told(2024, "63") == [nation, island, pemprov_mean]
    # The mean of provincial governments: neither for a kota, nor for aggregates of territories.
    assert told(2024, "63.71") == told(2024, "63", scope="agregat_wilayah") == [nation]
    assert told(2022, "63") == [("nasional", None, 71.94, None, None)]  # one of three: no mean


def test_national(small):
    found = small.ask("spi/spi_national", year=2023)
    assert take(found, "year", "score", "spi_class", "change", "is_disputed") == [
        (2023, 70.97, "rentan", -0.97, False),
        (2022, 71.94, "rentan", -0.46, False),
        (2021, 72.4, None, None, False),
    ]


def test_years_and_the_default_year(small):
    found = small.ask("spi/spi_years")
    assert take(found, "scope", "year", "n_known", "n_provinces", "is_default") == [
        # One of five at most: the newest of the years in which most are known.
        ("agregat_wilayah", 2025, 0, 5, False),
        ("agregat_wilayah", 2024, 1, 5, True),
        ("agregat_wilayah", 2023, 0, 5, False),
        ("agregat_wilayah", 2022, 0, 5, False),
        ("agregat_wilayah", 2021, 0, 5, False),
        # Four of five in 2024, none in 2025.
        ("pemprov", 2025, 0, 5, False),
        ("pemprov", 2024, 4, 5, True),
        ("pemprov", 2023, 2, 5, False),
        ("pemprov", 2022, 1, 5, False),
        ("pemprov", 2021, 1, 5, False),
    ]


def test_coverage_matrix(small):
    found = small.ask(
        "spi/coverage_matrix", from_year=2023, year=2024, scope="pemprov", region=["63"]
    )
    columns = ("region_code", "year", "knowledge", "n_sources", "n_known", "n_provinces")
    assert take(found, *columns, "is_chosen") == [
        ("13", 2023, "no_data", None, 2, 5, False),
        ("13", 2024, "one_source", 1, 4, 5, False),
        ("31", 2023, "no_data", None, 2, 5, False),
        ("31", 2024, "no_data", None, 4, 5, False),
        ("61", 2023, "no_data", None, 2, 5, False),
        ("61", 2024, "one_source", 1, 4, 5, False),
        ("62", 2023, "one_source", 1, 2, 5, False),
        ("62", 2024, "one_source", 1, 4, 5, False),
        ("63", 2023, "disputed", 2, 2, 5, True),
        ("63", 2024, "one_source", 1, 4, 5, True),
    ]
    assert [row["source_ids"] for row in found[:2]] == [None, [NEWS]]


def test_coverage_matrix_tells_agreement_and_weak_sources(tmp_path):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("61", "pemprov", 2024, "64.2", NEWS, "news", None),  # a rounding agrees
        ("31", "pemprov", 2024, "70.10", WEAK, "weak", None),
    )
    answers = Answers(write_facts(tmp_path, tables))

    def told(scope: str) -> list[str]:
        asked = {"from_year": 2024, "year": 2024, "scope": scope, "region": []}
        return [row["knowledge"] for row in answers.ask("spi/coverage_matrix", **asked)]

    unknown, one = "no_data", "one_source"
    assert told("pemprov") == [one, "weak_only", "several_agree", one, one]
    assert told("agregat_wilayah") == [unknown, unknown, unknown, unknown, "weak_only"]


def test_spi_regencies_of_a_province_and_of_its_part(small):
    columns = ("region_code", "scope", "score", "spi_class", "is_regency", "is_chosen")
    found = small.ask("spi/spi_regencies", year=2024, to_year=2024, region=["63.71", "62"])
    assert take(found, *columns) == [
        ("63.71", "pemkot", 78.5, "terjaga", True, True),
        ("63.01", "pemkab", None, "no_data", True, False),
        ("63", "pemprov", 64.15, "rentan", False, False),
        ("63", "agregat_wilayah", 70.5, "rentan", False, False),
    ]
    of_province = small.ask("spi/spi_regencies", year=2023, to_year=2023, region=["63"])
    assert not any(row["is_chosen"] for row in of_province)
    assert take(of_province, "score", "low", "high", "is_disputed") == [
        (76.0, 76.0, 76.0, False),
        (None, None, None, False),
        (72.54, 72.54, 72.55, True),
        (None, None, None, False),
    ]
    jakarta = small.ask("spi/spi_regencies", year=2024, to_year=2024, region=["31.71"])
    assert take(jakarta, "region_code", "scope") == [("31", "pemprov"), ("31", "agregat_wilayah")]
    assert small.ask("spi/spi_regencies", year=2024, to_year=2024, region=[]) == []
