"""Regions, their events, cards, timelines, profiles and names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest

from tests.fixtures import (
    COURT,
    KPK,
    LIST,
    NEWS,
    RULES,
    TRAINING,
    Answers,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import take


def test_governments_of_a_province_leave_out_administrative_ones(small):
    found = small.sql("select * from mart_region order by region_code")
    columns = ("region_code", "region_label", "own_scope", "has_own_government", "n_governments")
    assert take(found, *columns) == [
        ("00", "Nasional", "nasional", True, None),
        ("13", "Sumbar", "pemprov", True, 1),
        ("31", "Jakarta", "pemprov", True, 1),
        ("31.01", "Kab. Administrasi Kepulauan Seribu", "pemkab", False, None),
        ("31.71", "Kota Administrasi Jakarta Pusat", "pemkot", False, None),
        ("61", "Kalbar", "pemprov", True, 1),
        ("62", "Kalteng", "pemprov", True, 2),
        ("62.71", "Kota Palangka Raya", "pemkot", True, None),
        ("63", "Kalsel", "pemprov", True, 3),
        ("63.01", "Kab. Tanah Laut", "pemkab", True, None),
        ("63.71", "Kota Banjarmasin", "pemkot", True, None),
    ]


def test_shipped_governments_are_546():
    """38 provinces and 508 kabupaten and kota govern themselves; Jakarta's six do not."""
    [row] = shipped().sql(
        "select sum(n_governments) as n from mart_region where level = 'provinsi'"
    )
    assert row["n"] == 38 + 508
    assert shipped().sql("select n_governments from mart_region where region_code = '31'") == [
        {"n_governments": 1}
    ]


def test_events_of_every_kind(small):
    found = small.sql("select * from mart_event order by event_date, event_id")
    kinds = defaultdict(list)
    for row in found:
        kinds[row["event_kind"]].append(row)
    assert {kind: len(of_kind) for kind, of_kind in kinds.items()} == {
        "ott": 8,
        "activity": 5,
        "wbk": 1,
        "regulation": 1,
    }
    columns = ("region_code", "province_code", "event_date", "date_precision", "event_type")
    assert take(kinds["wbk"] + kinds["regulation"], *columns) == [
        ("63.71", "63", dt.date(2023, 1, 1), "year", "belum lolos"),
        ("63.71", "63", dt.date(2019, 1, 1), "year", "Peraturan Wali Kota"),
    ]
    [meeting] = [row for row in found if row["region_code"] == "62" and row["end_date"] is None][1:]
    assert take([meeting], *columns) == [("62", "62", dt.date(2024, 4, 1), "month", "rakor")]
    assert take(kinds["activity"][:1], "event_date", "end_date", "title_en") == [
        (dt.date(2016, 9, 20), dt.date(2016, 9, 21), "Training in Banjarmasin")
    ]


def test_every_shipped_event_has_a_place_in_the_list():
    [row] = shipped().sql(
        "select (select count(*) from mart_event) as events, "
        "(select count(*) from stg_ott_incidents) + (select count(*) from stg_bimtek_activity) "
        "+ (select count(*) from stg_wbk_status) + (select count(*) from stg_regulations) as facts"
    )
    assert row["events"] == row["facts"] > 0


def test_response_timeline_tells_a_province_with_its_parts(small):
    found = small.ask(
        "region/response_timeline",
        from_year=2019,
        to_year=2024,
        scope="pemprov",
        region=["63", "62"],
    )
    assert take(found, "lane", "region_code", "event_date", "date_precision", "score") == [
        ("regulation", "63.71", dt.date(2019, 1, 1), "year", None),
        ("ott", "63", dt.date(2019, 1, 15), "day", None),
        ("spi", "63", dt.date(2022, 7, 1), "year", 73.76),
        ("wbk", "63.71", dt.date(2023, 1, 1), "year", None),
        ("spi", "63", dt.date(2023, 7, 1), "year", 72.54),
        ("spi", "63", dt.date(2024, 7, 1), "year", 64.15),
        ("activity", "63.71", dt.date(2024, 10, 16), "day", None),
    ]
    assert found[0]["source_ids"] == [RULES]
    assert found[-1]["source_ids"] == [TRAINING]


def test_response_timeline_of_a_kota_is_its_own(small):
    found = small.ask(
        "region/response_timeline", from_year=2023, to_year=2024, scope="pemprov", region=["63.71"]
    )
    assert take(found, "lane", "scope", "score") == [
        ("wbk", None, None),
        ("spi", "pemkot", 76.0),
        ("spi", "pemkot", 78.5),
        ("activity", None, None),
    ]


def test_response_timeline_of_no_region_is_empty(small):
    asked = {"from_year": 2008, "to_year": 2026, "scope": "pemprov", "region": []}
    assert small.ask("region/response_timeline", **asked) == []


CARDS = {
    "scope": "pemprov",
    "year": 2024,
    "from_year": 2023,
    "to_year": 2025,
    "ott_from_year": 2016,
    "ott_year": 2018,
    "event_year": 2025,
}


def cards_of(answers, *region, **asked):
    return answers.ask("region/region_cards", region=list(region), **(CARDS | asked))


def test_region_cards_keep_the_readers_order(small):
    found = cards_of(small, "31", "63", "62.71")
    columns = ("region_code", "year", "score", "spi_class", "change", "score_rank", "n_ranked")
    assert take(found, *columns, "ott_count", "activity_title_en") == [
        ("31", 2024, None, None, None, None, None, 1, None),
        ("63", 2024, 64.15, "rentan", -8.39, 3, 4, 3, "Training of officials"),
        ("62.71", 2024, None, None, None, None, None, 0, None),
    ]
    assert sorted(found[1]["source_ids"]) == sorted([KPK, NEWS, LIST, COURT, TRAINING])
    # What stands behind the distance to the nation is a source of the card too.
    each = ("score_source_ids", "ott_source_ids", "activity_source_ids")
    assert take(found[1:], *each) == [([NEWS, KPK], [LIST, COURT], [TRAINING]), ([], [], [])]
    assert found[1]["activity_region_label"] == "Kota Banjarmasin"


def test_region_cards_are_of_one_year(small):
    [card] = cards_of(small, "63", year=2023, from_year=2022, event_year=2023)
    assert take([card], "score", "is_disputed", "low", "high", "ott_count") == [
        (72.54, True, 72.54, 72.55, 3)
    ]
    assert card["activity_date"] == dt.date(2016, 9, 20)
    assert take([card], "newest_year", "newest_score", "newest_class") == [(2024, 64.15, "rentan")]
    assert card["distance_to_national"] == pytest.approx(72.54 - 70.97)


def test_a_newest_score_of_another_year_stands_beside_and_never_in_its_place(small):
    [card] = cards_of(small, "61", year=2023, from_year=2022, to_year=2023)
    columns = ("year", "score", "spi_class", "newest_year", "newest_score", "place", "change")
    assert take([card], *columns) == [(2023, None, None, 2021, 70.0, None, None)]
    assert card["distance_to_national"] is None


def test_a_change_is_measured_from_the_comparison_year_only(small):
    # 61 has scores of 2021 and 2024: a step over two missing surveys is no change since 2023.
    [card] = cards_of(small, "61")
    assert take([card], "score", "change", "previous_year", "has_class_change") == [
        (64.15, None, None, False)
    ]
    [card] = cards_of(small, "62")
    assert take([card], "change", "previous_year", "has_class_change") == [(1.77, 2023, True)]


def test_a_place_is_among_the_same_kind_and_tells_ties(small):
    found = cards_of(small, "61", "62", "63", "63.71", "13")
    assert take(found, "region_code", "place", "n_placed", "n_tied") == [
        ("61", 2, 3, 2),
        ("62", 1, 3, 1),
        ("63", 2, 3, 2),
        ("63.71", 1, 1, 1),
        ("13", 1, 1, 1),
    ]


def test_the_line_of_a_card_holds_every_known_year_of_its_score(small):
    found = small.ask(
        "region/region_card_scores", region=["63", "63.71"], scope="pemprov", to_year=2025
    )
    assert take(found, "region_code", "year", "score") == [
        ("63", 2022, 73.76),
        ("63", 2023, 72.54),
        ("63", 2024, 64.15),
        ("63.71", 2023, 76.0),
        ("63.71", 2024, 78.5),
    ]


FOLLOW_UP = {
    "scope": "pemprov",
    "year": 2024,
    "activity_from_year": 2016,
    "activity_to_year": 2024,
    "event_year": 2025,
}


def test_what_may_be_followed_up(small):
    found = small.ask("region/region_follow_up", region=["63", "63.71", "31.71"], **FOLLOW_UP)
    columns = ("years_without_score", "n_parts", "n_parts_without_score", "open_units")
    assert take(found, "region_code", *columns) == [
        ("63", [2021], 2, 1, ["RSUD (2023)"]),
        ("63.71", [2021, 2022], 0, 0, ["RSUD (2023)"]),
        # Jakarta's parts have no government of their own: nothing of theirs can be missing.
        ("31.71", [], 0, 0, []),
    ]
    assert take(found, "source_ids") == [([NEWS],), ([NEWS],), ([],)]
    assert take(found, "subjects_without_regulation") == [(["wbs"],), ([],), ([],)]


def test_a_unit_that_passed_later_needs_no_follow_up(tmp_path):
    tables = world()
    [status] = tables["wbk_status"]
    tables["wbk_status"].append(status | {"year": 2024, "stage": "wbk"})
    answers = Answers(write_facts(tmp_path, tables))
    [row] = answers.ask("region/region_follow_up", region=["63.71"], **FOLLOW_UP)
    assert row["open_units"] == []
    [row] = answers.ask(
        "region/region_follow_up", region=["63.71"], **FOLLOW_UP | {"event_year": 2023}
    )
    assert row["open_units"] == ["RSUD (2023)"]


def told_profile(answers: Answers, region_code: str, year: int, **asked: Any) -> dict[str, Any]:
    """The profile's row; the window is that of the complete years unless another is asked."""
    span = {"to_year": year, "ott_from_year": 2016, "ott_to_year": min(year, 2018)}
    known = {**span, "last_year": year, "scope": "pemprov", **asked}
    [row] = answers.ask("region/region_profile", region_code=region_code, year=year, **known)
    return row


def test_profile_tells_its_year_and_a_newer_score_beside(small):
    row = told_profile(small, "63", 2023, to_year=2024)
    scored = ("year", "score", "spi_class", "previous_year", "newest_year", "newest_score")
    assert take([row], *scored) == [(2023, 72.54, "rentan", 2022, 2024, 64.15)]
    assert take([told_profile(small, "63", 2023)], *scored[-2:]) == [(None, None)]
    assert take([told_profile(small, "61", 2023)], *scored[1:]) == [(None, None, None, 2021, 70.0)]


def test_profile_tells_the_last_ott_and_what_followed(small):
    row = told_profile(small, "63", 2024)
    counts = ("ott_count", "activity_count", "zone_count", "regulation_count")
    assert take([row], *counts) == [(3, 2, 1, 1)]  # one of the four lies after 2018
    assert (row["ott_date"], row["ott_offices_en"]) == (
        dt.date(2019, 1, 15),
        "Office ott-2019-01-15-63",
    )
    assert (row["activities_since_ott"], row["activity_title_en"]) == (1, "Training of officials")
    assert row["days_until_activity"] == 2101
    assert row["years_without_score"] == [2021]
    assert sorted(set(row["source_ids"])) == sorted([LIST, TRAINING, COURT, NEWS])
    earlier = told_profile(small, "63", 2016)
    assert take([earlier], "ott_date", "activity_date", "days_until_activity") == [
        (dt.date(2016, 9, 9), dt.date(2016, 9, 20), 11)
    ]


def test_profile_does_not_order_what_one_month_holds(tmp_path):
    tables = world()
    for incident in tables["ott_incidents"]:
        if incident["incident_id"] == "ott-2016-09-09-6371":
            incident |= {"ott_date": "2016-09-01", "date_precision": "month"}
    answers = Answers(write_facts(tmp_path, tables))
    row = told_profile(answers, "63.71", 2016)
    assert (row["ott_date_precision"], row["activities_since_ott"]) == ("month", 0)
    found = answers.ask("region/region_activities", region_code="63.71", year=2016)
    assert take(found, "event_date", "days_since_ott") == [(dt.date(2016, 9, 20), None)]


def test_profile_of_a_region_without_facts(small):
    row = told_profile(small, "63.01", 2015)
    assert (row["ott_count"], row["activity_count"], row["ott_date"]) == (0, 0, None)
    assert row["source_ids"] == row["years_without_score"] == []
    row = told_profile(small, "31.71", 2022)
    assert row["has_own_government"] is False
    assert row["years_without_score"] == [2021, 2022]


def test_profile_lists_are_newest_first_and_a_province_has_its_parts(small):
    def told(query: str, region: str, *columns: str, year: int = 2024) -> list[tuple[Any, ...]]:
        found = small.ask(query, region_code=region, year=year)
        return take(found, *columns)

    assert told("region/region_ott", "63", "event_date", "region_code", "source_ids") == [
        (dt.date(2019, 1, 15), "63", [LIST]),
        (dt.date(2016, 9, 9), "63.71", [COURT]),
        (dt.date(2016, 7, 1), "63.01", [COURT]),
        (dt.date(2016, 3, 5), "63", [LIST]),
    ]
    assert told("region/region_ott", "63.71", "offices_en", "summary_en") == [
        ("Office ott-2016-09-09-6371", "Alleged bribe")
    ]
    assert told("region/region_ott", "63", "event_date", year=2015) == []
    scored = ("year", "scope", "score", "spi_class", "change", "low", "high", "source_ids")
    assert told("region/region_scores", "63", *scored, year=2023) == [
        (2023, "pemprov", 72.54, "rentan", pytest.approx(-1.22), 72.54, 72.55, [NEWS, KPK]),
        (2022, "pemprov", 73.76, "waspada", None, None, None, [KPK]),
    ]
    assert told("region/region_scores", "63", *scored[:3])[:2] == [
        (2024, "pemprov", 64.15),
        (2024, "agregat_wilayah", 70.5),
    ]
    assert told("region/region_scores", "31", *scored) == []
    assert told("region/region_activities", "63", "title_en", "organizer", "days_since_ott") == [
        ("Training of officials", "KPK", 2101),
        ("Training in Banjarmasin", "KPK", 11),
    ]
    # The only earlier OTT of the province: 10 October 2018; the meeting is known by month only.
    assert told("region/region_activities", "62", "title_en", "days_since_ott") == [
        ("Meeting in Kalteng", None)
    ]
    zone = ("year", "unit_name", "unit_count", "event_type", "award_by", "is_year_inferred")
    assert told("region/region_wbk", "63", *zone) == [
        (2023, "RSUD", 1, "belum lolos", "kemenpanrb", False)
    ]
    assert told("region/region_wbk", "63", *zone, year=2022) == []
    rule = ("year", "event_type", "regulation_number", "subject", "title_id", "source_ids")
    assert told("region/region_regulations", "63.71", *rule) == [
        (2019, "Peraturan Wali Kota", "5", "wbs", "Pengaduan", [RULES])
    ]
    assert told("region/region_regulations", "62", *rule) == []


def test_profile_peers_are_the_nearest_of_the_same_kind_and_year(small):
    def told(region: str, scope: str = "pemprov", year: int = 2024) -> list[tuple[Any, ...]]:
        found = small.ask("region/region_peers", region_code=region, scope=scope, year=year)
        return take(found, "region_code", "year", "distance")

    assert told("63") == [
        ("61", 2024, 0),
        ("62", 2024, pytest.approx(3.61)),
        ("13", 2024, pytest.approx(14.85)),
    ]
    assert told("63", year=2023) == [("62", 2023, pytest.approx(-6.55))]
    assert told("63", scope="agregat_wilayah") == told("63.71") == told("31") == []
    assert told("63", year=2025) == []  # its score of 2024 is not held against others' of 2025


def test_profile_neighbours(small):
    def told(region: str) -> list[str]:
        found = small.ask(
            "region/region_neighbours", region_code=region, year=2024, scope="pemprov"
        )
        return [row["region_code"] for row in found]

    assert sorted(told("63")) == ["61", "62"]
    assert told("63.71") == ["63", "63.01"]
    assert told("13") == []
