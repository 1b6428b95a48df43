"""What two states of the facts are compared by, on the small country."""

from __future__ import annotations

from tests.fixtures import KPK, LIST, NEWS, Answers
from tests.sql.shared import take


def test_a_score_stands_beside_the_class_known_before(small: Answers) -> None:
    rows = [row for row in small.ask("changes/scores") if row["scope"] == "pemprov"]
    columns = ("region_code", "year", "score", "spi_class", "previous_class", "is_class_comparable")
    assert take([row for row in rows if row["region_code"] in ("62", "63")], *columns) == [
        ("62", 2023, 65.99, "sangat_rentan", None, True),
        ("62", 2024, 67.76, "rentan", "sangat_rentan", False),  # three classes since 2024
        ("62", 2025, None, "waspada", "rentan", True),  # a class alone
        ("63", 2022, 73.76, "waspada", None, True),
        ("63", 2023, 72.54, "rentan", "waspada", True),
        ("63", 2024, 64.15, "rentan", "rentan", False),
    ]
    [alone] = [row for row in rows if row["score"] is None]
    assert alone["reported_reliability"] == "weak"


def test_observations_are_all_that_sources_printed(small: Answers) -> None:
    rows = [row for row in small.ask("changes/observations") if row["region_code"] == "63"]
    assert len(rows) == 6
    assert [row["score"] for row in rows if row["is_excluded"]] == [99.99]


def test_operations_have_their_offices_and_no_more(small: Answers) -> None:
    rows = small.ask("changes/incidents")
    assert len(rows) == 8
    [last] = [row for row in rows if row["incident_id"] == "ott-2019-01-15-63"]
    assert (last["year"], last["offices_en"]) == (2019, "Office ott-2019-01-15-63")
    assert last["source_ids"] == [LIST]


def test_a_stage_counts_from_its_first_year(small: Answers) -> None:
    [row] = small.ask("changes/zones")
    assert (row["unit_name"], row["stage"], row["year"]) == ("RSUD", "belum lolos", 2023)
    assert row["awarded_by"] is None  # no award
    assert row["source_ids"] == [NEWS] != [KPK]
