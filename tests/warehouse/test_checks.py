"""Data tests: silent on sound facts, and each one finds the fault that it is there for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fixtures import (
    COLUMNS,
    KPK,
    LIST,
    SQL,
    TRAINING,
    WORLD,
    Answers,
    Tables,
    rows,
    shipped,
    world,
    write_facts,
)

CHECKS = sorted(path.stem for path in (SQL / "check").glob("*.sql"))


def change(table: str, number: int, **cells: Any) -> Callable[[Tables], None]:
    """A fault: other cells in one row (counted from 0) of a table."""
    return lambda tables: tables[table][number].update(cells)


def remove(table: str, number: int) -> Callable[[Tables], None]:
    """A fault: a row is missing."""
    return lambda tables: tables[table].remove(tables[table][number])


def add(table: str, copied: int, **cells: Any) -> Callable[[Tables], None]:
    """A fault: one more row, a copy of another but for some cells."""
    return lambda tables: tables[table].append({**tables[table][copied], **cells})


def class_of_a_later_province(tables: Tables) -> None:
    """A fault: a class of 2021 of a province that was established in 2022."""
    tables["regions"][2].update(first_year=2022, split_from="13")
    tables["spi_class_reports"][1].update(region_code="31", year=2021)


# Each fault with the check that must find it, and what the message must show of the wrong row.
FAULTS: list[tuple[str, str, Callable[[Tables], None]]] = [
    (
        "province_has_no_fact_before_it",
        "spi_results",
        change("regions", 5, first_year=2022, split_from="63"),  # 61 has a score of 2021
    ),
    (
        "province_has_no_fact_before_it",
        "ott_incidents",
        change("regions", 8, first_year=2017, split_from="61"),  # 63 has an OTT of 2016
    ),
    ("split_province_has_a_first_year", "63", change("regions", 8, split_from="61")),
    (
        "split_province_has_a_first_year",
        "63.71",
        change("regions", 10, first_year=2010, split_from="63"),
    ),
    (
        "activity_ends_after_start",
        "keg-2016-09-20-6371",
        change("bimtek_activity", 0, end_date="2016-09-19"),
    ),
    ("coverage_spans_are_apart", "ott_incidents", change("coverage", 1, to_year=2016)),
    ("coverage_spans_are_apart", "ott_incidents", change("coverage", 3, to_year=2018)),
    ("coverage_spans_are_apart", "spi_results", change("coverage", 0, to_year=2020)),
    ("event_ids_are_unique", "ott-2015-06-01-6271", add("ott_incidents", 0)),
    ("event_ids_are_unique", "keg-2024-04-01-62", add("bimtek_activity", 1)),
    ("event_ids_are_unique", "reg-63.71-2019", add("regulations", 0)),
    ("event_ids_are_unique", "wbk-63.71-2023", add("wbk_status", 0)),
    ("every_province_has_a_population", "61", remove("population", 4)),
    (
        "every_source_is_used",
        "lama-000009",
        lambda tables: tables["sources"].extend(
            rows(
                "source_id publisher url published_on source_kind",
                ("lama-000009", "Lama", "https://lama.id", None, "news"),
            )
        ),
    ),
    (
        "source_digits_are_unique",
        "digits=000001",
        lambda tables: tables["sources"].extend(
            rows(
                "source_id publisher url published_on source_kind",
                ("lama-000001", "Lama", "https://lama.id", None, "news"),
            )
        ),
    ),
    ("ott_count_equals_kpk_count", "2016", change("ott_incidents", 1, counted_by_kpk="no")),
    ("ott_count_equals_kpk_count", "2018", change("ott_yearly", 3, ott_count=2)),
    ("ott_level_fits_region", "ott-2016-07-01-6301", change("ott_incidents", 3, region_code="63")),
    (
        "ott_lies_in_coverage",
        "ott-2013-01-01-63",
        add("ott_incidents", 1, incident_id="ott-2013-01-01-63", ott_date="2013-01-01"),
    ),
    (
        "placeholder_days_are_first",
        "keg-2024-04-01-62",
        change("bimtek_activity", 1, start_date="2024-04-02"),
    ),
    (
        "placeholder_days_are_first",
        "ott-2016-03-05-63",
        change("ott_incidents", 1, date_precision="month"),
    ),
    ("ott_offices_are_those_named", "ott-2016-03-05-63", remove("ott_offices", 1)),
    ("ott_offices_are_those_named", "Bupati", change("ott_offices", 1, office="Bupati")),
    ("ott_outcome_has_a_kind", "Divonis", change("ott_incidents", 1, outcome_id="Divonis")),
    ("ott_outcome_has_a_kind", "other", change("ott_incidents", 1, outcome_kind="other")),
    ("population_adds_up", "63", change("population", 8, population=3_300_001)),
    ("region_alias_means_one_region", "Tala", change("region_aliases", 0, alias="Tala")),
    ("region_alias_means_one_region", "63.71", change("region_aliases", 1, alias="Banjar-masin")),
    (
        "region_alias_means_one_region",
        "Tala",
        change("region_aliases", 0, alias="T.A.L.A", alias_kind="shared_abbreviation"),
    ),
    ("region_belongs_to_its_province", "63.71", change("regions", 10, province_code="62")),
    ("region_belongs_to_its_province", "62.71", change("regions", 7, province_code="63.01")),
    ("region_belongs_to_its_province", "61", change("regions", 5, province_code=None)),
    (
        "shared_event_has_one_date",
        "hakordia-2024",
        change("bimtek_activity", 4, start_date="2024-12-10"),
    ),
    ("spi_classes_are_seamless", "2024", change("spi_classes", 9, lower_bound=73.5)),
    ("spi_classes_are_seamless", "2022", change("spi_classes", 0, lower_bound=1)),
    ("spi_classes_are_seamless", "2025", change("spi_classes", 13, upper_bound=99)),
    ("spi_classes_are_seamless", "2023", change("spi_classes", 5, upper_bound=60)),
    ("spi_scope_fits_region", "63.71", change("spi_results", 17, scope="pemkab")),
    ("spi_scope_fits_region", "agregat_wilayah", change("spi_results", 16, region_code="00")),
    ("spi_scope_fits_region", "rerata_pemprov", change("spi_results", 5, region_code="13")),
    ("spi_scope_fits_region", "62", change("spi_results", 9, scope="pemkot")),
    ("spi_year_was_surveyed", "2021", remove("spi_survey_years", 0)),
    (
        "reported_class_is_one_of_its_year",
        "sangat_rentan",
        change("spi_class_reports", 0, spi_class="sangat_rentan"),
    ),
    ("reported_class_is_one_of_its_year", "pemkot", change("spi_class_reports", 0, scope="pemkot")),
    ("reported_class_is_one_of_its_year", "2026", change("spi_class_reports", 0, year=2026)),
    (
        "province_has_no_fact_before_it",
        "spi_class_reports",
        class_of_a_later_province,
    ),
]


# The marts that checks read: only these are made again after a fault, the rest has no say.
MARTS = ("mart_region", "mart_region_name", "mart_event", "mart_ott_year")
Found = dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Answers:
    answers = Answers(write_facts(tmp_path_factory.mktemp("small"), WORLD))
    answers.failing_checks()  # makes every model: one made in a test is rolled back with it
    return answers


@pytest.fixture
def check(small) -> Iterator[Callable[[Tables], Found]]:
    """What the checks find in changed tables; afterwards the small country is as it was."""
    connection = small.connection

    def found_in(tables: Tables) -> Found:
        changed = [name for name in tables if tables[name] != WORLD[name]]
        assert changed
        for name in changed:
            columns = COLUMNS[name]
            cells = [
                [None if row.get(c) is None else str(row[c]) for c in columns]
                for row in tables[name]
            ]
            connection.execute(f"delete from raw_{name}")
            if cells:
                places = ", ".join("?" * len(columns))
                connection.executemany(f"insert into raw_{name} values ({places})", cells)
        for mart in MARTS:
            [path] = (SQL / "mart").rglob(f"{mart}.sql")
            text = path.read_text(encoding="utf-8")
            connection.execute(f"create or replace table {mart} as {text}")
        return small.failing_checks()

    connection.begin()
    yield found_in
    connection.rollback()


def test_the_marts_that_checks_read_are_made_again_here():
    texts = [path.read_text(encoding="utf-8") for path in (SQL / "check").glob("*.sql")]
    assert {mart for text in texts for mart in re.findall(r"mart_\w+", text)} == set(MARTS)


@pytest.mark.parametrize("name", CHECKS)
def test_shipped_facts_pass(name):
    assert shipped().sql((SQL / "check" / f"{name}.sql").read_text(encoding="utf-8")) == []


def test_the_small_country_passes_every_check(small):
    assert small.failing_checks() == {}


@pytest.mark.parametrize(
    ("name", "shown", "fault"),
    FAULTS,
    ids=[f"{name}-{n}" for n, (name, _shown, _fault) in enumerate(FAULTS)],
)
def test_a_fault_is_found_and_shown(name, shown, fault, check):
    tables = world()
    fault(tables)
    found = check(tables)
    assert name in found
    n_rows, first = found[name]
    assert n_rows >= 1
    assert shown in first


def test_every_check_has_a_fault_to_find():
    of_declared = {"indicator_is_of_declared_levels"}  # in tests/sql/test_indicator.py
    assert {name for name, _shown, _fault in FAULTS} == set(CHECKS) - of_declared


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_first_what_must_hold(name):
    first = (SQL / "check" / f"{name}.sql").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- ")
    assert first.endswith(".")


def test_rows_of_one_national_event_may_share_a_date_and_a_lone_event_may_have_any(check):
    tables = world()
    tables["bimtek_activity"][0]["start_date"] = "2016-09-19"
    assert check(tables) == {}


def test_an_activity_may_end_on_the_day_that_it_starts(check):
    tables = world()
    tables["bimtek_activity"][0]["end_date"] = tables["bimtek_activity"][0]["start_date"]
    assert check(tables) == {}


def test_an_operation_outside_the_kpks_own_count_and_a_year_without_one_are_sound(check):
    tables = world()
    tables["ott_incidents"].append(
        {**tables["ott_incidents"][1], "incident_id": "ott-2016-12-01-63", "counted_by_kpk": "no"}
    )
    tables["ott_offices"].append({**tables["ott_offices"][1], "incident_id": "ott-2016-12-01-63"})
    tables["ott_yearly"] = [row for row in tables["ott_yearly"] if row["year"] != 2017]
    assert check(tables) == {}


@pytest.mark.parametrize("source_id", [KPK, LIST, TRAINING])
def test_a_source_is_in_use_as_long_as_one_table_names_it(source_id, check):
    tables = world()
    using = [row for name, table in tables.items() if name != "sources" for row in table]
    first = next(row for row in using if row.get("source_id") == source_id)
    for row in using:
        if row is not first and row.get("source_id") == source_id:
            row["source_id"] = first["source_id"] + "x"
    assert "every_source_is_used" not in check(tables)
    first["source_id"] = "x"
    assert check(tables)["every_source_is_used"] == (1, f"source_id={source_id}")


def test_an_abbreviation_that_is_marked_as_shared_may_mean_two_regions(check):
    tables = world()
    for row, region in zip(tables["region_aliases"], ("63.01", "63.71", "62"), strict=True):
        row.update(region_code=region, alias="Tala", alias_kind="shared_abbreviation")
    assert "region_alias_means_one_region" not in check(tables)
