"""Answers on integrity zones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures import (
    KPK,
    NEWS,
    TRAINING,
    WEAK,
    Answers,
    rows,
    world,
    write_facts,
)
from tests.sql.shared import take

ALL_ZONES: dict[str, Any] = {"region": [], "from_year": 2018, "year": 2024, "owner": []}


@pytest.fixture(scope="module")
def zones(tmp_path_factory) -> Answers:
    """The small country with units at every kind of stage, groups, and differing counts."""
    tables = world()
    columns = (
        "year region_code unit_name unit_count owner_type stage award_by year_basis source_id "
        "reliability"
    )
    told = (
        (2019, "63", "Dinas", 1, "pemda", "pencanangan", "unknown", "stated", NEWS),
        (2020, "63", "Dinas", 1, "pemda", "wbk", "kemenpanrb", "inferred", KPK),
        (2021, "63", "Dinas", 1, "pemda", "diusulkan", "unknown", "stated", NEWS),
        (2021, "63.71", "Pengadilan", 1, "peradilan", "wbk", "internal", "stated", NEWS),
        (2022, "63.71", "RSUD", 1, "pemda", "evaluasi nasional", "unknown", "stated", NEWS),
        (2024, "63.71", "Semua", None, "pemda", "pendampingan", "unknown", "stated", TRAINING),
        (2022, "62", "Satuan kerja", 12, "kepolisian", "diusulkan", "unknown", "stated", NEWS),
        (2022, "62", "Jajaran", None, "kepolisian", "diusulkan", "unknown", "stated", WEAK),
    )
    tables["wbk_status"] += rows(columns, *((*row, "news") for row in told))
    tables["bimtek_activity"].append(
        tables["bimtek_activity"][2]
        | {
            "activity_id": "keg-2024-02-01-6371",
            "start_date": "2024-02-01",
            "activity_type": "pendampingan",
            "topic": "zona integritas",
            "title_id": "Pendampingan",
        }
    )
    tables["wbk_yearly"] += rows(
        "year scope wbk_count wbbm_count proposed_count source_id",
        (2023, "nasional", 125, 4, 900, KPK),
        (2023, "pemda", 10, None, None, NEWS),
    )
    return Answers(write_facts(tmp_path_factory.mktemp("zones"), tables))


def test_ladder_takes_each_unit_once_at_its_furthest_stage(zones):
    columns = ("region_code", "stage", "awarded_by", "unit_count", "unsized_count", "source_ids")
    assert take(zones.ask("wbk/wbk_ladder", **ALL_ZONES, award=[]), *columns) == [
        ("13", None, None, None, 0, []),
        ("31", None, None, None, 0, []),
        ("61", None, None, None, 0, []),
        ("62", "diusulkan", None, 12, 1, [WEAK, NEWS]),
        ("63", "pendampingan", None, None, 1, [TRAINING]),
        ("63", "belum lolos", None, 1, 0, [NEWS]),
        ("63", "wbk", "internal", 1, 0, [NEWS]),
        ("63", "wbk", "kemenpanrb", 1, 0, [KPK]),
    ]
    chosen = {**ALL_ZONES, "region": ["63.71", "13"], "owner": ["peradilan"]}
    assert take(zones.ask("wbk/wbk_ladder", **chosen, award=["internal"]), *columns[:4]) == [
        ("13", None, None, None),
        ("63.71", "wbk", "internal", 1),
    ]
    # In 2021 alone the unit's award of 2020 is not seen.
    late = {**ALL_ZONES, "region": ["63"], "from_year": 2021, "year": 2021}
    assert take(zones.ask("wbk/wbk_ladder", **late, award=[]), "stage", "named_count") == [
        ("diusulkan", 1),
        ("wbk", 1),
    ]


def test_zone_counts_keep_groups_apart(zones):
    found = zones.ask("wbk/wbk_counts", **ALL_ZONES, award=[])
    assert take(found, "stage", "awarded_by", "named_count", "group_count") == [
        ("wbk", "internal", 1, 0),
        ("wbk", "kemenpanrb", 1, 0),
        ("belum lolos", None, 1, 0),
        ("diusulkan", None, 0, 2),
        ("pendampingan", None, 0, 1),
    ]
    assert set(take(found, "all_named", "all_groups", "all_awarded")) == {(3, 3, 2)}
    assert zones.ask("wbk/wbk_counts", **{**ALL_ZONES, "region": ["13"]}, award=[]) == []


def test_national_zone_counts_are_told_by_source_and_never_added(zones):
    found = zones.ask("wbk/wbk_by_year", from_year=2022, year=2023)
    columns = ("year", "counted_scope", "wbk_count", "wbk_count_low", "wbk_count_high")
    assert take(found, *columns, "wbbm_count", "is_known", "source_ids") == [
        (2022, "nasional", None, None, None, None, None, []),
        (2023, "nasional", 120, 120, 125, None, True, [NEWS]),
        (2023, "nasional", 125, 120, 125, 4, True, [KPK]),
        (2023, "pemda", 10, 10, 10, None, True, [NEWS]),
    ]


def test_zone_path_tells_what_followed_once(zones):
    columns = ("year", "step_kind", "event_type", "unit_names", "score", "source_ids")
    assert take(zones.ask("wbk/wbk_paths", **ALL_ZONES), *columns) == [
        (2022, "stage", "evaluasi nasional", ["RSUD"], None, [NEWS]),
        (2023, "stage", "belum lolos", ["RSUD"], None, [NEWS]),
        # The group's stage of 2024 rests on the same source as the coaching: told as that.
        (2024, "activity", "pendampingan", [], None, [TRAINING]),
        (2024, "activity", "bimtek", [], None, [TRAINING]),
        (2024, "score", "pemkot", [], 78.5, [NEWS]),
    ]
    assert len(zones.ask("wbk/wbk_paths", **{**ALL_ZONES, "year": 2023})) == 2
    assert zones.ask("wbk/wbk_paths", **{**ALL_ZONES, "from_year": 2024}) == []
    assert zones.ask("wbk/wbk_paths", **{**ALL_ZONES, "owner": ["peradilan"]}) == []


def test_zone_units_are_newest_first(zones):
    found = zones.ask("wbk/wbk_units", **ALL_ZONES, award=[])
    columns = ("year", "region_code", "unit_name", "unit_count", "awarded_by", "is_year_inferred")
    assert take(found, *columns)[:2] == [
        (2024, "63.71", "Semua", None, None, False),
        (2023, "63.71", "RSUD", 1, None, False),
    ]
    assert take(found, *columns)[-2:] == [
        (2020, "63", "Dinas", 1, "kemenpanrb", True),
        (2019, "63", "Dinas", 1, None, False),
    ]
    assert len(found) == 9


def test_years_of_zones(zones, small):
    for answers, first in ((zones, 2019), (small, 2023)):
        [row] = answers.ask("wbk/wbk_years")
        assert row == {"first_year": first, "last_year": 2024 if first == 2019 else 2023}
