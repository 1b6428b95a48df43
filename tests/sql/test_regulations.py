"""Answers on regulations and certified educators."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.fixtures import (
    KPK,
    NEWS,
    RULES,
    shipped,
)
from tests.sql.shared import take


def test_regulations_by_province_and_region(busy):
    def told(region: list[str], subject: list[str], year: int = 2024) -> list[tuple[Any, ...]]:
        asked = {"region": region, "subject": subject, "year": year}
        found = busy.ask("regulations/regulations", **asked)
        return take(found, "province_name", "region_code", "regulation_number", "year", "subject")

    west = ("Sumatera Barat", "13", None, 2022, "lainnya")
    wbs = ("Kalimantan Selatan", "63.71", "5", 2019, "wbs")
    gifts = ("Kalimantan Selatan", "63.71", "7", 2014, "gratifikasi")
    assert told([], []) == [west, wbs, gifts]
    assert told(["63"], []) == [wbs, gifts]
    assert told([], ["wbs", "lainnya"]) == [west, wbs]
    assert told([], [], 2018) == [gifts]
    assert told(["62"], []) == []


def test_regulation_subjects_keep_what_was_not_found(busy):
    found = busy.ask("regulations/regulation_subjects", region=["63", "62"], subject=[], year=2024)
    columns = ("region_code", "subject", "regulation_count", "first_year", "is_chosen")
    assert take(found, *columns) == [
        ("62", "gratifikasi", None, None, True),
        ("62", "lainnya", None, None, True),
        ("62", "wbs", None, None, True),
        ("63", "gratifikasi", None, None, True),
        ("63", "lainnya", None, None, True),
        ("63", "wbs", None, None, True),
        ("63.71", "gratifikasi", 1, 2014, False),
        ("63.71", "lainnya", None, None, False),
        ("63.71", "wbs", 1, 2019, False),
    ]
    assert found[-1]["source_ids"] == [RULES]


def test_activities_belong_to_a_regulation_by_rule(busy):
    found = busy.ask("regulations/regulation_activities", year=2024)
    assert take(found, "regulation_number", "subject", "link_kind", "event_id") == [
        ("7", "gratifikasi", "report", "keg-2019-05-05-6371"),
        ("5", "wbs", "subject", "keg-2019-05-05-6371"),
    ]
    assert busy.ask("regulations/regulation_activities", year=2018) == []


def test_both_regulations_of_padang_lead_to_their_introduction():
    found = shipped().ask("regulations/regulation_activities", year=2026)
    padang = [row for row in found if row["region_code"] == "13.71"]
    columns = ("instrument", "regulation_number", "year", "subject", "link_kind", "event_date")
    introduced = ("report", dt.date(2019, 8, 9))
    assert take(padang, *columns) == [
        ("Peraturan Wali Kota", "15", 2019, "wbs", *introduced),
        ("Peraturan Wali Kota", "27", 2019, "benturan kepentingan", *introduced),
    ]


def test_paksi_counts_keep_their_dates(busy):
    found = busy.ask("regulations/paksi_counts", region=["63"], year=2024)
    columns = ("region_code", "counted_on", "paksi_count", "api_count", "source_ids")
    assert take(found, *columns) == [
        ("00", "2023-06", 100, 7, [KPK]),
        ("63", "2024", 12, None, [NEWS]),
    ]
    everyone = busy.ask("regulations/paksi_counts", region=[], year=2026)
    assert [row["region_code"] for row in everyone] == ["00", "62", "63"]
