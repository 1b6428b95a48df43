"""Provinces, kabupaten and kota apart: ranks, groups of comparison, changes, an own index."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures import KPK, NEWS, WEAK, Answers, only, rows, shipped, world, write_facts
from tests.sql.shared import spi, take

REGIONS = rows(
    "region_code region_name short_name level province_code island_group",
    ("13.71", "Kota Padang", None, "kota", "13", "Sumatera"),
    ("61.71", "Kota Pontianak", None, "kota", "61", "Kalimantan"),
    ("62.01", "Kabupaten Kotawaringin Barat", None, "kabupaten", "62", "Kalimantan"),
    ("63.02", "Kabupaten Kotabaru", None, "kabupaten", "63", "Kalimantan"),
    ("63.72", "Kota Banjarbaru", None, "kota", "63", "Kalimantan"),
)
SCORES = rows(
    "region_code scope year score source_id reliability excluded_reason_en",
    ("62.01", "pemkab", 2023, "60.00", KPK, "official", None),
    ("62.01", "pemkab", 2024, "66.00", KPK, "official", None),
    ("63.01", "pemkab", 2023, "70.00", KPK, "official", None),
    ("63.01", "pemkab", 2024, "72.00", KPK, "official", None),
    ("63.02", "pemkab", 2023, "75.00", KPK, "official", None),
    ("63.02", "pemkab", 2024, "74.00", KPK, "official", None),
    ("13.71", "pemkot", 2023, "80.00", KPK, "official", None),
    ("13.71", "pemkot", 2024, "82.00", KPK, "official", None),
    ("61.71", "pemkot", 2024, "78.50", KPK, "official", None),
    ("63.72", "pemkot", 2023, "77.00", KPK, "official", None),
    ("63.72", "pemkot", 2024, "77.00", KPK, "official", None),
)
REPORTS = rows(
    "region_code scope year spi_class source_id reliability",
    ("63.02", "pemkab", 2025, "waspada", NEWS, "news"),
    ("62.71", "pemkot", 2024, "rentan", WEAK, "weak"),
)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Answers:
    """The small country with three kabupaten and five kota that have scores or a class."""
    tables = world()
    tables = only(
        tables,
        regions=tables["regions"] + REGIONS,
        spi_results=tables["spi_results"] + SCORES,
        spi_class_reports=tables["spi_class_reports"] + REPORTS,
    )
    return Answers(write_facts(tmp_path_factory.mktemp("kinds"), tables))


def test_a_score_has_its_rank_among_its_own_kind(kinds):
    found = kinds.sql(
        "select * from mart_spi where year = 2024 and scope in ('pemkab', 'pemkot') "
        "order by scope, score_rank, region_code"
    )
    assert take(found, "region_code", "score_rank", "n_ranked", "is_rank_shared") == [
        ("63.02", 1, 3, False),
        ("63.01", 2, 3, False),
        ("62.01", 3, 3, False),
        ("13.71", 1, 4, False),
        ("61.71", 2, 4, True),
        ("63.71", 2, 4, True),
        ("63.72", 4, 4, False),
    ]
    assert spi(kinds, "63", "pemprov", 2024)["n_ranked"] == 4
    assert spi(kinds, "63", "agregat_wilayah", 2024)["score_rank"] is None


def test_shipped_ranks_count_each_kind_by_itself():
    found = shipped().sql(
        "select scope, count(*) as n, max(n_ranked) as most, min(n_ranked) as least from mart_spi "
        "where year = 2024 and score_rank is not null group by scope order by scope"
    )
    assert take(found, "scope", "n", "most", "least") == [
        ("pemkab", 90, 90, 90),
        ("pemkot", 25, 25, 25),
        ("pemprov", 28, 28, 28),
    ]
    pontianak = spi(shipped(), "61.71", "pemkot", 2024)
    assert (pontianak["score_rank"], pontianak["n_ranked"]) == (5, 25)


def test_a_kabupaten_is_compared_in_its_province_a_kota_on_its_island(kinds):
    found = kinds.sql("select region_code, comparison_group from mart_region")
    group = {row["region_code"]: row["comparison_group"] for row in found}
    assert group["63"] == group["63.71"] == group["61.71"] == "Kalimantan"
    assert (group["63.01"], group["62.01"], group["13.71"]) == ("63", "62", "Sumatera")
    assert group["00"] is None


def test_a_comparison_orders_and_measures_each_kind_by_itself(kinds):
    asked = {"scope": "pemprov", "year": 2024, "to_year": 2024}
    codes = ["63.72", "62.71", "63.01", "63", "63.71", "62.01"]
    found = kinds.ask("spi/spi_comparison", region=codes, **asked)
    columns = ("region_code", "level", "score_rank", "distance_to_best", "reported_class")
    assert take(found, *columns) == [
        ("63", "provinsi", 3, 0, None),
        ("63.01", "kabupaten", 2, 0, None),
        ("62.01", "kabupaten", 3, -6, None),
        ("63.71", "kota", 2, 0, None),
        ("63.72", "kota", 4, -1.5, None),
        ("62.71", "kota", None, None, "rentan"),
    ]
    assert found[-1]["source_ids"] == [WEAK]
    assert found[-1]["reported_reliability"] == "weak"


def test_no_mean_of_provinces_stands_beside_kabupaten_and_kota(kinds):
    def told(*region: str) -> set[str]:
        asked = {"region": list(region), "scope": "pemprov", "year": 2024}
        return {row["series_kind"] for row in kinds.ask("spi/spi_references", **asked)}

    assert told("63.71") == told("63.01", "62.71") == {"nasional"}
    assert told("63.71", "63") == {"nasional", "pulau", "rerata_pemprov"}


def changes(answers: Answers, *region: str) -> list[dict[str, Any]]:
    asked = {"from_year": 2023, "year": 2024, "scope": "pemprov", "region": list(region)}
    return answers.ask("spi/spi_change", **asked)


CHANGE = ("region_code", "change", "is_chosen", "is_compared")


def test_changes_of_a_kota_stand_among_the_kota_of_its_island(kinds):
    assert take(changes(kinds, "63.71"), *CHANGE) == [
        ("63.71", 2.5, True, True),
        ("63.72", 0, False, True),
        ("62.71", None, False, True),
        ("61.71", None, False, True),
    ]
    by_code = {row["region_code"]: row for row in changes(kinds, "63.71")}
    assert by_code["62.71"]["reported_class"] == "rentan"
    assert by_code["62.71"]["source_ids"] == [WEAK]


def test_changes_of_kabupaten_stand_among_those_of_their_provinces(kinds):
    assert take(changes(kinds, "63.01"), *CHANGE) == [
        ("63.01", 2, True, True),
        ("63.02", -1, False, True),
    ]
    assert take(changes(kinds, "63.01", "62.01"), *CHANGE) == [
        ("62.01", 6, True, True),
        ("63.01", 2, True, True),
        ("63.02", -1, False, True),
    ]


def test_changes_of_a_mixed_choice_leave_nobody_out(kinds):
    found = changes(kinds, "63.71", "63.01", "63")
    assert [row["region_code"] for row in found[5:]] == [
        *("63.01", "63.02"),
        *("63.71", "63.72", "62.71", "61.71"),
    ]
    assert {row["level"] for row in found[:5]} == {"provinsi"}
    assert {row["region_code"] for row in found if row["is_chosen"]} == {"63", "63.01", "63.71"}


def test_an_administrative_kota_stands_alone_when_it_is_chosen(kinds):
    assert take(changes(kinds, "31.71"), *CHANGE) == [("31.71", None, True, True)]


def test_groups_are_left_out_once_more_than_forty_have_both_scores(tmp_path):
    """Of three provinces with 20 kabupaten each, the first two that were chosen are shown."""
    tables = world()
    regions, scores = [], []
    for province in ("61", "62", "63"):
        for number in range(1, 21):
            code = f"{province}.{number:02}"
            name = f"Kabupaten {code}"
            if code != "63.01":
                regions.append((code, name, None, "kabupaten", province, "Kalimantan"))
            scores += [
                (
                    code,
                    "pemkab",
                    year,
                    f"{70 + number / 10 + year - 2023:.2f}",
                    KPK,
                    "official",
                    None,
                )
                for year in (2023, 2024)
            ]
    names = tuple(REGIONS[0])
    tables["regions"] += [dict(zip(names, row, strict=True)) for row in regions]
    names = tuple(SCORES[0])
    tables["spi_results"] += [dict(zip(names, row, strict=True)) for row in scores]
    answers = Answers(write_facts(tmp_path, tables))
    found = changes(answers, "63.02", "61.05", "62.07")
    assert len(found) == 41
    left_out = [row for row in found if not row["is_compared"]]
    assert take(left_out, "region_code", "is_chosen") == [("62.07", True)]
    assert {row["region_code"][:2] for row in found} == {"61", "62", "63"}


def test_an_own_index_ranks_each_kind_on_its_own_scale(kinds):
    found = kinds.ask(
        "spi/rank_range",
        weights=[1, 0, 0],
        ott_direction="none",
        year=2024,
        from_year=2023,
        to_year=2024,
        scope="pemprov",
        region=["63.72", "13.71", "63.71", "62.71", "63.01", "62.01", "63", "62"],
    )
    assert take(found, "region_code", "index_rank", "index_value", "n_ranked") == [
        ("62", 1, 100, 2),
        ("63", 2, 0, 2),
        ("63.01", 1, 100, 2),
        ("62.01", 2, 0, 2),
        ("13.71", 1, 100, 3),
        ("63.71", 2, pytest.approx(100 * 1.5 / 5), 3),
        ("63.72", 3, 0, 3),
        ("62.71", None, None, 3),
    ]


def test_a_card_places_a_kota_among_the_kota_of_its_island(kinds):
    asked = {"year": 2024, "from_year": 2023, "to_year": 2024, "scope": "pemprov"}
    span = {"ott_from_year": 2016, "ott_year": 2018, "event_year": 2025}
    codes = ["63.71", "13.71", "63.01", "62.01"]
    found = kinds.ask("region/region_cards", region=codes, **asked, **span)
    assert take(found, "region_code", "place", "n_placed", "n_tied") == [
        ("63.71", 1, 3, 2),
        ("13.71", 1, 1, 1),
        ("63.01", 2, 2, 1),
        ("62.01", 1, 1, 1),
    ]


def test_neighbours_of_its_own_kind_come_before_the_others(kinds):
    found = kinds.ask("region/region_neighbours", region_code="63.71", year=2024, scope="pemprov")
    assert [row["region_code"] for row in found] == ["63", "63.72", "63.02", "63.01"]


# --- a class without a score ---------------------------------------------------------------------


def test_a_class_alone_stands_in_scorecard_coverage_and_strip(kinds):
    asked = {"year": 2024, "to_year": 2024, "scope": "pemprov"}
    card = kinds.ask("spi/spi_scorecard", region=["62.71", "63.71"], **asked)
    columns = ("region_code", "spi_class", "reported_class", "knowledge")
    assert take(card, *columns) == [
        ("63.71", "terjaga", None, "one_source"),
        ("62.71", "no_data", "rentan", "class_only"),
    ]
    assert WEAK in card[1]["source_ids"]
    strip = kinds.ask("spi/spi_regencies", region=["62"], year=2024, to_year=2024)
    assert take(strip, "region_code", "score", "reported_class")[:2] == [
        ("62.01", 66, None),
        ("62.71", None, "rentan"),
    ]
    grid = kinds.ask(
        "spi/coverage_matrix", from_year=2021, year=2025, scope="pemprov", region=["62"]
    )
    held = {(row["region_code"], row["year"]): row for row in grid}
    assert held["62", 2025]["knowledge"] == "class_only"
    assert held["62", 2025]["source_ids"] == [WEAK]
    assert held["62", 2025]["n_known"] == 0  # counted as no score
    assert held["63", 2024]["knowledge"] == "one_source"  # its score decides, not the report


def test_a_class_alone_stands_in_a_profile_and_among_what_to_follow_up(kinds):
    asked = {"region": ["63.02", "62.71"], "scope": "pemprov", "year": 2025}
    found = kinds.ask("region/region_class_only", **asked)
    assert take(found, "region_code", "year", "reported_class", "reported_reliability") == [
        ("62.71", 2024, "rentan", "weak"),
        ("63.02", 2025, "waspada", "news"),
    ]
    listed = kinds.ask("region/region_scores", region_code="63.02", year=2025)
    assert take(listed, "year", "score", "spi_class", "reported_class", "change") == [
        (2025, None, "no_data", "waspada", None),
        (2024, 74, "waspada", None, -1),
        (2023, 75, "waspada", None, None),
    ]
    series = kinds.ask(
        "spi/spi_trend",
        region=["63.02"],
        scope="pemprov",
        from_year=2024,
        to_year=2025,
        reference=[],
    )
    assert take(series, "year", "score", "reported_class", "source_ids") == [
        (2024, 74, None, [KPK]),
        (2025, None, "waspada", [NEWS]),
    ]
