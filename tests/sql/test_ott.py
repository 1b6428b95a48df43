"""Answers on sting operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.fixtures import (
    COURT,
    DUKCAPIL,
    LIST,
    NEWS,
    WORLD,
    Answers,
    only,
    rows,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import take


def test_operations_count_under_the_province_and_zero_only_where_covered(small):
    found = small.sql("select * from mart_ott order by province_code, year")
    assert [row["year"] for row in found] == [2014, 2015, 2016, 2017, 2018, 2019] * 5
    counts = {
        code: [row["ott_count"] for row in found if row["province_code"] == code]
        for code in ("13", "31", "61", "62", "63")
    }
    assert counts == {
        "13": [None, None, 0, 0, 0, None],
        "31": [None, None, 0, 1, 0, None],
        "61": [None, None, 0, 0, 0, None],
        "62": [None, 1, 0, 0, 1, None],
        "63": [None, None, 3, 0, 0, 1],
    }
    assert [row["is_complete"] for row in found[:6]] == [False, False, True, True, True, False]


def test_rates_of_operations(small):
    columns = ("ott_count", "regional_count", "per_10_million_people", "per_100_governments")
    found = small.sql("select * from mart_ott where province_code = '63' and year >= 2015")
    by_year = {row["year"]: row for row in found}
    # Three operations among four million people; the court's one is not the governments'.
    assert take([by_year[2016]], *columns) == [(3, 2, 7.5, pytest.approx(200 / 3))]
    assert take([by_year[2017]], *columns) == [(0, 0, 0, 0)]
    assert take([by_year[2015]], *columns) == [(None, None, None, None)]
    assert by_year[2016]["source_ids"] == sorted([COURT, LIST])
    assert by_year[2017]["source_ids"] is None


def test_central_cases_stand_apart(small):
    found = small.sql("select * from mart_ott_central order by year")
    assert take(found, "year", "ott_count", "is_complete") == [
        (2014, None, False),
        (2015, None, False),
        (2016, 1, True),
        (2017, 0, True),
        (2018, 0, True),
        (2019, None, False),
    ]


def test_no_shipped_operation_is_lost_between_provinces_and_centre():
    [row] = shipped().sql(
        "select (select sum(ott_count) from mart_ott) as provinces, "
        "(select sum(ott_count) from mart_ott_central) as centre, "
        "(select count(*) from stg_ott_incidents) as incidents"
    )
    assert row["provinces"] + row["centre"] == row["incidents"] > 0
    assert row["centre"] > 0


def ott_map(small: Answers, from_year: int, year: int, indicator: str = "ott_count"):
    return small.ask(
        "ott/ott_map", from_year=from_year, year=year, indicator=indicator, region=["62"]
    )


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("ott_count", [0, 1, 0, 1, 3]),
        ("per_10_million_people", [0, 1, 0, 5, 7.5]),
        ("per_100_governments", [0, 100, 0, 50, 200 / 3]),
    ],
)
def test_ott_map_over_complete_years(small, indicator, values):
    found = ott_map(small, 2016, 2018, indicator)
    assert [row["region_code"] for row in found] == ["13", "31", "61", "62", "63"]
    assert [row["ott_value"] for row in found] == pytest.approx(values)
    assert all(row["is_complete"] for row in found)
    assert [row["is_chosen"] for row in found] == [False, False, False, True, False]
    people = indicator == "per_10_million_people"
    assert sorted(found[4]["source_ids"]) == sorted([LIST, COURT, *[DUKCAPIL] * people])
    assert found[0]["source_ids"] == ([DUKCAPIL] if people else [])


def test_ott_map_knows_no_count_when_a_year_is_unknown(small):
    columns = ("region_code", "ott_value", "ott_count", "found_count", "is_complete")
    assert take(ott_map(small, 2015, 2016), *columns) == [
        ("13", None, None, 0, False),
        ("31", None, None, 0, False),
        ("61", None, None, 0, False),
        ("62", 1, 1, 1, False),
        ("63", None, None, 3, False),
    ]


def test_ott_by_year(small):
    found = small.ask("ott/ott_by_year", from_year=2015, year=2018)
    assert [row["level_group"] for row in found] == [
        "kabupaten_kota",
        "provinsi",
        "pusat_daerah",
        "pusat",
    ] * 4
    assert {
        year: [row["ott_count"] for row in found if row["year"] == year]
        for year in range(2015, 2019)
    } == {
        2015: [1, None, None, None],
        2016: [1, 1, 1, 1],
        2017: [0, 1, 0, 0],
        2018: [0, 1, 0, 0],
    }
    columns = ("year", "year_total", "year_counted_by_kpk", "official_ott_count", "is_complete")
    assert take(found[::4], *columns) == [
        (2015, 1, 1, 5, False),
        (2016, 4, 4, 4, True),
        (2017, 1, 1, 1, True),
        (2018, 1, 0, 0, True),
    ]
    assert found[0]["source_ids"] == sorted([LIST, NEWS])
    assert found[1]["source_ids"] == [NEWS]


def test_ott_by_year_is_zero_only_where_coverage_says_so(tmp_path):
    tables = world()
    for row in tables["coverage"]:
        row["absence_means"] = "unknown"
    answers = Answers(write_facts(tmp_path, tables))
    found = answers.ask("ott/ott_by_year", from_year=2017, year=2017)
    assert [row["ott_count"] for row in found] == [None, 1, None, None]
    assert {row["ott_count"] for row in answers.sql("select ott_count from mart_ott")} == {
        None,
        1,
        3,
    }


def test_ott_years(small):
    assert small.ask("ott/ott_years") == [
        {
            "first_year": 2014,
            "last_year": 2019,
            "first_complete_year": 2016,
            "last_complete_year": 2018,
        }
    ]


EVERY_CASE: dict[str, Any] = {"from_year": 2014, "year": 2019, "region": [], "level": []}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> Answers:
    """The small country with outcomes, counts and cash of some operations."""
    tables = world()
    told: dict[str, dict[str, Any]] = {
        "ott-2016-03-05-63": {
            "outcome_id": "Status tersangka tidak sah.",
            "outcome_en": "A pretrial ruling annulled the suspect status.",
            "outcome_kind": "annulled",
            "cash_seized_idr": 12_000_000_000,
            "people_arrested": 17,
        },
        "ott-2016-07-01-6301": {
            "outcome_id": "Divonis.",
            "outcome_en": "The regent was sentenced to eight years.",
            "outcome_kind": "sentenced",
            "cash_seized_idr": 71_000_000,
        },
        "ott-2018-10-10-62": {
            "outcome_id": "Dilimpahkan.",
            "outcome_en": "The inquiry was handed over to the police.",
            "outcome_kind": "transferred",
        },
        "ott-2019-01-15-63": {
            "outcome_id": "Lain.",
            "outcome_en": "Something else happened.",
            "outcome_kind": "other",
        },
    }
    for row in tables["ott_incidents"]:
        row.update(told.get(row["incident_id"], {}))
    return Answers(write_facts(tmp_path_factory.mktemp("outcomes"), tables))


def test_cases_know_their_level_completeness_and_place(small):
    found = small.sql("select * from mart_ott_case order by ott_date")
    columns = ("region_code", "level_group", "is_complete", "province_label", "outcome_kind")
    assert take(found, *columns) == [
        ("62.71", "kabupaten_kota", False, "Kalteng", None),
        ("63", "provinsi", True, "Kalsel", None),
        ("00", "pusat", True, None, None),
        ("63.01", "kabupaten_kota", True, "Kalsel", None),
        ("63.71", "pusat_daerah", True, "Kalsel", None),
        ("31", "provinsi", True, "Jakarta", None),
        ("62", "provinsi", True, "Kalteng", None),
        ("63", "provinsi", False, "Kalsel", None),
    ]


def test_every_shipped_outcome_is_of_a_known_kind():
    found = shipped().sql(
        "select outcome_kind, count(*) as n from mart_ott_case where outcome_id is not null "
        "group by outcome_kind order by outcome_kind"
    )
    assert take(found, "outcome_kind", "n") == [
        ("annulled", 2),
        ("sentenced", 3),
        ("transferred", 3),
    ]
    told = shipped().sql("select incident_id from mart_ott_case where outcome_kind = 'annulled'")
    assert {row["incident_id"] for row in told} == {"ott-2024-10-06-63", "ott-2017-10-25-3518"}


def test_ott_timeline_takes_a_province_with_its_parts_and_every_filter(small):
    def told(**asked: Any) -> list[tuple[Any, ...]]:
        found = small.ask("ott/ott_timeline", **(EVERY_CASE | {"sector": []} | asked))
        return take(found, "event_date", "level_group")

    assert told() == [
        (dt.date(2015, 6, 1), "kabupaten_kota"),
        (dt.date(2016, 7, 1), "kabupaten_kota"),
        (dt.date(2016, 3, 5), "provinsi"),
        (dt.date(2017, 2, 2), "provinsi"),
        (dt.date(2018, 10, 10), "provinsi"),
        (dt.date(2019, 1, 15), "provinsi"),
        (dt.date(2016, 9, 9), "pusat_daerah"),
        (dt.date(2016, 5, 5), "pusat"),
    ]
    assert told(region=["63.01", "62"], level=["kabupaten_kota"]) == told()[:2]
    assert told(region=["63"], sector=["perizinan", "peradilan"], year=2018) == [
        (dt.date(2016, 3, 5), "provinsi"),
        (dt.date(2016, 9, 9), "pusat_daerah"),
    ]
    assert told(region=["13"]) == told(from_year=2014, year=2014) == []


def test_ott_listed_years_and_chosen_regions(small):
    years = small.ask("ott/ott_listed_years", from_year=2015, year=2017)
    assert take(years, "year", "is_complete", "source_ids") == [
        (2015, False, []),
        (2016, True, []),
        (2017, True, []),
    ]
    chosen = small.ask("region/chosen_regions", region=["63.71", "13"])
    assert take(chosen, "region_label", "source_ids") == [("Kota Banjarmasin", []), ("Sumbar", [])]
    assert small.ask("region/chosen_regions", region=[]) == []


def test_ott_sectors_most_first_other_last_and_partial_years_apart(small):
    columns = ("sector", "level_group", "ott_count", "sector_total", "is_complete", "source_ids")
    assert take(small.ask("ott/ott_sectors", **EVERY_CASE), *columns) == [
        ("pengadaan", "kabupaten_kota", 1, 3, False, [LIST]),
        ("pengadaan", "provinsi", 1, 3, True, [LIST]),
        ("pengadaan", "provinsi", 1, 3, False, [LIST]),
        ("perizinan", "provinsi", 2, 2, True, [LIST]),
        ("bansos", "kabupaten_kota", 1, 1, True, [COURT]),
        ("peradilan", "pusat_daerah", 1, 1, True, [COURT]),
        ("lainnya", "pusat", 1, 1, True, [COURT]),
    ]
    asked = EVERY_CASE | {"region": ["63"], "level": ["provinsi"], "from_year": 2016}
    assert take(small.ask("ott/ott_sectors", **asked), *columns[:4]) == [
        ("pengadaan", "provinsi", 1, 1),
        ("perizinan", "provinsi", 1, 1),
    ]
    # What is counted beforehand for all regions is what naming each of them counts.
    every = [row["region_code"] for row in small.sql("select region_code from mart_region")]
    for beside in ({}, {"level": ["pusat"]}, {"from_year": 2017}):
        asked = EVERY_CASE | beside
        assert small.ask("ott/ott_sectors", **asked) == small.ask(
            "ott/ott_sectors", **asked | {"region": every}
        )


def test_an_operation_counts_once_in_each_kind_of_office(tmp_path):
    mayor, governor, central, regent = (row["incident_id"] for row in WORLD["ott_incidents"][:4])
    named = rows(
        "incident_id office office_kind",
        (mayor, "Wali Kota Y", "kepala_daerah"),
        (mayor, "Kepala Dinas B", "pejabat_pemda"),
        (mayor, "Camat", "pejabat_pemda"),
        (mayor, "Kepala Dinas A", "pejabat_pemda"),
        (governor, "Gubernur X", "kepala_daerah"),
        (governor, "Anggota DPR", "dpr_dpd"),
        (central, "Anggota DPR", "dpr_dpd"),
        (regent, "Bupati Z", "kepala_daerah"),
    )
    named += WORLD["ott_offices"][4:]
    answers = Answers(write_facts(tmp_path, only(world(), ott_offices=named)))
    found = answers.sql(
        "select * from mart_ott_office where office_kind <> 'lainnya' "
        "order by year, office_kind, region_code desc"
    )
    assert take(found, "region_code", "office_kind", "offices_of_kind") == [
        ("62.71", "kepala_daerah", "Wali Kota Y"),
        ("62.71", "pejabat_pemda", "Camat; Kepala Dinas A; Kepala Dinas B"),
        ("63", "dpr_dpd", "Anggota DPR"),
        ("00", "dpr_dpd", "Anggota DPR"),
        ("63.01", "kepala_daerah", "Bupati Z"),
        ("63", "kepala_daerah", "Gubernur X"),
    ]
    columns = ("office_kind", "level_group", "ott_count", "kind_total", "is_complete", "source_ids")
    asked = EVERY_CASE | {"sector": []}
    found = answers.ask("ott/ott_offices", **asked)
    assert take(found, *columns) == [
        ("kepala_daerah", "kabupaten_kota", 1, 3, True, [COURT]),
        ("kepala_daerah", "kabupaten_kota", 1, 3, False, [LIST]),
        ("kepala_daerah", "provinsi", 1, 3, True, [LIST]),
        ("dpr_dpd", "provinsi", 1, 2, True, [LIST]),
        ("dpr_dpd", "pusat", 1, 2, True, [COURT]),
        ("pejabat_pemda", "kabupaten_kota", 1, 1, False, [LIST]),
        ("lainnya", "provinsi", 2, 4, True, [LIST]),
        ("lainnya", "provinsi", 1, 4, False, [LIST]),
        ("lainnya", "pusat_daerah", 1, 4, True, [COURT]),
    ]
    # Ten rows of kinds, eight operations.
    assert {(row["ott_total"], row["partial_total"]) for row in found} == {(8, 2)}
    asked |= {"region": ["63"], "sector": ["perizinan", "bansos"], "year": 2018}
    found = answers.ask("ott/ott_offices", **asked)
    assert take(found, *columns[:4], "ott_total", "partial_total") == [
        ("kepala_daerah", "kabupaten_kota", 1, 2, 2, 0),
        ("kepala_daerah", "provinsi", 1, 2, 2, 0),
        ("dpr_dpd", "provinsi", 1, 1, 2, 0),
    ]
    assert answers.ask("ott/ott_offices", **(asked | {"level": ["pusat"]})) == []


def test_ott_totals_sum_only_what_sources_said(outcomes):
    def told(*columns: str, **asked: Any) -> tuple[Any, ...]:
        [row] = outcomes.ask("ott/ott_totals", **(EVERY_CASE | {"sector": []} | asked))
        return take([row], *columns)[0]

    levels = tuple(f"{g}_count" for g in ("kabupaten_kota", "provinsi", "pusat_daerah", "pusat"))
    kinds = tuple(f"{k}_count" for k in ("sentenced", "transferred", "annulled", "other"))
    assert told("ott_count", "complete_count", *levels) == (8, 6, 2, 4, 1, 1)
    assert told("cash_count", "cash_seized_idr") == (2, 12_071_000_000)
    assert told("outcome_count", *kinds) == (4, 1, 1, 1, 1)
    assert told("ott_date", "region_label", "central_count") == (dt.date(2019, 1, 15), "Kalsel", 0)
    # A choice of regions leaves the central case out and says so.
    assert told("ott_count", "central_count", region=["63"]) == (4, 1)
    assert told("cash_count", "cash_seized_idr", region=["62"]) == (0, None)
    assert told("source_ids", region=["63.71"]) == ([COURT],)
    assert told("ott_count", "ott_date", "source_ids", "central_count", region=["13"]) == (
        0,
        None,
        [],
        1,
    )


def test_ott_cases_hold_every_searched_word_of_the_readers_language(outcomes):
    def told(*searched: str, lang: str = "id", **asked: Any) -> list[str]:
        asked = EVERY_CASE | {"sector": [], "words": list(searched), "lang": lang} | asked
        return [row["incident_id"] for row in outcomes.ask("ott/ott_cases", **asked)]

    newest_first = [
        "ott-2019-01-15-63",
        "ott-2018-10-10-62",
        "ott-2017-02-02-31",
        "ott-2016-09-09-6371",
        "ott-2016-07-01-6301",
        "ott-2016-05-05-00",
        "ott-2016-03-05-63",
        "ott-2015-06-01-6271",
    ]
    assert told() == newest_first
    assert told("kalsel", "2016") == [newest_first[n] for n in (3, 4, 6)]
    assert told("tidak sah") == told("annulled", lang="en") == ["ott-2016-03-05-63"]
    assert told("annulled") == told("tidak sah", lang="en") == []
    assert told("kalimantan", "selatan", "banjarmasin") == ["ott-2016-09-09-6371"]
    assert told("%") == told("_") == told("' or 1=1") == []
    assert told("suap", region=["62"], level=["provinsi"]) == ["ott-2018-10-10-62"]


def test_offices_are_as_many_in_both_languages():
    found = shipped().sql("select incident_id, offices_id, offices_en from stg_ott_incidents")
    counted = [(row["offices_id"].count(";"), row["offices_en"].count(";")) for row in found]
    assert len(counted) == 180
    assert all(own == other for own, other in counted)
    [row] = [row for row in found if row["incident_id"] == "ott-2026-03-09-1702"]
    assert row["offices_en"] == (
        "Regent of Rejang Lebong; Deputy Regent of Rejang Lebong (detained)"
    )
