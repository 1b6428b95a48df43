"""Answers of declared indicators, computed on paper: docs/indicators.md holds their rows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.declared import write_declared
from tests.fixtures import KPK, WEAK, Answers, shipped
from tests.sql.shared import take

MCP, LHKPN = {"indicator": "mcp"}, {"indicator": "lhkpn"}
PROVINCES = {"region_level": "provinces", "within": "nasional", "kind": "all"}
REGENCIES = {**PROVINCES, "region_level": "regencies"}


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers(write_declared(tmp_path_factory.mktemp("declared")))


def values(answers: Answers, year: int, **asked: Any) -> list[dict[str, Any]]:
    parameters = {**PROVINCES, **MCP, "year": year, "region": ["63"], **asked}
    return answers.ask("indicator/indicator_values", **parameters)


def test_without_a_declaration_everything_is_empty():
    assert shipped().sql("select * from stg_indicators") == []
    assert shipped().sql("select * from stg_indicator_classes") == []
    assert shipped().sql("select * from stg_indicator_values") == []
    assert shipped().sql("select * from mart_indicator") == []
    assert shipped().ask("indicator/indicator_years") == []
    assert shipped().ask("indicator/indicator_sample") == []


def test_the_mart_keeps_its_grain_and_the_checks_hold(declared):
    [row] = declared.sql(
        "select count(*) as n, count(distinct (indicator, region_code, year)) as n_keys "
        "from mart_indicator"
    )
    assert row["n"] == row["n_keys"] > 0
    assert not declared.failing_checks()


def test_values_of_a_year_are_ranked_with_ties_and_the_unknown_last(declared):
    found = values(declared, 2024)
    columns = ("region_code", "value", "class_code", "value_rank", "n_ranked", "is_rank_shared")
    assert take(found, *columns) == [
        ("31", 90.25, "high", 1, 4, False),
        ("63", 81.0, "high", 2, 4, True),
        ("13", 81.0, "high", 2, 4, True),
        ("61", 59.99, "low", 4, 4, False),
        ("62", None, None, None, None, None),
    ]
    assert [row["is_chosen"] for row in found] == [False, True, False, False, False]
    kalsel = found[1]
    # The official source counts; the other one makes it disputed.
    assert (kalsel["low"], kalsel["high"], kalsel["is_disputed"]) == (79.0, 81.0, True)
    assert kalsel["source_ids"] == sorted([KPK, WEAK])
    # Its value before is two years back.
    assert (kalsel["previous_year"], kalsel["value_change"]) == (2022, 15.0)
    assert found[4]["source_ids"] == []


def test_kabupaten_and_kota_are_ranked_apart_within_a_place(declared):
    found = values(declared, 2024, **REGENCIES)
    own = [row for row in found if row["has_own_government"]]
    assert take(own, "region_code", "value", "value_rank", "n_ranked") == [
        ("63.71", 91.5, 1, 2),
        ("63.01", 72.0, 1, 1),
        ("62.71", 55.0, 2, 2),
    ]
    within = values(declared, 2024, **{**REGENCIES, "within": "63", "kind": "kota"})
    assert take(within, "region_code") == [("63.71",)]
    island = values(declared, 2024, **{**REGENCIES, "within": "Kalimantan", "kind": "kabupaten"})
    assert take(island, "region_code") == [("63.01",)]


def test_absence_is_zero_only_where_coverage_says_so(declared):
    found = values(declared, 2024, **LHKPN)
    assert take(found, "region_code", "value", "is_by_absence", "value_rank") == [
        ("31", 450.0, False, 1),
        ("63", 120.0, False, 2),
        ("13", 120.0, False, 2),
        ("61", 80.0, False, 4),
        ("62", 0.0, True, 5),
    ]
    assert found[-1]["source_ids"] == [KPK]  # what the other rows of the year rest on
    before = {row["region_code"]: row["value"] for row in values(declared, 2023, **LHKPN)}
    assert before == {"13": 100.0, "31": 455.0, "61": None, "62": None, "63": None}
    # Of provinces only, as it is declared: no kabupaten has a zero.
    assert all(row["value"] is None for row in values(declared, 2024, **{**LHKPN, **REGENCIES}))


def test_a_value_of_another_kind_of_region_is_found(tmp_path):
    text = f"region_code,year,reports,source_id\n13,2024,1,{KPK}\n63.71,2024,2,{KPK}\n"
    found = Answers(write_declared(tmp_path, lhkpn_reports=text)).failing_checks()
    n, first = found["indicator_is_of_declared_levels"]
    assert n == 1
    assert first == "table_name=lhkpn_reports, region_code=63.71, level=kota, year=2024"


def test_lower_is_better_turns_the_ranks_around(tmp_path):
    write_declared(tmp_path)
    path = tmp_path / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"higher_is_better"', '"lower_is_better"'), encoding="utf-8")
    found = values(Answers(tmp_path), 2024)
    assert take(found, "region_code", "value_rank") == [
        ("61", 1),
        ("63", 2),
        ("13", 2),
        ("31", 4),
        ("62", None),
    ]


def test_a_sample_is_never_ranked(tmp_path):
    write_declared(tmp_path)
    with (tmp_path / "coverage.csv").open("a", encoding="utf-8") as file:
        file.write("mcp_results,2023,2024,sample,unknown,Contoh.,A sample.\n")
    answers = Answers(tmp_path)
    found = values(answers, 2024)
    assert take(found, "region_code", "value", "value_rank") == [
        ("31", 90.25, None),
        ("61", 59.99, None),
        ("63", 81.0, None),
        ("13", 81.0, None),
        ("62", None, None),
    ]
    assert {row["completeness"] for row in found} == {"sample", None}
    assert answers.ask("indicator/indicator_sample") == [{"indicator": "mcp"}]


def test_a_row_that_is_known_to_be_wrong_does_not_count(tmp_path):
    write_declared(tmp_path)
    path = tmp_path / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    [resource] = [one for one in package["resources"] if one["name"] == "mcp_results"]
    resource["schema"]["fields"][-1] = {"name": "excluded_reason_en", "type": "string"}
    path.write_text(json.dumps(package), encoding="utf-8")
    rows = (
        "region_code,year,score,source_id,excluded_reason_en\n"
        f"13,2024,81,{KPK},\n"
        f"13,2024,18,{WEAK},digits turned\n"
        f"61,2024,5,{KPK},of another body\n"
    )
    (tmp_path / "mcp_results.csv").write_text(rows, encoding="utf-8")
    found = Answers(tmp_path).sql("select region_code, value, is_disputed from mart_indicator")
    assert {"region_code": "13", "value": 81.0, "is_disputed": False} in found
    assert all(row["region_code"] != "61" or row["value"] == 80.0 for row in found)


def test_a_trend_has_a_row_for_every_year_and_shows_its_gaps(declared):
    found = declared.ask(
        "indicator/indicator_trend", from_year=2022, to_year=2024, region=["63", "62.71"], **MCP
    )
    columns = ("series_key", "year", "value", "value_change", "previous_year")
    assert take(found, *columns) == [
        ("63", 2022, 66.0, None, None),
        ("63", 2023, None, None, None),
        ("63", 2024, 81.0, 15.0, 2022),
        ("62.71", 2022, None, None, None),
        ("62.71", 2023, None, None, None),
        ("62.71", 2024, 55.0, None, None),
    ]


def change(answers: Answers, region: list[str]) -> list[tuple[Any, ...]]:
    found = answers.ask(
        "indicator/indicator_change", from_year=2023, year=2024, region=region, **MCP
    )
    return take(found, "region_code", "from_value", "value", "value_change", "is_chosen")


def test_a_change_stands_between_two_values(declared):
    provinces = [
        ("61", 45.0, 59.99, 14.99, False),
        ("13", 70.5, 81.0, 10.5, False),
        ("31", 88.0, 90.25, 2.25, False),
        ("63", None, 81.0, None, True),
        ("62", 61.25, None, None, False),
    ]
    assert change(declared, ["63"]) == provinces
    kota = ("63.71", 84.0, 91.5, 7.5, True)
    assert change(declared, ["63", "63.71"]) == [*provinces, kota]
    assert change(declared, ["63.71"]) == [kota]


def test_the_scorecard_takes_the_newest_value_of_the_kinds_that_are_declared(declared):
    found = declared.ask("indicator/indicator_scorecard", year=2024, region=["63.01", "62"])
    columns = ("indicator", "region_code", "year", "value", "value_rank")
    assert take(found, *columns) == [
        ("lhkpn", "62", 2024, 0.0, 5),
        ("mcp", "63.01", 2024, 72.0, 1),
        ("mcp", "62", 2023, 61.25, 3),
    ]
    earlier = declared.ask("indicator/indicator_scorecard", year=2022, region=["62"])
    assert take(earlier, *columns) == [
        ("lhkpn", "62", 2022, None, None),
        ("mcp", "62", 2022, None, None),
    ]


def test_a_year_is_full_with_half_as_many_regions_as_the_fullest(declared):
    found = declared.ask("indicator/indicator_years")
    columns = ("indicator", "year", "n_provinces", "n_regencies", "is_full")
    assert take(found, *columns) == [
        ("lhkpn", 2023, 2, 0, False),
        ("lhkpn", 2024, 5, 0, True),
        ("mcp", 2022, 1, 0, False),
        ("mcp", 2023, 4, 1, True),
        ("mcp", 2024, 4, 3, True),
    ]


def test_classes_run_from_bound_to_bound(declared):
    found = declared.ask("indicator/indicator_classes", **MCP)
    assert take(found, "class_code", "class_lower", "class_upper") == [
        ("low", 0.0, 60.0),
        ("middle", 60.0, 80.0),
        ("high", 80.0, None),
    ]
    assert declared.ask("indicator/indicator_classes", **LHKPN) == []


def test_the_list_of_sources_knows_the_declared_tables(declared):
    used = {row["source_id"]: row for row in declared.ask("data/source_use")}
    assert {"mcp_results", "lhkpn_reports"} <= set(used[KPK]["table_names"])
