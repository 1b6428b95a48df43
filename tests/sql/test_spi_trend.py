"""Changes and trends of scores, and provinces that were split."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.fixtures import (
    KPK,
    NEWS,
    WEAK,
    Answers,
    world,
    write_facts,
)
from tests.sql.shared import take


def change(small: Answers, from_year: int, year: int, *region: str, scope: str = "pemprov"):
    return small.ask(
        "spi/spi_change", from_year=from_year, year=year, scope=scope, region=list(region)
    )


def test_spi_change_of_every_province_when_none_is_chosen(small):
    columns = ("region_label", "from_score", "score", "change", "from_is_disputed", "is_disputed")
    assert take(change(small, 2023, 2024), *columns) == [
        ("Kalteng", 65.99, 67.76, 1.77, False, False),
        ("Kalsel", 72.54, 64.15, -8.39, True, False),
        ("Jakarta", None, None, None, False, False),
        ("Kalbar", None, 64.15, None, False, False),
        ("Sumbar", None, 79.0, None, False, False),
    ]


def test_spi_change_marks_the_chosen_among_all_of_their_kind(small):
    columns = ("region_code", "scope", "from_score", "score", "change", "is_chosen")
    found = change(small, 2023, 2024, "63.71", scope="agregat_wilayah")
    assert take(found, *columns) == [
        ("63.71", "pemkot", 76.0, 78.5, 2.5, True),
        ("62.71", "pemkot", None, None, None, False),
    ]
    assert take(found[:1], "from_class", "spi_class") == [("waspada", "terjaga")]
    assert sorted(found[0]["source_ids"]) == sorted([KPK, NEWS])
    mixed = change(small, 2023, 2024, "63.71", "63", scope="agregat_wilayah")
    assert take(mixed, *columns) == [  # the kota after the provinces, among kota
        ("31", "agregat_wilayah", None, None, None, False),
        ("61", "agregat_wilayah", None, None, None, False),
        ("63", "agregat_wilayah", None, 70.5, None, True),
        ("62", "agregat_wilayah", None, None, None, False),
        ("13", "agregat_wilayah", None, None, None, False),
        ("63.71", "pemkot", 76.0, 78.5, 2.5, True),
        ("62.71", "pemkot", None, None, None, False),
    ]
    assert mixed[2]["source_ids"] == [WEAK]


BREAKS = (
    (2021, 2022, False, False),
    (2022, 2023, True, False),
    (2023, 2024, True, True),
    (2021, 2024, True, True),
    (2024, 2025, False, False),
)


def test_spi_change_tells_breaks(small):
    for from_year, year, *breaks in BREAKS:
        row = change(small, from_year, year, "63")[0]
        assert [row["has_method_change"], row["has_class_change"]] == breaks, (from_year, year)


def trend(small: Answers, *region: str, reference: tuple[str, ...] = (), **asked: Any):
    return small.ask(
        "spi/spi_trend",
        **{"from_year": 2021, "to_year": 2024, "scope": "pemprov", **asked},
        region=list(region),
        reference=list(reference),
    )


def test_spi_trend_has_a_row_for_every_year_and_a_gap_where_nothing_is_known(small):
    found = trend(small, "63.71", "61")
    assert take(found, "series_key", "scope", "year", "score") == [
        ("63.71", "pemkot", 2021, None),
        ("63.71", "pemkot", 2022, None),
        ("63.71", "pemkot", 2023, 76.0),
        ("63.71", "pemkot", 2024, 78.5),
        ("61", "pemprov", 2021, 70.0),
        ("61", "pemprov", 2022, None),
        ("61", "pemprov", 2023, None),
        ("61", "pemprov", 2024, 64.15),
    ]


def test_spi_trend_references_follow_the_regions(small):
    found = trend(small, "63", reference=("nasional", "rerata_pemprov", "pulau"), from_year=2022)
    assert take(found, "series_kind", "series_key", "year", "score") == [
        ("region", "63", 2022, 73.76),
        ("region", "63", 2023, 72.54),
        ("region", "63", 2024, 64.15),
        ("nasional", "nasional", 2022, 71.94),
        ("nasional", "nasional", 2023, 70.97),
        ("nasional", "nasional", 2024, 71.53),
        ("rerata_pemprov", "rerata_pemprov", 2022, None),
        ("rerata_pemprov", "rerata_pemprov", 2023, None),
        ("rerata_pemprov", "rerata_pemprov", 2024, 68.1),
        ("pulau", "pulau-Kalimantan", 2022, None),  # one of three known: no mean
        ("pulau", "pulau-Kalimantan", 2023, pytest.approx(69.265)),
        ("pulau", "pulau-Kalimantan", 2024, pytest.approx(65.35333)),
    ]
    assert take(found[-2:], "n_known", "n_provinces") == [(2, 3), (3, 3)]


def test_spi_trend_island_mean_needs_a_province(small):
    def kinds(*region: str, scope: str = "pemprov") -> set[str]:
        references = ("rerata_pemprov", "pulau")
        return {
            row["series_kind"] for row in trend(small, *region, reference=references, scope=scope)
        }

    # Nor is a kota or an aggregate held against the mean of provincial governments.
    assert kinds("63.71") == {"region"}
    assert kinds("63.71", "63") == kinds("63") == {"region", "pulau", "rerata_pemprov"}
    assert kinds("63", scope="agregat_wilayah") == {"region", "pulau"}


def test_spi_trend_names_the_island_of_a_region_and_of_a_mean(small):
    found = trend(small, "63", "63.71", reference=("nasional", "pulau"), from_year=2024)
    assert take(found, "series_key", "island_group") == [
        ("63", "Kalimantan"),
        ("63.71", "Kalimantan"),
        ("nasional", None),
        ("pulau-Kalimantan", "Kalimantan"),
    ]


def test_spi_trend_of_nothing_is_empty(small):
    assert trend(small) == []


def test_spi_trend_breaks(small):
    found = small.ask("spi/spi_trend_breaks", from_year=2021, to_year=2024)
    columns = ("year", "has_method_change", "has_class_change", "notes_en", "source_ids")
    assert take(found, *columns) == [
        (2023, True, False, ["size groups"], [KPK]),
        (2024, True, True, ["three classes", "matrix"], [NEWS, KPK]),
    ]
    assert small.ask("spi/spi_trend_breaks", from_year=2023, to_year=2023) == []


def test_spi_trend_events_take_a_province_with_its_parts(small):
    asked = {"from_year": 2016, "to_year": 2024}
    wanted = {"region": ["63", "63.71"], **asked}
    assert small.ask("spi/spi_trend_events", events="hidden", **wanted) == []
    found = small.ask("spi/spi_trend_events", events="shown", **wanted)
    assert take(found, "series_key", "event_kind", "region_code", "event_date") == [
        ("63", "ott", "63", dt.date(2016, 3, 5)),
        ("63", "ott", "63.01", dt.date(2016, 7, 1)),
        ("63", "ott", "63.71", dt.date(2016, 9, 9)),
        ("63", "activity", "63.71", dt.date(2016, 9, 20)),
        ("63", "ott", "63", dt.date(2019, 1, 15)),
        ("63", "activity", "63.71", dt.date(2024, 10, 16)),
        ("63.71", "ott", "63.71", dt.date(2016, 9, 9)),
        ("63.71", "activity", "63.71", dt.date(2016, 9, 20)),
        ("63.71", "activity", "63.71", dt.date(2024, 10, 16)),
    ]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """62 was split from 63 in 2022: 63 has scores of 2022, 2023 and 2024, 62 of the last two."""
    tables = world()
    [born] = [row for row in tables["regions"] if row["region_code"] == "62"]
    born |= {"first_year": 2022, "split_from": "63"}
    return Answers(write_facts(tmp_path_factory.mktemp("split"), tables))


def test_a_parent_says_where_its_series_crosses_the_split(split):
    found = trend(split, "63", "62")
    crossed = {(row["series_key"], row["year"]): row["crossed_split_year"] for row in found}
    assert {key: year for key, year in crossed.items() if year} == {("63", 2023): 2022}
    assert change(split, 2022, 2024, "63")[0]["crossed_split_year"] == 2022
    later = [row["crossed_split_year"] for row in change(split, 2023, 2024, "63")]
    assert later == [None] * 5


def test_a_province_counts_from_its_first_year(split):
    counted = {
        row["year"]: row["n_provinces"]
        for row in split.ask("spi/spi_years")
        if row["scope"] == "pemprov"
    }
    assert counted == {2021: 4, 2022: 5, 2023: 5, 2024: 5, 2025: 5}
    asked = {"to_year": 2021, "scope": "pemprov", "region": []}
    assert len(split.ask("spi/spi_ranking", year=2021, **asked)) == 4
    known = {
        r["region_code"]: r["is_established"] for r in split.ask("spi/spi_map", year=2021, **asked)
    }
    assert known == {"13": True, "31": True, "61": True, "62": False, "63": True}
    matrix = split.ask("spi/coverage_matrix", from_year=2021, year=2022, scope="pemprov", region=[])
    assert [row["year"] for row in matrix if row["region_code"] == "62"] == [2022]
    assert {(row["year"], row["n_provinces"]) for row in matrix} == {(2021, 4), (2022, 5)}
