"""The small country and its variants, loaded once for all tests of answers."""

from __future__ import annotations

import pytest

from tests.fixtures import (
    KPK,
    NEWS,
    RULES,
    WORLD,
    Answers,
    rows,
    world,
    write_facts,
)


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Answers:
    """The answers on the small country."""
    return Answers(write_facts(tmp_path_factory.mktemp("small"), WORLD))


@pytest.fixture(scope="session")
def busy(tmp_path_factory) -> Answers:
    """The small country with more to tell: parts of the KPK, participants, a shared report."""
    tables = world()
    first, meeting, officials = tables["bimtek_activity"][:3]
    first |= {"kpk_involved": "no", "topic": "wbs", "participants": 40}
    officials |= {"kpk_involved": "unknown", "participants": 47}
    tables["bimtek_activity"] += [
        # The day of the OTT itself, and a month that only begins within 365 days after it.
        {**officials, "activity_id": "keg-2016-09-09-6371", "start_date": "2016-09-09"},
        {
            **meeting,
            "activity_id": "keg-2017-09-01-63",
            "start_date": "2017-09-01",
            "region_code": "63",
        },
        {
            **meeting,
            "activity_id": "keg-2016-12-01-63",
            "start_date": "2016-12-01",
            "region_code": "63",
        },
        {**officials, "activity_id": "keg-2019-05-05-6371", "start_date": "2019-05-05"},
    ]
    tables["bimtek_activity"][-1] |= {"topic": "wbs", "source_id": NEWS}
    tables["regulations"] += rows(
        "region_code instrument number year subject title_id source_id reliability",
        ("63.71", "Peraturan Wali Kota", "7", 2014, "gratifikasi", "Hadiah", NEWS, "news"),
        ("13", "Peraturan Gubernur", None, 2022, "lainnya", "Lain", RULES, "weak"),
    )
    tables["paksi_counts"] += rows(
        "region_code as_of paksi api source_id reliability",
        ("00", "2023-06", 100, 7, KPK, "official"),
        ("62", "2025", 3, None, NEWS, "news"),
    )
    return Answers(write_facts(tmp_path_factory.mktemp("busy"), tables))
