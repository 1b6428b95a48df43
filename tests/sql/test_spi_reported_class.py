"""Classes that a source reports without a score: for class counts, in no mean, rank or change."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal

import pytest

from tests.fixtures import DATA, KPK, NEWS, WEAK, Answers, only, rows, shipped, world, write_facts
from tests.sql.shared import spi, take

WASPADA = {"33", "35", "36", "65"}


def reported(answers: Answers) -> list[tuple[str, str, int, str, str]]:
    columns = ("region_code", "scope", "year", "reported_class", "reliability")
    found = answers.sql("select * from mart_spi_reported_class order by region_code, scope, year")
    return take(found, *columns)


def province(answers: Answers, code: str, year: int) -> dict[str, object]:
    [row] = answers.sql(
        "select * from mart_spi_province where region_code = $code and scope = 'pemprov' "
        "and year = $year",
        code=code,
        year=year,
    )
    return row


def test_all_38_provinces_have_a_class_of_2025_and_14_a_score() -> None:
    found = shipped().sql("select * from mart_spi_province where scope = 'pemprov' and year = 2025")
    assert sum(row["score"] is not None for row in found) == 14
    classes = {row["region_code"]: row["reported_class"] or row["spi_class"] for row in found}
    assert Counter(classes.values()) == {"rentan": 33, "waspada": 4, "terjaga": 1}
    assert classes["34"] == "terjaga"
    assert {code for code, one in classes.items() if one == "waspada"} == WASPADA


def test_the_score_decides_and_the_reports_agree_with_all_that_are_known() -> None:
    both = shipped().sql(
        "select reports.spi_class as reported, scores.spi_class from stg_spi_class_reports as "
        "reports inner join mart_spi as scores using (region_code, scope, year)"
    )
    assert len(both) == 14
    assert all(row["reported"] == row["spi_class"] for row in both)
    assert len(reported(shipped())) == 38 - 14
    assert {row[4] for row in reported(shipped())} == {"weak"}


@pytest.mark.parametrize(
    ("code", "scope", "year", "score"),
    [("75", "pemprov", 2023, "70.78"), ("32", "pemprov", 2025, "71.85")],
)
def test_new_scores(code: str, scope: str, year: int, score: str) -> None:
    assert spi(shipped(), code, scope, year)["score"] == Decimal(score)


def test_scores_of_kabupaten_and_kota_by_year() -> None:
    found = shipped().sql(
        "select year, count(*) as n from mart_spi where scope in ('pemkab', 'pemkot') group by year"
    )
    counted = {row["year"]: row["n"] for row in found}
    assert (counted[2024], counted[2025]) == (115, 76)


def test_a_class_alone_is_no_score() -> None:
    for code, scope, year, _class, _reliability in reported(shipped()):
        assert not shipped().sql(
            "select 1 from mart_spi where region_code = $code and scope = $scope and year = $year",
            code=code,
            scope=scope,
            year=year,
        )
        row = province(shipped(), code, year)
        ranked = ("score", "low", "high", "change", "previous_year", "score_rank", "n_ranked")
        assert {row[name] for name in ranked} == {None}
        assert row["spi_class"] == "no_data"
        assert row["reported_source_ids"]


@pytest.mark.parametrize(
    "mart", ["mart_spi", "mart_spi_island", "mart_spi_series", "mart_spi_draw", "mart_scorecard"]
)
def test_reports_touch_no_mean_rank_or_change(
    mart: str, two_worlds: tuple[Answers, Answers]
) -> None:
    with_reports, without = (
        answers.sql(f"select * from {mart} order by all") for answers in two_worlds
    )
    assert with_reports == without != []


def test_reports_move_no_default_year(two_worlds: tuple[Answers, Answers]) -> None:
    with_reports, without = (answers.ask("spi/spi_years") for answers in two_worlds)
    assert with_reports == without != []


@pytest.fixture(scope="module")
def two_worlds(tmp_path_factory) -> tuple[Answers, Answers]:
    """The small country with and without its reports of classes."""
    made = [
        Answers(write_facts(tmp_path_factory.mktemp("world"), tables))
        for tables in (world(), only(world(), spi_class_reports=[]))
    ]
    return made[0], made[1]


@pytest.mark.parametrize(
    ("values", "known"),
    [
        # An official page outweighs two copies.
        ([("rentan", WEAK, "weak"), ("rentan", NEWS, "weak"), ("waspada", KPK, "official")],
         ("waspada", "official")),
        # Of equal sources the more frequent class counts ...
        ([("terjaga", WEAK, "weak"), ("terjaga", NEWS, "weak"), ("rentan", KPK, "weak")],
         ("terjaga", "weak")),
        # ... and of a tie the lower one.
        ([("terjaga", WEAK, "news"), ("waspada", NEWS, "news")], ("waspada", "news")),
    ],
)  # fmt: skip
def test_one_class_is_chosen_among_reports(values, known, tmp_path) -> None:
    reports = rows(
        "region_code scope year spi_class source_id reliability",
        *(("61", "pemprov", 2025, one, source, quality) for one, source, quality in values),
    )
    answers = Answers(write_facts(tmp_path, only(world(), spi_class_reports=reports)))
    assert reported(answers) == [("61", "pemprov", 2025, *known)]
    [row] = answers.sql("select source_ids from mart_spi_reported_class")
    assert row["source_ids"] == sorted({source for _one, source, _quality in values})


def test_corrections_stand_in_the_tables_that_they_mend() -> None:
    keys = {
        "bimtek_activity": ("activity_id",),
        "ott_incidents": ("incident_id",),
        "wbk_status": ("year", "region_code", "unit_name", "stage"),
    }
    tables = {
        name: list(csv.DictReader((DATA / f"{name}.csv").open(encoding="utf-8", newline="")))
        for name in (*keys, "corrections")
    }
    assert len(tables["corrections"]) == 42
    for one in tables["corrections"]:
        name = one["table_name"]
        found = [
            row
            for row in tables[name]
            if "|".join(row[column] for column in keys[name]) == one["row_key"]
        ]
        assert one["new_value"] in [row[one["column_name"]] for row in found], one


def test_identifiers_follow_a_corrected_date() -> None:
    [operation] = shipped().sql(
        "select * from stg_ott_incidents where incident_id = 'ott-2012-06-26-7205'"
    )
    assert str(operation["ott_date"]) == "2012-06-26"
    [office] = shipped().sql(
        "select * from stg_ott_offices where incident_id = 'ott-2012-06-26-7205'"
    )
    assert office["office"] == "Bupati Buol"
    assert not shipped().sql(
        "select 1 from stg_ott_offices where incident_id not in "
        "(select incident_id from stg_ott_incidents)"
    )
