"""Answers on sources, coverage and method, and on the tables themselves."""

from __future__ import annotations

from typing import Any

from tests.fixtures import (
    COURT,
    DUKCAPIL,
    KPK,
    LIST,
    NEWS,
    RULES,
    TRAINING,
    WEAK,
    WORLD,
    Answers,
    rows,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import take


def test_completeness(small):
    def told(year: int) -> dict[str, tuple[Any, Any]]:
        found = small.ask("method/completeness", year=year)
        return {row["fact"]: (row["n_known"], row["n_all"]) for row in found}

    assert told(2024) == {
        "spi_pemprov": (4, 5),
        "spi_regency_city": (1, 3),  # Jakarta's two are not governments
        "activity": (5, None),
        "wbk": (1, None),
        "source": (8, None),
    }
    assert told(2022) == {
        "spi_pemprov": (1, 5),
        "spi_regency_city": (0, 3),
        "activity": (1, None),
        "wbk": (0, None),
        "source": (8, None),
    }


def test_regions_and_sources_that_can_be_chosen(small):
    codes = [row["region_code"] for row in small.ask("region/regions")]
    assert codes == ["13", "31", "61", "62", "63", "31.01", "31.71", "62.71", "63.01", "63.71"]
    found = small.ask("data/sources")
    assert [row["source_id"] for row in found] == sorted(r["source_id"] for r in WORLD["sources"])


def test_disputed_scores_with_their_observations(small):
    found = small.ask("method/disputed")
    columns = ("region_code", "scope", "year", "chosen_score", "low", "high", "printed_score")
    assert take(found, *columns, "verdict", "reliability", "publisher") == [
        ("63", "pemprov", 2024, 64.15, 64.15, 64.15, 99.99, "wrong", "weak", "Blog"),
        ("63", "pemprov", 2023, 72.54, 72.54, 72.55, 72.54, "chosen", "official", "KPK"),
        ("63", "pemprov", 2023, 72.54, 72.54, 72.55, 72.55, "other", "news", "Kabar"),
    ]
    assert take(found, "printed_decimals", "is_disputed", "excluded_reason_en", "source_ids") == [
        (2, False, "the score of another body", [WEAK]),
        (2, True, None, [KPK]),
        (2, True, None, [NEWS]),
    ]


def test_a_rounding_supports_the_chosen_value_and_what_is_wrong_may_leave_no_score(tmp_path):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("63", "pemprov", 2023, "72.5", WEAK, "weak", None),
        ("31", "pemprov", 2024, "50", WEAK, "weak", "a guess"),
    )
    found = Answers(write_facts(tmp_path, tables)).ask("method/disputed")
    told = take(found, "region_code", "year", "printed_score", "chosen_score", "verdict")
    assert ("63", 2023, 72.5, 72.54, "chosen") in told
    assert ("31", 2024, 50.0, None, "wrong") in told


def test_a_reason_in_either_language_excludes_and_stands_for_the_other(tmp_path):
    tables = world()
    reason = "region_code scope year score source_id reliability excluded_reason_id"
    tables["spi_results"] += rows(reason, ("31", "pemprov", 2024, "50", WEAK, "weak", "dugaan"))
    answers = Answers(write_facts(tmp_path, tables))
    assert not answers.sql("select 1 from mart_spi where region_code = '31'")
    found = answers.ask("method/disputed")
    told = {row["region_code"]: row for row in found if row["verdict"] == "wrong"}
    both = ("excluded_reason_id", "excluded_reason_en")
    assert [told["31"][name] for name in both] == ["dugaan"] * 2
    assert [told["63"][name] for name in both] == ["the score of another body"] * 2


def test_every_shipped_reason_is_in_both_languages():
    found = shipped().sql("select * from stg_spi_results where is_excluded")
    assert len(found) == 22
    for row in found:
        assert row["excluded_reason_id"]
        assert row["excluded_reason_en"]
        assert row["excluded_reason_id"] != row["excluded_reason_en"]


def test_columns_of_tables(small):
    assert small.sql("select * from mart_ott_year")
    found = small.ask("data/columns")
    years = [row for row in found if row["view_name"] == "mart_ott_year"]
    assert take(years, "column_name", "data_type", "column_order") == [
        ("year", "INTEGER", 1),
        ("is_complete", "BOOLEAN", 2),
        ("is_zero_when_absent", "BOOLEAN", 3),
    ]
    assert not [row for row in found if row["view_name"].startswith("raw_")]


def test_source_use(small):
    found = small.ask("data/source_use")
    assert take(found, "source_id", "is_official", "n_rows", "table_names") == [
        # 12 scores, 14 classes, 5 survey years, 3 notes and 3 yearly counts.
        (
            KPK,
            True,
            37,
            ["ott_yearly", "spi_classes", "spi_method_notes", "spi_results", "spi_survey_years"],
        ),
        (
            NEWS,
            False,
            11,
            [
                "ott_yearly",
                "paksi_counts",
                "spi_method_notes",
                "spi_results",
                "wbk_status",
                "wbk_yearly",
            ],
        ),
        (DUKCAPIL, True, 10, ["population"]),
        (LIST, False, 5, ["ott_incidents"]),
        (TRAINING, False, 5, ["bimtek_activity"]),
        (WEAK, False, 4, ["spi_class_reports", "spi_results"]),
        (COURT, True, 3, ["ott_incidents"]),
        (RULES, True, 1, ["regulations"]),
    ]


def test_classes_by_year_and_a_year_without(small):
    found = small.ask("method/classes")
    assert take(found[:5], "year", "spi_class", "class_lower", "class_upper", "source_ids") == [
        (2021, None, None, None, None),
        (2022, "sangat_rentan", 0, 68, [KPK]),
        (2022, "rentan", 68, 73.7, [KPK]),
        (2022, "waspada", 73.7, 77.5, [KPK]),
        (2022, "terjaga", 77.5, 100, [KPK]),
    ]
    assert [row["year"] for row in found[5:]] == [2023] * 4 + [2024] * 3 + [2025] * 3


def test_method_notes(small):
    assert take(small.ask("method/method_notes"), "year", "note_kind", "note_en", "source_ids") == [
        (2021, "series_start", "start", [KPK]),
        (2023, "not_published", "not published", [NEWS]),
        (2023, "method_change", "size groups", [KPK]),
        (2024, "method_change", "matrix", [NEWS]),
        (2024, "class_change", "three classes", [KPK]),
    ]


def test_coverage_of_tables(small):
    columns = ("table_name", "from_year", "to_year", "completeness", "absence_means", "note_id")
    assert take(small.ask("method/coverage"), *columns) == [
        ("ott_incidents", 2014, 2015, "partial", "unknown", "sebagian"),
        ("ott_incidents", 2016, 2018, "complete", "zero", "lengkap"),
        ("ott_incidents", 2019, 2019, "partial", "unknown", "sebagian"),
        ("spi_results", 2021, 2025, "partial", "unknown", "sebagian"),
    ]
