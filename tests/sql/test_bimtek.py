"""Answers on activities, and on what followed an operation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.fixtures import (
    LIST,
    NEWS,
    TRAINING,
    Answers,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import take

ACTIVITIES: dict[str, Any] = {
    "from_year": 2016,
    "year": 2024,
    "region": [],
    "activity_type": [],
    "topic": [],
    "kpk": [],
}


def test_an_event_seen_in_several_regions_is_one_event(small):
    found = small.sql("select * from mart_activity order by activity_id")
    assert take(found, "event_id", "region_code", "province_code", "event_region_codes") == [
        ("keg-2016-09-20-6371", "63.71", "63", ["63.71"]),
        ("keg-2024-04-01-62", "62", "62", ["62"]),
        ("keg-2024-10-16-6371", "63.71", "63", ["63.71"]),
        ("hakordia-2024", "00", "00", ["00", "13"]),
        ("hakordia-2024", "13", "13", ["00", "13"]),
    ]


def test_activity_years(small):
    assert small.ask("bimtek/bimtek_years") == [{"first_year": 2016, "last_year": 2024}]


def test_activities_are_newest_first_and_national_ones_once(small):
    def told(**asked: Any) -> list[str]:
        found = small.ask("bimtek/bimtek_activities", **{**ACTIVITIES, **asked})
        return [row["title_en"] for row in found]

    assert told() == [
        "Anti-corruption day",
        "Training of officials",
        "Meeting in Kalteng",
        "Training in Banjarmasin",
    ]
    assert told(region=["13"]) == ["Anti-corruption day in Sumbar"]
    assert told(region=["63"]) == ["Training of officials", "Training in Banjarmasin"]
    assert told(region=["63.01"]) == told(kpk=["no"]) == told(topic=["spi"]) == []
    assert told(activity_type=["rakor", "kampanye"]) == [
        "Anti-corruption day",
        "Meeting in Kalteng",
    ]
    assert told(from_year=2017, year=2023) == []


def test_activity_totals(busy):
    def told(**asked: Any) -> tuple[Any, ...]:
        [row] = busy.ask("bimtek/bimtek_totals", **{**ACTIVITIES, **asked})
        return tuple(row.values())

    # found, seen in several regions, with, without, not stated, of known participants, people
    assert told() == (8, 1, 4, 1, 3, 4, 181)
    assert told(region=["63"]) == (6, 0, 2, 1, 3, 4, 181)
    assert told(region=["13"]) == (1, 1, 1, 0, 0, 0, None)
    assert told(kpk=["no"]) == (1, 0, 0, 1, 0, 1, 40)
    assert told(region=["31"]) == (0, 0, 0, 0, 0, 0, None)


def test_bimtek_calendar_has_every_month_and_no_zero(small):
    found = small.ask("bimtek/bimtek_calendar", **ACTIVITIES)
    assert len(found) == 9 * 12
    known = [row for row in found if row["activity_count"] is not None]
    assert take(known, "year", "month", "activity_count", "with_kpk", "year_total") == [
        (2024, 4, 1, 1, 3),
        (2024, 10, 1, 1, 3),
        (2024, 12, 1, 1, 3),  # one event in two regions
        (2016, 9, 1, 1, 1),
    ]
    assert known[0]["source_ids"] == [TRAINING]
    assert {row["source_ids"] for row in found if row["activity_count"] is None} == {None}
    none = small.ask("bimtek/bimtek_calendar", **{**ACTIVITIES, "region": ["31"]})
    assert {row["activity_count"] for row in none} == {None}


def test_bimtek_topics_cross_topics_with_types(busy):
    found = busy.ask("bimtek/bimtek_topics", **ACTIVITIES)
    columns = ("topic", "activity_type", "activity_count", "with_kpk", "without_kpk", "kpk_unknown")
    assert take(found, *columns, "topic_total") == [
        ("antikorupsi", "bimtek", 2, 0, 0, 2, 6),
        ("antikorupsi", "kampanye", 1, 1, 0, 0, 6),
        ("antikorupsi", "rakor", 3, 3, 0, 0, 6),
        ("wbs", "bimtek", 2, 0, 1, 1, 2),
        ("wbs", "kampanye", None, None, None, None, 2),
        ("wbs", "rakor", None, None, None, None, 2),
    ]
    only_wbs = busy.ask("bimtek/bimtek_topics", **{**ACTIVITIES, "topic": ["wbs"]})
    assert take(only_wbs, "topic", "activity_type", "activity_count") == [("wbs", "bimtek", 2)]
    assert only_wbs[0]["source_ids"] == [NEWS, TRAINING]


def test_bimtek_timeline_has_a_track_for_each_chosen_region(small):
    def told(**asked: Any) -> list[tuple[Any, ...]]:
        found = small.ask("bimtek/bimtek_timeline", **{**ACTIVITIES, **asked})
        return take(found, "track_code", "lane", "event_date", "region_code", "kpk_involved")

    training = ("activity", dt.date(2024, 10, 16), "63.71", "yes")
    assert told(region=["63"], from_year=2017) == [
        ("63", "ott", dt.date(2019, 1, 15), "63", None),
        ("63", *training),
    ]
    assert told(region=["63", "63.71"], from_year=2017)[1] == ("63.71", *training)
    assert [row[0] for row in told(from_year=2024)] == ["00", "13", "62", "63"]
    assert told(region=["63"], from_year=2017, kpk=["no"]) == [
        ("63", "ott", dt.date(2019, 1, 15), "63", None)
    ]


def test_what_surely_came_within_365_days_after_an_ott(busy):
    found = busy.sql("select * from mart_after_ott order by incident_id, activity_id")
    assert take(found, "incident_id", "activity_id", "days_after") == [
        # 2016-03-05 in Kalsel: what happened there later that year.
        ("ott-2016-03-05-63", "keg-2016-09-09-6371", 188),
        ("ott-2016-03-05-63", "keg-2016-09-20-6371", 199),
        ("ott-2016-03-05-63", "keg-2016-12-01-63", None),
        ("ott-2016-07-01-6301", "keg-2016-09-09-6371", 70),
        ("ott-2016-07-01-6301", "keg-2016-09-20-6371", 81),
        ("ott-2016-07-01-6301", "keg-2016-12-01-63", None),
        # Not the same day, nor September 2017, which ends after the 365 days.
        ("ott-2016-09-09-6371", "keg-2016-09-20-6371", 11),
        ("ott-2016-09-09-6371", "keg-2016-12-01-63", None),
        ("ott-2019-01-15-63", "keg-2019-05-05-6371", 110),
    ]


def test_after_an_ott_known_by_month_only_the_month_has_to_end_first(tmp_path):
    tables = world()
    for incident in tables["ott_incidents"]:
        if incident["incident_id"] == "ott-2016-09-09-6371":
            incident |= {"ott_date": "2016-09-01", "date_precision": "month"}
    answers = Answers(write_facts(tmp_path, tables))
    found = answers.sql("select * from mart_after_ott where incident_id like 'ott-2016-09%'")
    assert found == []


def test_after_ott_tells_operations_with_and_without_followers(busy):
    def told(**asked: Any) -> list[tuple[Any, ...]]:
        found = busy.ask("bimtek/bimtek_after_ott", **{**ACTIVITIES, **asked})
        return take(found, "incident_id", "event_id", "days_after")

    assert told(region=["63"], from_year=2017) == [
        ("ott-2019-01-15-63", "keg-2019-05-05-6371", 110)
    ]
    assert told(region=["31", "62"]) == [
        ("ott-2018-10-10-62", None, None),
        ("ott-2017-02-02-31", None, None),
    ]
    # A kota: its own operation with all that followed, and what followed there after others.
    assert told(region=["63.71"]) == [
        ("ott-2019-01-15-63", "keg-2019-05-05-6371", 110),
        ("ott-2016-09-09-6371", "keg-2016-09-20-6371", 11),
        ("ott-2016-09-09-6371", "keg-2016-12-01-63", None),
        ("ott-2016-07-01-6301", "keg-2016-09-09-6371", 70),
        ("ott-2016-07-01-6301", "keg-2016-09-20-6371", 81),
        ("ott-2016-03-05-63", "keg-2016-09-09-6371", 188),
        ("ott-2016-03-05-63", "keg-2016-09-20-6371", 199),
    ]
    assert told(from_year=2019, kpk=["yes"]) == [("ott-2019-01-15-63", None, None)]
    [row] = busy.ask("bimtek/bimtek_after_ott", **{**ACTIVITIES, "from_year": 2019})
    assert (row["source_ids"], row["activity_source_ids"]) == ([LIST], [NEWS])
    assert not {"ott-2016-05-05-00"} & {incident for incident, *_rest in told()}  # no province


def test_days_after_an_ott_agree_with_those_of_the_profile():
    """Two queries count days since an OTT: for the OTT just before they say the same."""
    facts = shipped()
    known = {
        (row["activity_id"], row["days_after"])
        for row in facts.sql("select activity_id, days_after from mart_after_ott")
    }
    told = 0
    for province in ("13", "16", "33", "35", "61", "62", "63", "64"):
        rows_of = facts.ask("region/region_activities", region_code=province, year=2026)
        for row in rows_of:
            if row["days_since_ott"] is not None and row["days_since_ott"] <= 365:
                assert (row["event_id"], row["days_since_ott"]) in known
                told += 1
    assert told > 20


def test_the_stories_of_activities():
    after = shipped().ask(
        "bimtek/bimtek_after_ott", **{**ACTIVITIES, "region": ["63"], "from_year": 2024}
    )
    assert take(after[:1], "ott_date", "event_date", "region_label", "days_after") == [
        (dt.date(2024, 10, 6), dt.date(2024, 10, 16), "Kota Banjarmasin", 10)
    ]
    assert after[0]["participants"] == 47
    found = shipped().ask("bimtek/bimtek_activities", **{**ACTIVITIES, "from_year": 2019})
    dated = {(row["event_date"].isoformat(), *row["event_region_codes"]): row for row in found}
    assert "rencana aksi" in dated["2024-04-30", "62"]["title_id"]
    assert dated["2024-04-22", "64.71"]["activity_type"] == "pendampingan"
    assert dated["2024-05-08", "64.71"]["topic"] == "keluarga berintegritas"
    assert "Perwako 15/2019" in dated["2019-08-09", "13.71"]["title_id"]


def test_what_is_counted_beforehand_is_what_a_choice_of_everything_counts(busy):
    chosen = {
        "topic": [row["topic"] for row in busy.sql("select distinct topic from mart_activity")]
    }
    # A national event is the first of its rows, whatever is chosen: here each has one topic.
    for query in ("bimtek/bimtek_calendar", "bimtek/bimtek_topics", "bimtek/bimtek_totals"):
        for from_year, year in ((2016, 2024), (2024, 2024), (1990, 1991)):
            asked = {**ACTIVITIES, "from_year": from_year, "year": year}
            found = busy.ask(query, **asked)
            assert found == busy.ask(query, **{**asked, **chosen}), (query, year)
            assert found


def test_activities_lie_in_the_order_in_which_they_are_asked_for(busy):
    for table, columns in (
        ("mart_activity", "start_date desc, event_id, region_code, activity_id"),
        ("mart_activity_mark", "event_date desc, event_id, region_code, mark_id"),
    ):
        assert busy.sql(f"from {table}") == busy.sql(f"from {table} order by {columns}")
