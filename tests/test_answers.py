"""Answers: known values on the shipped facts, and every query against rows computed by hand."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlglot

from tests.fixtures import (
    COURT,
    DATA,
    DUKCAPIL,
    KPK,
    LIST,
    NEWS,
    RULES,
    SQL,
    TRAINING,
    WEAK,
    WORLD,
    Answers,
    only,
    rows,
    shipped,
    world,
    write_facts,
)

QUERIES = sorted(path.relative_to(SQL).as_posix() for path in SQL.rglob("*.sql"))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Answers:
    """The answers on the small country."""
    return Answers(write_facts(tmp_path_factory.mktemp("small"), WORLD))


def take(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows, in order; decimals as plain numbers."""
    return [
        tuple(float(row[c]) if isinstance(row[c], Decimal) else row[c] for c in columns)
        for row in found
    ]


def spi(answers: Answers, region: str, scope: str, year: int) -> dict[str, Any]:
    [row] = answers.sql(
        "select * from mart_spi where region_code = $region and scope = $scope and year = $year",
        region=region,
        scope=scope,
        year=year,
    )
    return row


# --- known answers on the shipped facts ----------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "scope", "year", "score"),
    [
        ("63", "pemprov", 2022, "73.76"),
        ("63", "pemprov", 2023, "72.54"),
        ("63", "pemprov", 2024, "64.15"),
        ("62", "pemprov", 2023, "65.99"),
        ("62", "pemprov", 2024, "67.76"),
        ("00", "nasional", 2023, "70.97"),
        ("00", "nasional", 2025, "72.32"),
        ("91", "pemprov", 2021, "58.04"),
        ("15", "pemprov", 2024, "65.36"),
        ("17", "pemprov", 2024, "71.76"),
        ("14", "pemprov", 2025, "67.19"),
        ("64.71", "pemkot", 2024, "75.08"),
        ("64.71", "pemkot", 2025, "77.43"),
    ],
)
def test_known_scores(region, scope, year, score):
    assert spi(shipped(), region, scope, year)["score"] == Decimal(score)


def test_pemprov_kalsel_2023_is_disputed():
    row = spi(shipped(), "63", "pemprov", 2023)
    assert row["is_disputed"] is True
    assert row["n_observations"] == row["n_sources"] == len(row["source_ids"]) == 4
    assert (row["low"], row["high"]) == (Decimal("72.54"), Decimal("72.55"))


def test_a_rounded_national_index_disputes_nothing():
    row = spi(shipped(), "00", "nasional", 2023)
    assert row["is_disputed"] is False
    assert row["low"] == row["high"] == Decimal("70.97")
    assert shipped().sql(
        "select 1 from stg_spi_results where region_code = '00' and year = 2023 and score = 71"
    )


def test_every_shipped_score_is_chosen_as_the_rule_says():
    published = {row["source_id"]: row["published_on"] for row in read_csv(DATA / "sources.csv")}
    observed: dict[tuple[str, str, int], list[Observation]] = defaultdict(list)
    for row in read_csv(DATA / "spi_results.csv"):
        if not row["excluded_reason"]:
            key = (row["region_code"], row["scope"], int(row["year"]))
            observed[key].append(
                Observation(row["score"], row["source_id"], row["reliability"], published)
            )
    expected = {key: by_the_rule(found) for key, found in observed.items()}
    marts = {
        (row["region_code"], row["scope"], row["year"]): (
            row["score"],
            row["low"],
            row["high"],
            row["is_disputed"],
            row["n_sources"],
        )
        for row in shipped().sql("select * from mart_spi")
    }
    assert len(marts) > 300
    assert marts == expected


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Observation:
    """What one source printed, for the second opinion on the rule."""

    def __init__(
        self, printed: str, source_id: str, reliability: str, published: dict[str, str]
    ) -> None:
        self.value = Decimal(printed)
        self.decimals = len(printed.partition(".")[2])
        self.source_id = source_id
        self.reliability = ["official", "news", "weak"].index(reliability)
        self.published_on = published[source_id]

    def rounds(self, value: Decimal, decimals: int) -> bool:
        half = Decimal("0.5") * Decimal(10) ** -self.decimals
        return decimals > self.decimals and abs(value - self.value) <= half


def by_the_rule(observations: list[Observation]) -> tuple[Any, ...]:
    """The rule in plain Python: the chosen score, low, high, disputed, number of sources."""
    standing: dict[Decimal, int] = {}
    for seen in sorted(observations, key=lambda o: -o.decimals):
        if seen.value not in standing and not any(seen.rounds(*kept) for kept in standing.items()):
            standing[seen.value] = seen.decimals

    def merit(value: Decimal) -> tuple[Any, ...]:
        behind = [o for o in observations if o.value == value or o.rounds(value, standing[value])]
        newest = max(o.published_on for o in behind)
        return (
            -min(o.reliability for o in behind),
            len(behind),
            standing[value],
            newest,
            # The first source_id that prints the value itself wins: texts in reverse order.
            [-ord(letter) for letter in min(o.source_id for o in behind if o.value == value)],
        )

    return (
        max(standing, key=merit),
        min(standing),
        max(standing),
        len(standing) > 1,
        len({o.source_id for o in observations}),
    )


# --- the choice among observations ---------------------------------------------------------------

# Each case is one region of its own: (what the sources said, what must come out). A source is named
# by a letter; its date of publication stands in PUBLISHED.
PUBLISHED = {"a": "2024-03-01", "b": "2024-03-01", "c": "2024-02", "d": "2024", "e": None}
CHOICES: dict[str, tuple[Sequence[tuple[str, ...]], tuple[Any, ...] | None]] = {
    "one source": ([("70.10", "a", "weak")], (70.10, 70.10, 70.10, False, 1, "weak")),
    "a rounding joins the precise value": (
        [("71", "a", "news"), ("70.97", "b", "news")],
        (70.97, 70.97, 70.97, False, 2, "news"),
    ),
    "an official rounding lends its weight": (
        [("58", "a", "official"), ("58.04", "b", "news"), ("58.2", "c", "news")],
        (58.04, 58.04, 58.2, True, 3, "official"),
    ),
    "a chain of roundings": (
        [("71", "a", "official"), ("71.0", "b", "news"), ("70.97", "c", "weak")],
        (70.97, 70.97, 70.97, False, 3, "official"),
    ),
    "a rounding of a rounding is a value of its own": (
        [("71", "a", "official"), ("70.5", "b", "news"), ("70.46", "c", "news")],
        (71, 70.46, 71, True, 3, "official"),
    ),
    "half a unit away still is a rounding": (
        [("71", "a", "news"), ("70.5", "b", "news")],
        (70.5, 70.5, 70.5, False, 2, "news"),
    ),
    "more than half a unit away is another value": (
        [("71", "a", "news"), ("70.4", "b", "news")],
        (70.4, 70.4, 71, True, 2, "news"),
    ),
    "83 and 83.00 are one value": (
        [("83", "a", "news"), ("83.00", "b", "news")],
        (83, 83, 83, False, 2, "news"),
    ),
    "83.00 is no rounding of 82.97": (
        [("83.00", "a", "news"), ("82.97", "b", "weak")],
        (83, 82.97, 83, True, 2, "news"),
    ),
    "67.2 and 67.20 are one value that rounds nothing else": (
        [("67.2", "a", "news"), ("67.20", "b", "news"), ("67.24", "c", "news")],
        (67.20, 67.20, 67.24, True, 3, "news"),
    ),
    "official before three times news": (
        [("70.10", "e", "official")] + [("70.95", source, "news") for source in "abc"],
        (70.10, 70.10, 70.95, True, 4, "official"),
    ),
    "news before twice weak": (
        [("70.10", "e", "news"), ("70.95", "a", "weak"), ("70.95", "b", "weak")],
        (70.10, 70.10, 70.95, True, 3, "news"),
    ),
    "most observations": (
        [("70.123", "a", "news"), ("70.9", "d", "news"), ("70.9", "e", "news")],
        (70.9, 70.123, 70.9, True, 3, "news"),
    ),
    "a rounding counts for every value that it fits": (
        [
            ("71", "a", "official"),
            ("70.97", "b", "news"),
            ("71.20", "c", "news"),
            ("71.20", "d", "news"),
        ],
        (71.20, 70.97, 71.20, True, 4, "official"),
    ),
    "more decimals before later publication": (
        [("70.1", "a", "news"), ("70.95", "d", "news")],
        (70.95, 70.1, 70.95, True, 2, "news"),
    ),
    "latest publication before first source": (
        [("70.10", "c", "news"), ("70.95", "b", "news")],
        (70.95, 70.10, 70.95, True, 2, "news"),
    ),
    "any publication before none": (
        [("70.10", "e", "news"), ("70.95", "d", "news")],
        (70.95, 70.10, 70.95, True, 2, "news"),
    ),
    "first source that prints the value, where a rounding counts for both": (
        [("71", "a", "official"), ("71.20", "c", "news"), ("70.97", "d", "news")],
        (71.20, 70.97, 71.20, True, 3, "official"),
    ),
    "first source when all else is equal": (
        [("70.95", "b", "news"), ("70.10", "a", "news")],
        (70.10, 70.10, 70.95, True, 2, "news"),
    ),
    "excluded is never chosen, nor counted, nor in the range": (
        [("99", "a", "official", "not this body"), ("60.5", "b", "weak")],
        (60.5, 60.5, 60.5, False, 1, "weak"),
    ),
    "all excluded is no score": ([("99", "a", "official", "not this body")], None),
}


@pytest.fixture(scope="module")
def choices(tmp_path_factory) -> dict[str, tuple[Any, ...]]:
    tables = only(
        {},
        sources=rows(
            "source_id publisher url published_on source_kind",
            *((key, key, f"https://{key}.id", on, "news") for key, on in PUBLISHED.items()),
        ),
        spi_results=rows(
            "region_code scope year score source_id reliability excluded_reason",
            *(
                (case, "pemkot", 2023, *seen, *[None] * (4 - len(seen)))
                for case, (observations, _) in CHOICES.items()
                for seen in observations
            ),
        ),
    )
    answers = Answers(write_facts(tmp_path_factory.mktemp("choices"), tables))
    found = answers.sql("select * from mart_spi")
    wanted = ("score", "low", "high", "is_disputed", "n_sources", "reliability")
    return {row["region_code"]: take([row], *wanted)[0] for row in found}


@pytest.mark.parametrize("case", CHOICES)
def test_choice_among_observations(case, choices):
    assert choices.get(case) == CHOICES[case][1]


@pytest.mark.parametrize("case", [case for case, (_, expected) in CHOICES.items() if expected])
def test_the_second_opinion_agrees_on_each_case(case):
    published = {key: on or "" for key, on in PUBLISHED.items()}
    usable = [Observation(*seen, published) for seen in CHOICES[case][0] if len(seen) == 3]
    expected = CHOICES[case][1]
    assert expected is not None
    assert [float(value) for value in by_the_rule(usable)] == [float(v) for v in expected[:5]]


# --- classes, changes, ranks ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def limits(tmp_path_factory) -> dict[tuple[int, str], tuple[Any, ...]]:
    """Classes of scores at the limits: (year, score) -> (class, lower, upper, class of 2024)."""
    asked = [
        *((2021, score) for score in ("67.95", "90")),
        *((2022, s) for s in ("0", "67.95", "68", "73.69", "73.7", "77.49", "77.5", "100")),
        *((2024, s) for s in ("0", "72.95", "72.99", "73", "77.99", "78", "100")),
    ]
    scores = rows(
        "region_code scope year score source_id reliability",
        *(
            (f"{n}", "pemkab", year, score, KPK, "official")
            for n, (year, score) in enumerate(asked)
        ),
    )
    folder = write_facts(tmp_path_factory.mktemp("limits"), only(world(), spi_results=scores))
    found = {int(row["region_code"]): row for row in Answers(folder).sql("select * from mart_spi")}
    assert len(found) == len(asked), "no score may fall into two classes"
    columns = ("spi_class", "class_lower", "class_upper", "spi_class_2024")
    return {asked[n]: take([row], *columns)[0] for n, row in found.items()}


@pytest.mark.parametrize(
    ("year", "score", "expected"),
    [
        (2021, "67.95", (None, None, None, "rentan")),
        (2021, "90", (None, None, None, "terjaga")),
        (2022, "0", ("sangat_rentan", 0, 68, "rentan")),
        (2022, "67.95", ("sangat_rentan", 0, 68, "rentan")),
        (2022, "68", ("rentan", 68, 73.7, "rentan")),
        (2022, "73.69", ("rentan", 68, 73.7, "waspada")),
        (2022, "73.7", ("waspada", 73.7, 77.5, "waspada")),
        (2022, "77.49", ("waspada", 73.7, 77.5, "waspada")),
        (2022, "77.5", ("terjaga", 77.5, 100, "waspada")),
        (2022, "100", ("terjaga", 77.5, 100, "terjaga")),
        (2024, "0", ("rentan", 0, 73, "rentan")),
        (2024, "72.95", ("rentan", 0, 73, "rentan")),
        (2024, "72.99", ("rentan", 0, 73, "rentan")),
        (2024, "73", ("waspada", 73, 78, "waspada")),
        (2024, "77.99", ("waspada", 73, 78, "waspada")),
        (2024, "78", ("terjaga", 78, 100, "terjaga")),
        (2024, "100", ("terjaga", 78, 100, "terjaga")),
    ],
)
def test_class_limits(limits, year, score, expected):
    assert limits[year, score] == expected


def test_change_is_against_the_previous_year_that_has_a_score(small):
    columns = ("score", "previous_year", "previous_score", "change", "years_back")
    assert take([spi(small, "61", "pemprov", 2024)], *columns) == [(64.15, 2021, 70.0, -5.85, 3)]
    assert take([spi(small, "63", "pemprov", 2024)], *columns) == [(64.15, 2023, 72.54, -8.39, 1)]
    assert take([spi(small, "62", "pemprov", 2023)], *columns) == [(65.99, None, None, None, None)]


def test_change_stays_within_a_scope(small):
    assert spi(small, "63", "agregat_wilayah", 2024)["previous_year"] is None


@pytest.mark.parametrize(
    ("region", "scope", "year", "breaks"),
    [
        ("00", "nasional", 2021, (False, False)),  # nothing before it, also not its series_start
        ("00", "nasional", 2022, (False, False)),
        ("00", "nasional", 2023, (True, False)),
        ("00", "nasional", 2024, (True, True)),
        ("61", "pemprov", 2024, (True, True)),  # crosses 2022 to 2024
        ("62", "pemprov", 2023, (False, False)),
    ],
)
def test_a_change_tells_the_breaks_that_it_crosses(small, region, scope, year, breaks):
    row = spi(small, region, scope, year)
    assert (row["has_method_change"], row["has_class_change"]) == breaks


def test_ranks_share_places_and_count_only_known_pemprov(small):
    found = small.sql(
        "select * from mart_spi where score_rank is not null order by year, score_rank, region_code"
    )
    assert take(found, "year", "region_code", "score_rank", "n_ranked") == [
        (2021, "61", 1, 1),
        (2022, "63", 1, 1),
        (2023, "63", 1, 2),
        (2023, "62", 2, 2),
        (2024, "13", 1, 4),
        (2024, "62", 2, 4),
        (2024, "61", 3, 4),
        (2024, "63", 3, 4),
    ]
    assert {row["scope"] for row in found} == {"pemprov"}


# --- regions, operations, events -----------------------------------------------------------------


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


def test_island_means(small):
    found = small.sql("select * from mart_spi_island order by island_group, scope, year")
    columns = ("island_group", "scope", "year", "score", "n_known", "n_provinces")
    told = take(found, *columns, "is_representative")
    kalimantan = pytest.approx((64.15 + 67.76 + 64.15) / 3)
    assert told == [
        ("Kalimantan", "agregat_wilayah", 2024, 70.5, 1, 3, False),
        ("Kalimantan", "pemprov", 2021, 70.0, 1, 3, False),
        ("Kalimantan", "pemprov", 2022, 73.76, 1, 3, False),
        ("Kalimantan", "pemprov", 2023, pytest.approx((65.99 + 72.54) / 2), 2, 3, True),
        ("Kalimantan", "pemprov", 2024, kalimantan, 3, 3, True),
        ("Sumatera", "pemprov", 2024, 79.0, 1, 1, True),
    ]
    assert found[3]["source_ids"] == sorted([KPK, NEWS])


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


# --- figures -------------------------------------------------------------------------------------


def spi_map(small: Answers, year: int, scope: str = "pemprov") -> list[dict[str, Any]]:
    return small.ask("spi/spi_map", year=year, scope=scope, region=["63"])


def test_spi_map_has_every_province_with_class_and_band(small):
    found = spi_map(small, 2024)
    columns = ("region_code", "score", "spi_class", "band_lower", "band_upper", "is_chosen")
    assert take(found, *columns) == [
        ("13", 79.0, "terjaga", 78, 80, False),
        ("31", None, "no_data", None, None, False),
        ("61", 64.15, "rentan", 60, 65, False),
        ("62", 67.76, "rentan", 65, 70, False),
        ("63", 64.15, "rentan", 60, 65, True),
    ]
    assert take(found[-1:], "change", "years_back", "score_rank", "n_ranked", "source_ids") == [
        (-8.39, 1, 3, 4, [NEWS])
    ]
    assert found[1]["source_ids"] is None


def test_spi_map_bands_stay_inside_the_classes_of_the_year(small):
    told = {}
    for year in (2021, 2022, 2023):
        for row in spi_map(small, year):
            if row["score"] is not None:
                told[year, row["region_code"]] = take(
                    [row], "spi_class", "band_lower", "band_upper"
                )[0]
    assert told == {
        (2021, "61"): ("unclassified", 70, 75),
        (2022, "63"): ("waspada", 73.7, 75),
        (2023, "62"): ("sangat_rentan", 65, 68),
        (2023, "63"): ("rentan", 70, 73.7),
    }


def test_spi_map_tells_disputes_and_keeps_scopes_apart(small):
    [kalsel] = [row for row in spi_map(small, 2023) if row["region_code"] == "63"]
    assert take([kalsel], "score", "low", "high", "is_disputed", "n_sources") == [
        (72.54, 72.54, 72.55, True, 2)
    ]
    known = [row for row in spi_map(small, 2024, "agregat_wilayah") if row["score"] is not None]
    assert take(known, "region_code", "scope", "score", "score_rank") == [
        ("63", "agregat_wilayah", 70.5, None)
    ]


def test_every_shipped_band_lies_inside_its_class():
    seen = 0
    for year in (2021, 2022, 2023, 2024, 2025):
        for scope in ("pemprov", "agregat_wilayah"):
            for row in shipped().ask("spi/spi_map", year=year, scope=scope, region=[]):
                if row["score"] is None:
                    continue
                seen += 1
                assert row["band_lower"] <= row["score"] <= row["band_upper"]
                mart = spi(shipped(), row["region_code"], scope, year)
                assert row["band_lower"] >= float(mart["class_lower"] or 0)
                assert row["band_upper"] <= float(mart["class_upper"] or 100)
    assert seen > 90


def test_spi_ranking_puts_the_unknown_last(small):
    found = small.ask("spi/spi_ranking", year=2024, scope="pemprov", region=["62"])
    columns = ("region_label", "score", "spi_class", "score_rank", "n_ranked", "is_chosen")
    assert take(found, *columns) == [
        ("Sumbar", 79.0, "terjaga", 1, 4, False),
        ("Kalteng", 67.76, "rentan", 2, 4, True),
        ("Kalbar", 64.15, "rentan", 3, 4, False),
        ("Kalsel", 64.15, "rentan", 3, 4, False),
        ("Jakarta", None, "no_data", None, None, False),
    ]


def test_spi_ranking_of_a_year_without_classes(small):
    found = small.ask("spi/spi_ranking", year=2021, scope="pemprov", region=[])
    assert take(found[:2], "region_label", "spi_class") == [
        ("Kalbar", "unclassified"),
        ("Jakarta", "no_data"),
    ]


def test_spi_classes_of_a_year(small):
    assert small.ask("spi/spi_classes", year=2021) == []
    found = small.ask("spi/spi_classes", year=2024)
    assert take(found, "spi_class", "class_lower", "class_upper", "source_ids") == [
        ("rentan", 0, 73, [KPK]),
        ("waspada", 73, 78, [KPK]),
        ("terjaga", 78, 100, [KPK]),
    ]


def change(small: Answers, from_year: int, year: int, *region: str, scope: str = "pemprov"):
    return small.ask(
        "spi/spi_change", from_year=from_year, year=year, scope=scope, region=list(region)
    )


def test_spi_change_of_every_province_when_none_is_chosen(small):
    columns = ("region_label", "from_score", "score", "change", "from_is_disputed", "is_disputed")
    assert take(change(small, 2023, 2024), *columns) == [
        ("Kalteng", 65.99, 67.76, 1.77, False, False),
        ("Kalsel", 72.54, 64.15, -8.39, True, False),
        ("Jakarta", None, None, None, False, False),
        ("Kalbar", None, 64.15, None, False, False),
        ("Sumbar", None, 79.0, None, False, False),
    ]


def test_spi_change_takes_kabupaten_and_kota_with_their_own_government(small):
    found = change(small, 2023, 2024, "63.71", "63", scope="agregat_wilayah")
    assert take(found, "region_code", "scope", "from_score", "score", "change") == [
        ("63.71", "pemkot", 76.0, 78.5, 2.5),
        ("63", "agregat_wilayah", None, 70.5, None),
    ]
    assert take(found, "from_class", "spi_class") == [("waspada", "terjaga"), (None, "rentan")]
    assert [sorted(row["source_ids"]) for row in found] == [sorted([KPK, NEWS]), [WEAK]]


@pytest.mark.parametrize(
    ("from_year", "year", "method", "classes"),
    [
        (2021, 2022, False, False),
        (2022, 2023, True, False),
        (2023, 2024, True, True),
        (2021, 2024, True, True),
        (2024, 2025, False, False),
    ],
)
def test_spi_change_tells_breaks(small, from_year, year, method, classes):
    [row] = change(small, from_year, year, "63")
    assert (row["has_method_change"], row["has_class_change"]) == (method, classes)


def trend(small: Answers, *region: str, reference: tuple[str, ...] = (), **asked: Any):
    return small.ask(
        "spi/spi_trend",
        **{"from_year": 2021, "year": 2024, "scope": "pemprov", **asked},
        region=list(region),
        reference=list(reference),
    )


def test_spi_trend_has_a_row_for_every_year_and_a_gap_where_nothing_is_known(small):
    found = trend(small, "63.71", "61")
    assert take(found, "series_key", "scope", "year", "score") == [
        ("63.71", "pemkot", 2021, None),
        ("63.71", "pemkot", 2022, None),
        ("63.71", "pemkot", 2023, 76.0),
        ("63.71", "pemkot", 2024, 78.5),
        ("61", "pemprov", 2021, 70.0),
        ("61", "pemprov", 2022, None),
        ("61", "pemprov", 2023, None),
        ("61", "pemprov", 2024, 64.15),
    ]


def test_spi_trend_references_follow_the_regions(small):
    found = trend(small, "63", reference=("nasional", "rerata_pemprov", "pulau"), from_year=2022)
    assert take(found, "series_kind", "series_key", "year", "score") == [
        ("region", "63", 2022, 73.76),
        ("region", "63", 2023, 72.54),
        ("region", "63", 2024, 64.15),
        ("nasional", "nasional", 2022, 71.94),
        ("nasional", "nasional", 2023, 70.97),
        ("nasional", "nasional", 2024, 71.53),
        ("rerata_pemprov", "rerata_pemprov", 2022, None),
        ("rerata_pemprov", "rerata_pemprov", 2023, None),
        ("rerata_pemprov", "rerata_pemprov", 2024, 68.1),
        ("pulau", "pulau-Kalimantan", 2022, None),  # one of three known: no mean
        ("pulau", "pulau-Kalimantan", 2023, pytest.approx(69.265)),
        ("pulau", "pulau-Kalimantan", 2024, pytest.approx(65.35333)),
    ]
    assert take(found[-2:], "n_known", "n_provinces") == [(2, 3), (3, 3)]


def test_spi_trend_island_mean_needs_a_province(small):
    kinds = {row["series_kind"] for row in trend(small, "63.71", reference=("pulau",))}
    assert kinds == {"region"}


def test_spi_trend_of_nothing_is_empty(small):
    assert trend(small) == []


def test_spi_trend_breaks(small):
    found = small.ask("spi/spi_trend_breaks", from_year=2021, year=2024)
    columns = ("year", "has_method_change", "has_class_change", "notes_en", "source_ids")
    assert take(found, *columns) == [
        (2023, True, False, ["size groups"], [KPK]),
        (2024, True, True, ["three classes", "matrix"], [NEWS, KPK]),
    ]
    assert small.ask("spi/spi_trend_breaks", from_year=2023, year=2023) == []


def test_spi_trend_events_take_a_province_with_its_parts(small):
    asked = {"from_year": 2016, "year": 2024}
    found = small.ask("spi/spi_trend_events", region=["63", "63.71"], **asked)
    assert take(found, "series_key", "event_kind", "region_code", "event_date") == [
        ("63", "ott", "63", dt.date(2016, 3, 5)),
        ("63", "ott", "63.01", dt.date(2016, 7, 1)),
        ("63", "ott", "63.71", dt.date(2016, 9, 9)),
        ("63", "activity", "63.71", dt.date(2016, 9, 20)),
        ("63", "ott", "63", dt.date(2019, 1, 15)),
        ("63", "activity", "63.71", dt.date(2024, 10, 16)),
        ("63.71", "ott", "63.71", dt.date(2016, 9, 9)),
        ("63.71", "activity", "63.71", dt.date(2016, 9, 20)),
        ("63.71", "activity", "63.71", dt.date(2024, 10, 16)),
    ]


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


def test_response_timeline_tells_a_province_with_its_parts(small):
    found = small.ask(
        "region/response_timeline", from_year=2019, year=2024, scope="pemprov", region=["63", "62"]
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
        "region/response_timeline", from_year=2023, year=2024, scope="pemprov", region=["63.71"]
    )
    assert take(found, "lane", "scope", "score") == [
        ("wbk", None, None),
        ("spi", "pemkot", 76.0),
        ("spi", "pemkot", 78.5),
        ("activity", None, None),
    ]


def test_response_timeline_of_no_region_is_empty(small):
    asked = {"from_year": 2008, "year": 2026, "scope": "pemprov", "region": []}
    assert small.ask("region/response_timeline", **asked) == []


# --- summaries -----------------------------------------------------------------------------------


def test_region_cards_keep_the_readers_order(small):
    found = small.ask(
        "region/region_cards",
        region=["31", "63", "62.71"],
        scope="pemprov",
        year=2024,
        ott_from_year=2016,
        ott_year=2018,
    )
    columns = ("region_code", "year", "score", "spi_class", "change", "score_rank", "n_ranked")
    assert take(found, *columns, "ott_count", "activity_title_en") == [
        ("31", None, None, None, None, None, None, 1, None),
        ("63", 2024, 64.15, "rentan", -8.39, 3, 4, 3, "Training of officials"),
        ("62.71", None, None, None, None, None, None, 0, None),
    ]
    assert sorted(found[1]["source_ids"]) == sorted([NEWS, LIST, COURT, TRAINING])
    each = ("score_source_ids", "ott_source_ids", "activity_source_ids")
    assert take(found[1:], *each) == [([NEWS], [LIST, COURT], [TRAINING]), ([], [], [])]
    assert found[1]["activity_region_label"] == "Kota Banjarmasin"


def test_region_cards_look_back_from_the_year(small):
    [card] = small.ask(
        "region/region_cards",
        region=["63"],
        scope="pemprov",
        year=2023,
        ott_from_year=2017,
        ott_year=2018,
    )
    assert take([card], "year", "score", "is_disputed", "low", "high", "ott_count") == [
        (2023, 72.54, True, 72.54, 72.55, 0)
    ]
    assert card["activity_date"] == dt.date(2016, 9, 20)


def test_region_cards_take_the_newest_known_score(small):
    [card] = small.ask(
        "region/region_cards",
        region=["61"],
        scope="pemprov",
        year=2023,
        ott_from_year=2016,
        ott_year=2018,
    )
    assert (card["year"], card["score"], card["spi_class"]) == (2021, 70.0, None)


def test_comparison(small):
    found = small.ask(
        "spi/spi_comparison", region=["31", "61", "63.71", "62"], scope="pemprov", year=2024
    )
    columns = ("region_code", "scope", "score", "distance_to_national", "distance_to_best")
    assert take(found, *columns) == [
        ("63.71", "pemkot", 78.5, pytest.approx(6.97), 0),
        ("62", "pemprov", 67.76, pytest.approx(-3.77), pytest.approx(-10.74)),
        ("61", "pemprov", 64.15, pytest.approx(-7.38), pytest.approx(-14.35)),
        ("31", "pemprov", None, None, None),
    ]


def test_references_are_those_of_the_year_and_of_the_islands_chosen(small):
    def told(year: int, *region: str) -> list[tuple[Any, ...]]:
        found = small.ask("spi/spi_references", region=list(region), scope="pemprov", year=year)
        return take(found, "series_kind", "series_label", "score", "n_known", "n_provinces")

    nation = ("nasional", None, 71.53, None, None)
    pemprov_mean = ("rerata_pemprov", None, 68.1, None, None)
    island = ("pulau", "Kalimantan", pytest.approx(65.35333), 3, 3)
    assert told(2024, "63") == [nation, island, pemprov_mean]
    assert told(2024, "63.71") == [nation, pemprov_mean]
    assert told(2022, "63") == [("nasional", None, 71.94, None, None)]  # one of three: no mean


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


def test_national(small):
    found = small.ask("spi/spi_national", year=2023)
    assert take(found, "year", "score", "spi_class", "change", "is_disputed") == [
        (2023, 70.97, "rentan", -0.97, False),
        (2022, 71.94, "rentan", -0.46, False),
        (2021, 72.4, None, None, False),
    ]


def test_years_and_the_default_year(small):
    found = small.ask("spi/spi_years")
    assert take(found, "scope", "year", "n_known", "n_provinces", "is_default") == [
        # One of five at most: the newest of the years in which most are known.
        ("agregat_wilayah", 2025, 0, 5, False),
        ("agregat_wilayah", 2024, 1, 5, True),
        ("agregat_wilayah", 2023, 0, 5, False),
        ("agregat_wilayah", 2022, 0, 5, False),
        ("agregat_wilayah", 2021, 0, 5, False),
        # Four of five in 2024, none in 2025.
        ("pemprov", 2025, 0, 5, False),
        ("pemprov", 2024, 4, 5, True),
        ("pemprov", 2023, 2, 5, False),
        ("pemprov", 2022, 1, 5, False),
        ("pemprov", 2021, 1, 5, False),
    ]


def test_ott_years(small):
    assert small.ask("ott/ott_years") == [
        {
            "first_year": 2014,
            "last_year": 2019,
            "first_complete_year": 2016,
            "last_complete_year": 2018,
        }
    ]


def test_regions_and_sources_that_can_be_chosen(small):
    codes = [row["region_code"] for row in small.ask("region/regions")]
    assert codes == ["13", "31", "61", "62", "63", "31.01", "31.71", "62.71", "63.01", "63.71"]
    found = small.ask("data/sources")
    assert [row["source_id"] for row in found] == sorted(r["source_id"] for r in WORLD["sources"])


# --- what is known, and how well -----------------------------------------------------------------


def test_coverage_matrix(small):
    found = small.ask(
        "spi/coverage_matrix", from_year=2023, year=2024, scope="pemprov", region=["63"]
    )
    columns = ("region_code", "year", "knowledge", "n_sources", "n_known", "n_provinces")
    assert take(found, *columns, "is_chosen") == [
        ("13", 2023, "no_data", None, 2, 5, False),
        ("13", 2024, "one_source", 1, 4, 5, False),
        ("31", 2023, "no_data", None, 2, 5, False),
        ("31", 2024, "no_data", None, 4, 5, False),
        ("61", 2023, "no_data", None, 2, 5, False),
        ("61", 2024, "one_source", 1, 4, 5, False),
        ("62", 2023, "one_source", 1, 2, 5, False),
        ("62", 2024, "one_source", 1, 4, 5, False),
        ("63", 2023, "disputed", 2, 2, 5, True),
        ("63", 2024, "one_source", 1, 4, 5, True),
    ]
    assert [row["source_ids"] for row in found[:2]] == [None, [NEWS]]


def test_coverage_matrix_tells_agreement_and_weak_sources(tmp_path):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason",
        ("61", "pemprov", 2024, "64.2", NEWS, "news", None),  # a rounding agrees
        ("31", "pemprov", 2024, "70.10", WEAK, "weak", None),
    )
    answers = Answers(write_facts(tmp_path, tables))

    def told(scope: str) -> list[str]:
        asked = {"from_year": 2024, "year": 2024, "scope": scope, "region": []}
        return [row["knowledge"] for row in answers.ask("spi/coverage_matrix", **asked)]

    unknown, one = "no_data", "one_source"
    assert told("pemprov") == [one, "weak_only", "several_agree", one, one]
    assert told("agregat_wilayah") == [unknown, unknown, unknown, unknown, "weak_only"]


def test_disputed_scores_with_their_observations(small):
    found = small.ask("method/disputed")
    columns = ("region_code", "scope", "year", "chosen_score", "low", "high", "printed_score")
    assert take(found, *columns, "verdict", "reliability", "publisher") == [
        ("63", "pemprov", 2024, 64.15, 64.15, 64.15, 99.99, "wrong", "weak", "Blog"),
        ("63", "pemprov", 2023, 72.54, 72.54, 72.55, 72.54, "chosen", "official", "KPK"),
        ("63", "pemprov", 2023, 72.54, 72.54, 72.55, 72.55, "other", "news", "Kabar"),
    ]
    assert take(found, "printed_decimals", "is_disputed", "excluded_reason", "source_ids") == [
        (2, False, "the score of another body", [WEAK]),
        (2, True, None, [KPK]),
        (2, True, None, [NEWS]),
    ]


def test_a_rounding_supports_the_chosen_value_and_what_is_wrong_may_leave_no_score(tmp_path):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason",
        ("63", "pemprov", 2023, "72.5", WEAK, "weak", None),
        ("31", "pemprov", 2024, "50", WEAK, "weak", "a guess"),
    )
    found = Answers(write_facts(tmp_path, tables)).ask("method/disputed")
    told = take(found, "region_code", "year", "printed_score", "chosen_score", "verdict")
    assert ("63", 2023, 72.5, 72.54, "chosen") in told
    assert ("31", 2024, 50.0, None, "wrong") in told


def test_columns_of_tables(small):
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
        (COURT, True, 3, ["ott_incidents"]),
        (WEAK, False, 2, ["spi_results"]),
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


# Written as tests above: a new query that nobody computed by hand stands out here.
# --- the profile of one region -------------------------------------------------------------------


def test_spi_regencies_of_a_province_and_of_its_part(small):
    columns = ("region_code", "scope", "score", "spi_class", "is_regency", "is_chosen")
    assert take(small.ask("spi/spi_regencies", year=2024, region=["63.71", "62"]), *columns) == [
        ("63.71", "pemkot", 78.5, "terjaga", True, True),
        ("63.01", "pemkab", None, "no_data", True, False),
        ("63", "pemprov", 64.15, "rentan", False, False),
        ("63", "agregat_wilayah", 70.5, "rentan", False, False),
    ]
    of_province = small.ask("spi/spi_regencies", year=2023, region=["63"])
    assert not any(row["is_chosen"] for row in of_province)
    assert take(of_province, "score", "low", "high", "is_disputed") == [
        (76.0, 76.0, 76.0, False),
        (None, None, None, False),
        (72.54, 72.54, 72.55, True),
        (None, None, None, False),
    ]
    jakarta = small.ask("spi/spi_regencies", year=2024, region=["31.71"])
    assert take(jakarta, "region_code", "scope") == [("31", "pemprov"), ("31", "agregat_wilayah")]
    assert small.ask("spi/spi_regencies", year=2024, region=[]) == []


def test_regency_years_and_the_default_year(small):
    def told(region: str) -> list[tuple[Any, ...]]:
        found = small.ask("spi/spi_regency_years", region=[region])
        return take(found, "year", "n_known", "n_governments", "is_default")

    assert told("63.01") == [
        (2025, 0, 2, False),
        (2024, 1, 2, True),
        (2023, 1, 2, False),
        (2022, 0, 2, False),
        (2021, 0, 2, False),
    ]
    assert told("31") == []


def test_profile_tells_the_last_ott_and_what_followed(small):
    asked = {"region_code": "63", "scope": "pemprov"}
    [row] = small.ask("region/region_profile", **asked, year=2024)
    counts = ("ott_count", "activity_count", "zone_count", "regulation_count")
    assert take([row], *counts) == [(4, 2, 1, 1)]
    assert (row["ott_date"], row["ott_offices_en"]) == (
        dt.date(2019, 1, 15),
        "Office ott-2019-01-15-63",
    )
    assert (row["activities_since_ott"], row["activity_title_en"]) == (1, "Training of officials")
    assert row["days_until_activity"] == 2101
    assert row["years_without_score"] == [2021]
    assert row["source_ids"] == [LIST, TRAINING]
    [earlier] = small.ask("region/region_profile", **asked, year=2016)
    assert take([earlier], "ott_date", "activity_date", "days_until_activity") == [
        (dt.date(2016, 9, 9), dt.date(2016, 9, 20), 11)
    ]


def test_profile_does_not_order_what_one_month_holds(tmp_path):
    tables = world()
    for incident in tables["ott_incidents"]:
        if incident["incident_id"] == "ott-2016-09-09-6371":
            incident |= {"ott_date": "2016-09-01", "date_precision": "month"}
    answers = Answers(write_facts(tmp_path, tables))
    [row] = answers.ask("region/region_profile", region_code="63.71", scope="pemprov", year=2016)
    assert (row["ott_date_precision"], row["activities_since_ott"]) == ("month", 0)
    found = answers.ask("region/region_activities", region_code="63.71", year=2016)
    assert take(found, "event_date", "days_since_ott") == [(dt.date(2016, 9, 20), None)]


def test_profile_of_a_region_without_facts(small):
    [row] = small.ask("region/region_profile", region_code="63.01", scope="pemprov", year=2015)
    assert (row["ott_count"], row["activity_count"], row["ott_date"]) == (0, 0, None)
    assert row["source_ids"] == row["years_without_score"] == []
    [row] = small.ask("region/region_profile", region_code="31.71", scope="pemprov", year=2022)
    assert row["has_own_government"] is False
    assert row["years_without_score"] == [2021, 2022]


def test_profile_lists_are_newest_first_and_a_province_has_its_parts(small):
    def told(part: str, region: str, *columns: str, year: int = 2024) -> list[tuple[Any, ...]]:
        found = small.ask(f"region/region_{part}", region_code=region, year=year)
        return take(found, *columns)

    assert told("ott", "63", "event_date", "region_code", "source_ids") == [
        (dt.date(2019, 1, 15), "63", [LIST]),
        (dt.date(2016, 9, 9), "63.71", [COURT]),
        (dt.date(2016, 7, 1), "63.01", [COURT]),
        (dt.date(2016, 3, 5), "63", [LIST]),
    ]
    assert told("ott", "63.71", "offices_en", "summary_en") == [
        ("Office ott-2016-09-09-6371", "Alleged bribe")
    ]
    assert told("ott", "63", "event_date", year=2015) == []
    scored = ("year", "scope", "score", "spi_class", "change", "low", "high", "source_ids")
    assert told("scores", "63", *scored, year=2023) == [
        (2023, "pemprov", 72.54, "rentan", pytest.approx(-1.22), 72.54, 72.55, [NEWS, KPK]),
        (2022, "pemprov", 73.76, "waspada", None, None, None, [KPK]),
    ]
    assert told("scores", "63", *scored[:3])[:2] == [
        (2024, "pemprov", 64.15),
        (2024, "agregat_wilayah", 70.5),
    ]
    assert told("scores", "31", *scored) == []
    assert told("activities", "63", "title_en", "organizer", "days_since_ott") == [
        ("Training of officials", "KPK", 2101),
        ("Training in Banjarmasin", "KPK", 11),
    ]
    # The only earlier OTT of the province: 10 October 2018; the meeting is known by month only.
    assert told("activities", "62", "title_en", "days_since_ott") == [("Meeting in Kalteng", None)]
    zone = ("year", "unit_name", "unit_count", "event_type", "award_by", "is_year_inferred")
    assert told("wbk", "63", *zone) == [(2023, "RSUD", 1, "belum lolos", "kemenpanrb", False)]
    assert told("wbk", "63", *zone, year=2022) == []
    rule = ("year", "event_type", "regulation_number", "subject", "title_id", "source_ids")
    assert told("regulations", "63.71", *rule) == [
        (2019, "Peraturan Wali Kota", "5", "wbs", "Pengaduan", [RULES])
    ]
    assert told("regulations", "62", *rule) == []


def test_profile_peers_are_the_nearest_of_the_same_kind_and_year(small):
    def told(region: str, scope: str = "pemprov", year: int = 2025) -> list[tuple[Any, ...]]:
        found = small.ask("region/region_peers", region_code=region, scope=scope, year=year)
        return take(found, "region_code", "year", "distance")

    assert told("63") == [
        ("61", 2024, 0),
        ("62", 2024, pytest.approx(3.61)),
        ("13", 2024, pytest.approx(14.85)),
    ]
    assert told("63", year=2023) == [("62", 2023, pytest.approx(-6.55))]
    assert told("63", scope="agregat_wilayah") == told("63.71") == told("31") == []


def test_profile_neighbours(small):
    def told(region: str) -> list[str]:
        found = small.ask("region/region_neighbours", region_code=region)
        return [row["region_code"] for row in found]

    assert told("63") == ["61", "62"]
    assert told("63.71") == ["63", "63.01"]
    assert told("13") == []


def test_a_region_goes_by_its_usual_names(small):
    def names(region: str) -> set[tuple[str, bool]]:
        found = small.sql(
            "select * from mart_region_name where region_code = $region", region=region
        )
        return set(take(found, "usual_name", "is_initials"))

    assert names("63") == {
        ("kalimantan selatan", False),
        ("kalsel", False),
        ("south kalimantan", False),
    }
    assert names("31.01") == {
        ("kabupaten administrasi kepulauan seribu", False),
        ("kab administrasi kepulauan seribu", False),
        ("kepulauan seribu", False),
        ("seribu islands", False),
    }
    assert names("31") == {("dki jakarta", False), ("jakarta", False)}


def test_region_search(small):
    def found(text: str) -> list[tuple[str, int]]:
        return take(small.ask("region/region_search", text=text), "region_code", "n_differences")

    assert found("Kalsel") == [("63", 0)]
    # One letter left out; no other name is as near.
    assert found("Banjarmsin") == [("63.71", 1)]
    # A beginning counts as one mistake, provinces come first by population.
    assert found("Kalimantan") == [("63", 1), ("62", 1), ("61", 1)]
    # From KALSEL to KALBAR three letters differ, to KALSEL two: the first is not within reach.
    assert found("KALSLE") == [("63", 2)]
    assert found("Kalx") == found("") == []


# --- integrity zones -----------------------------------------------------------------------------

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


# --- activities and regulations ------------------------------------------------------------------

ACTIVITIES: dict[str, Any] = {
    "from_year": 2016,
    "year": 2024,
    "region": [],
    "activity_type": [],
    "topic": [],
    "kpk": [],
}


@pytest.fixture(scope="module")
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


# --- the scorecard and a reader's own index ------------------------------------------------------


def test_scorecard_keeps_what_compares_apart_from_samples(small):
    found = small.ask("spi/spi_scorecard", year=2024, scope="pemprov", region=[])
    columns = ("region_code", "score", "spi_class", "knowledge", "change", "previous_year")
    assert take(found, *columns) == [
        ("13", 79, "terjaga", "one_source", None, None),
        ("62", 67.76, "rentan", "one_source", 1.77, 2023),
        ("61", 64.15, "rentan", "one_source", -5.85, 2021),
        ("63", 64.15, "rentan", "one_source", -8.39, 2023),
        ("31", None, "no_data", "no_data", None, None),
    ]
    assert [row["per_10_million_people"] for row in found] == [0, 5, 0, 7.5, 1]
    assert [row["per_100_governments"] for row in found] == pytest.approx([0, 50, 0, 200 / 3, 100])
    samples = ("ott_count", "wbk_seen", "activities_seen", "regulations_seen")
    assert take(found, *samples) == [
        (0, None, 1, None),
        (1, None, 1, None),
        (0, None, None, None),
        (3, None, 2, 1),  # a unit that did not pass is none with WBK
        (1, None, None, None),
    ]
    assert {(row["ott_from_year"], row["ott_to_year"]) for row in found} == {(2016, 2018)}
    assert sorted(found[0]["source_ids"]) == sorted([NEWS, DUKCAPIL, TRAINING])
    assert sorted(found[1]["source_ids"]) == sorted([KPK, LIST, DUKCAPIL, TRAINING])


def test_scorecard_of_a_kota_counts_its_own_operations_and_has_no_rate(small):
    found = small.ask(
        "spi/spi_scorecard", year=2024, scope="agregat_wilayah", region=["63.71", "62", "63"]
    )
    columns = ("region_code", "scope", "score", "change", "ott_count", "per_10_million_people")
    assert take(found, *columns, "per_100_governments", "activities_seen") == [
        ("63.71", "pemkot", 78.5, 2.5, 1, None, None, 2),
        ("63", "agregat_wilayah", 70.5, None, 3, 7.5, 200 / 3, 2),
        ("62", "agregat_wilayah", None, None, 1, 5, 50, 1),
    ]
    assert found[1]["knowledge"] == "weak_only"
    early = small.ask("spi/spi_scorecard", year=2021, scope="pemprov", region=["61", "63"])
    assert take(early, "spi_class", "activities_seen", "regulations_seen") == [
        ("unclassified", None, None),
        ("no_data", 1, 1),
    ]


def test_scorecard_counts_a_unit_and_a_national_event_once(tmp_path):
    tables = world()
    unit = "year region_code unit_name unit_count owner_type stage award_by year_basis source_id"
    tables["wbk_status"] = rows(
        f"{unit} reliability",
        (2021, "63.71", "Polresta", 1, "kepolisian", "wbk", "kemenpanrb", "stated", NEWS, "news"),
        (2023, "63.71", "Polresta", 1, "kepolisian", "wbbm", "unknown", "stated", NEWS, "news"),
        (2023, "63.01", "Lapas", 1, "vertikal", "wbk", "internal", "stated", WEAK, "news"),
        (2025, "63", "Samsat", 1, "pemda", "wbk", "kemenpanrb", "stated", NEWS, "news"),
    )
    national = tables["bimtek_activity"][-1]
    tables["bimtek_activity"] += [
        {**national, "activity_id": f"keg-2024-12-09-{code}", "region_code": code}
        for code in ("63", "63.01")
    ]
    answers = Answers(write_facts(tmp_path, tables))
    asked = {"year": 2024, "scope": "pemprov", "region": ["63", "63.71"]}
    found = {row["region_code"]: row for row in answers.ask("spi/spi_scorecard", **asked)}
    assert (found["63"]["wbk_seen"], found["63"]["activities_seen"]) == (1, 3)
    assert (found["63.71"]["wbk_seen"], found["63.71"]["activities_seen"]) == (1, 2)
    assert WEAK not in found["63"]["source_ids"]


def rank_range(answers: Answers, *weights: int, ott: str = "none", **asked: Any):
    known = {"year": 2024, "from_year": 2023, "scope": "pemprov", "region": [], **asked}
    return answers.ask("spi/rank_range", weights=list(weights), ott_direction=ott, **known)


RANKS = ("region_code", "index_rank", "rank_best", "rank_low", "rank_high", "rank_worst")


def test_rank_range_shares_ranks_and_does_not_move_what_nobody_disputes(small):
    found = rank_range(small, 5, 0, 0)
    assert take(found, *RANKS) == [
        ("13", 1, 1, 1, 1, 1),
        ("62", 2, 2, 2, 2, 2),
        ("61", 3, 3, 3, 3, 3),
        ("63", 3, 3, 3, 3, 3),
        ("31", None, None, None, None, None),
    ]
    # From 64.15 (0) to 79.00 (100).
    assert [row["index_value"] for row in found] == [
        100,
        pytest.approx(100 * (67.76 - 64.15) / (79 - 64.15)),
        0,
        0,
        None,
    ]
    assert {row["n_ranked"] for row in found} == {4}


def test_rank_range_needs_every_weighted_indicator(small):
    found = rank_range(small, 1, 1, 0)
    assert take(found, "region_code", "index_rank", "index_value", "change") == [
        ("62", 1, 100, pytest.approx(1.77)),
        ("63", 2, 0, pytest.approx(-8.39)),
        ("31", None, None, None),
        ("61", None, None, None),
        ("13", None, None, None),
    ]
    assert [row["from_is_disputed"] for row in found] == [False, True, False, False, False]
    assert {*found[1]["source_ids"]} == {NEWS, KPK, COURT, LIST, DUKCAPIL}
    assert all(row["index_rank"] is None for row in rank_range(small, 0, 1, 0, from_year=None))


def test_rank_range_counts_ott_only_in_the_direction_that_was_chosen(small):
    def told(ott: str) -> list[tuple[Any, ...]]:
        return take(rank_range(small, 0, 0, 3, ott=ott), "region_code", "index_rank", "index_value")

    # Rates 0, 1, 0, 5, 7.5 of 13, 31, 61, 62, 63.
    assert told("fewer_is_better") == [
        ("61", 1, 100),
        ("13", 1, 100),
        ("31", 3, pytest.approx(100 * 6.5 / 7.5)),
        ("62", 4, pytest.approx(100 * 2.5 / 7.5)),
        ("63", 5, 0),
    ]
    assert [row[0] for row in told("more_is_better")] == ["63", "62", "31", "61", "13"]
    assert all(row[1] is None for row in told("none")), "no direction, no index"
    both = rank_range(small, 1, 0, 1, ott="fewer_is_better")
    share = (67.76 - 64.15) / (79 - 64.15)
    assert take(both, "region_code", "index_value")[:4] == [
        ("13", 100),
        ("61", 50),
        ("62", pytest.approx(50 * (share + 2.5 / 7.5))),
        ("63", 0),
    ]


def test_rank_range_without_weights_or_regions_ranks_nothing(small):
    found = rank_range(small, 0, 0, 0)
    assert [row["index_rank"] for row in found] == [None] * 5
    assert rank_range(small, 1, 1, 1, region=["99"]) == []
    # One region alone is its own best and worst.
    assert take(rank_range(small, 1, 0, 0, region=["63"]), *RANKS[:2], "index_value") == [
        ("63", 1, 50)
    ]


def test_rank_range_has_no_rate_for_a_kota(small):
    found = rank_range(small, 1, 0, 1, ott="fewer_is_better", region=["63.71", "63"])
    assert take(found, "region_code", "index_rank") == [("63", 1), ("63.71", None)]


def test_a_disputed_score_widens_the_range_of_ranks(tmp_path, small):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason",
        ("61", "pemprov", 2024, "70.00", NEWS, "news", None),
    )
    answers = Answers(write_facts(tmp_path, tables))
    # 64.15 is chosen for Kalbar; between 67.76 and 70.00 it passes Kalteng, as in 38% of draws.
    assert take(rank_range(answers, 1, 0, 0), *RANKS)[:4] == [
        ("13", 1, 1, 1, 1, 1),
        ("62", 2, 2, 2, 3, 3),
        ("61", 3, 2, 2, 3, 3),
        ("63", 3, 4, 4, 4, 4),  # its equal is above it as soon as the score moves
    ]
    drawn = answers.sql("select scores from mart_spi_draw where region_code = '61'")[0]["scores"]
    assert len(drawn) == len(set(drawn)) == 500
    assert 64.15 <= min(drawn) < 64.5
    assert 69.6 < max(drawn) <= 70
    assert sum(score > 67.76 for score in drawn) / 500 == pytest.approx(2.24 / 5.85, abs=0.05)


def test_draws_are_spread_like_chance_and_always_the_same():
    found = shipped().sql("select * from mart_draw order by draw")
    assert [row["draw"] for row in found] == list(range(501))
    names = ("multiplier_score", "multiplier_change", "multiplier_ott")
    assert take(found[:1], *names) == [(1, 1, 1)]
    drawn = np.array(take(found[1:], *names)).T
    scores = shipped().sql(
        "select low, high, scores from mart_spi_draw join mart_spi using (region_code, scope, year)"
    )
    assert len(scores) > 5
    shares = [
        (np.array(row["scores"]) - float(row["low"])) / float(row["high"] - row["low"])
        for row in scores
    ]
    spread = np.vstack([drawn - 0.5, *shares])
    assert spread.min() >= 0
    assert spread.max() <= 1
    assert np.allclose(spread.mean(axis=1), 0.5, atol=0.06)
    assert np.allclose(np.quantile(spread, 0.1, axis=1), 0.1, atol=0.05)
    together = np.corrcoef(spread) - np.eye(len(spread))
    assert np.abs(together).max() < 0.2
    again = Answers(DATA)
    assert again.sql("select * from mart_draw order by draw") == found


@pytest.mark.parametrize(
    ("weights", "ott", "from_year"),
    [
        ((5, 5, 0), "none", 2021),
        ((5, 5, 5), "fewer_is_better", 2021),
        ((1, 10, 3), "more_is_better", 2023),
        ((0, 0, 4), "fewer_is_better", 2023),
    ],
)
def test_shipped_ranks_are_those_of_a_second_opinion(weights, ott, from_year):
    found = rank_range(shipped(), *weights, ott=ott, from_year=from_year)
    known = [row for row in found if row["index_rank"] is not None]
    assert len(found) == 38
    assert {row["n_ranked"] for row in found} == {len(known)}
    codes = [row["region_code"] for row in known]
    multipliers = np.array(
        take(
            shipped().sql("select * from mart_draw order by draw"),
            *("multiplier_score", "multiplier_change", "multiplier_ott"),
        )
    )
    later, earlier = (drawn_scores(codes, year) for year in (2024, from_year))
    sign = -1 if ott == "fewer_is_better" else 1
    rates = sign * np.array([[row["per_10_million_people"]] * 501 for row in known])
    total = np.zeros_like(later)
    for values, weight, factors in zip(
        (later, later - earlier, rates), weights, multipliers.T, strict=True
    ):
        if weight:
            chosen = values[:, 0]
            scaled = (values - chosen.min()) / (chosen.max() - chosen.min())
            total += scaled * weight * factors
    total = total.round(9)
    ranks = 1 + (total[None, :, :] > total[:, None, :]).sum(axis=1)
    assert [row["index_rank"] for row in known] == ranks[:, 0].tolist()
    drawn = np.sort(ranks[:, 1:], axis=1)
    for row, own in zip(known, drawn, strict=True):
        told = tuple(row[name] for name in RANKS[2:])
        assert told == (own[0], own[24], own[474], own[499]), row["region_label"]
    if len(set(total[:, 0])) == len(known):
        assert sorted(ranks[:, 0]) == list(range(1, len(known) + 1))


def drawn_scores(codes: list[str], year: int) -> np.ndarray:
    """The chosen score and its 500 draws, a row a region."""
    scores = {
        row["region_code"]: [float(row["score"])] * 501
        for row in shipped().sql(
            "select * from mart_spi where scope = 'pemprov' and year = $year", year=year
        )
    }
    for row in shipped().sql(
        "select * from mart_spi_draw where scope = 'pemprov' and year = $year", year=year
    ):
        scores[row["region_code"]][1:] = row["scores"]
    return np.array([scores.get(code, [np.nan] * 501) for code in codes])


# --- the page of operations ----------------------------------------------------------------------

EVERY_CASE: dict[str, Any] = {"from_year": 2014, "year": 2019, "region": [], "level": []}


def outcomes(tmp_path: Path) -> Answers:
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
    return Answers(write_facts(tmp_path, tables))


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


def test_ott_told_sums_only_what_sources_said(tmp_path):
    answers = outcomes(tmp_path)

    def told(*columns: str, **asked: Any) -> tuple[Any, ...]:
        [row] = answers.ask("ott/ott_totals", **(EVERY_CASE | {"sector": []} | asked))
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


def test_ott_cases_hold_every_searched_word_of_the_readers_language(tmp_path):
    answers = outcomes(tmp_path)

    def told(*searched: str, lang: str = "id", **asked: Any) -> list[str]:
        asked = EVERY_CASE | {"sector": [], "words": list(searched), "lang": lang} | asked
        return [row["incident_id"] for row in answers.ask("ott/ott_cases", **asked)]

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


HAND_COMPUTED = {
    "bimtek/bimtek_activities",
    "bimtek/bimtek_after_ott",
    "bimtek/bimtek_calendar",
    "bimtek/bimtek_timeline",
    "bimtek/bimtek_topics",
    "bimtek/bimtek_totals",
    "bimtek/bimtek_years",
    "data/columns",
    "data/source_use",
    "data/sources",
    "method/classes",
    "method/completeness",
    "method/coverage",
    "method/disputed",
    "method/method_notes",
    "ott/ott_by_year",
    "ott/ott_cases",
    "ott/ott_listed_years",
    "ott/ott_map",
    "ott/ott_offices",
    "ott/ott_sectors",
    "ott/ott_timeline",
    "ott/ott_totals",
    "ott/ott_years",
    "region/chosen_regions",
    "region/region_activities",
    "region/region_cards",
    "region/region_neighbours",
    "region/region_ott",
    "region/region_peers",
    "region/region_profile",
    "region/region_regulations",
    "region/region_scores",
    "region/region_search",
    "region/region_wbk",
    "region/regions",
    "region/response_timeline",
    "regulations/paksi_counts",
    "regulations/regulation_activities",
    "regulations/regulation_subjects",
    "regulations/regulations",
    "spi/coverage_matrix",
    "spi/rank_range",
    "spi/spi_change",
    "spi/spi_classes",
    "spi/spi_comparison",
    "spi/spi_map",
    "spi/spi_national",
    "spi/spi_ranking",
    "spi/spi_references",
    "spi/spi_regencies",
    "spi/spi_regency_years",
    "spi/spi_scorecard",
    "spi/spi_trend",
    "spi/spi_trend_breaks",
    "spi/spi_trend_events",
    "spi/spi_years",
    "wbk/wbk_by_year",
    "wbk/wbk_counts",
    "wbk/wbk_ladder",
    "wbk/wbk_paths",
    "wbk/wbk_units",
    "wbk/wbk_years",
}


def test_every_query_that_a_reader_sees_is_computed_by_hand_here():
    asked = {
        name.removeprefix("query/").removesuffix(".sql")
        for name in QUERIES
        if name.startswith("query/")
    }
    assert asked == HAND_COMPUTED


# --- the SQL itself ------------------------------------------------------------------------------

# The engines of a cluster to which every query must be translatable. (Measured with sqlglot 30.30:
# also Snowflake and Databricks take all of them; PostgreSQL lacks any_value and arg_max as written,
# BigQuery orders in array_agg differently, ClickHouse writes parameters in another way.)
CLUSTER_ENGINES = ("spark", "trino")


@pytest.mark.parametrize("name", QUERIES)
def test_query_can_move_to_a_cluster(name):
    text = (SQL / name).read_text(encoding="utf-8")
    statements = sqlglot.parse(text, read="duckdb")
    assert len(statements) == 1, "one query a file"
    for engine in CLUSTER_ENGINES:
        [moved] = sqlglot.transpile(
            text, read="duckdb", write=engine, unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert sqlglot.parse_one(moved, read=engine) is not None


@pytest.mark.parametrize("name", QUERIES)
def test_query_binds_parameters_and_is_never_pasted_together(name):
    text = (SQL / name).read_text(encoding="utf-8")
    for pasted in (r"\{\w*\}", r"\{\{", r"\{%", r"%\(\w+\)s", r"(?<!\w)%[sd]\b", r"\$\{", r"\?"):
        assert not re.search(pasted, text), pasted
    bound = set(re.findall(r"\$(\w+)", re.sub(r"--[^\n]*", "", text)))
    if not name.startswith("query/"):
        assert not bound, "only what is asked at run time has parameters"
    comment = " ".join(re.findall(r"^-- ?(.*)$", text, re.MULTILINE))
    assert bound == set(re.findall(r"\$(\w+)", comment)), "the comment lists the parameters"


@pytest.mark.parametrize("name", [n for n in QUERIES if n.startswith("mart/")])
def test_query_says_its_grain_first(name):
    first = (SQL / name).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- Grain: one row per ")


GRAINS: dict[str, str] = {
    "mart_spi": "region_code, scope, year",
    "mart_spi_island": "island_group, scope, year",
    "mart_ott": "province_code, year",
    "mart_ott_central": "year",
    "mart_ott_year": "year",
    "mart_ott_case": "incident_id",
    "mart_region": "region_code",
    "mart_region_name": "region_code, usual_name",
    "mart_event": "event_id",
    "mart_activity": "activity_id",
    "mart_activity_kind": "topic, activity_type",
    "mart_activity_mark": "mark_id, lane",
    "mart_after_ott": "incident_id, activity_id",
    "mart_ott_level": "year, level_group",
    "mart_ott_office": "incident_id, office_kind",
    "mart_zone": "zone_id",
    "mart_zone_place": "zone_id, counted_code",
    "mart_regulation_subject": "region_code, subject, year",
    "mart_zone_path": "region_code, owner_type, step_id",
    "mart_spi_province": "region_code, scope, year",
    "mart_spi_series": "series_key, asked_scope, year",
    "mart_scorecard": "region_code, asked_scope, year",
    "mart_draw": "draw",
    "mart_spi_draw": "region_code, scope, year",
}


@pytest.mark.parametrize("answers", [shipped, None], ids=["shipped", "small"])
@pytest.mark.parametrize("mart", [Path(name).stem for name in QUERIES if name.startswith("mart/")])
def test_mart_keeps_its_grain(mart, answers: Callable[[], Answers] | None, small):
    found = (answers() if answers else small).sql(
        f"select count(*) as n, count(distinct ({GRAINS[mart]})) as n_keys from {mart}"
    )
    assert found[0]["n"] == found[0]["n_keys"] > 0
